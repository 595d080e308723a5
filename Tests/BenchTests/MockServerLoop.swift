import Foundation
import Glibc

/// Those who have come to a ``MockServer``, on its thread, in one room.
struct MockServerLoop {
    private struct Guest {
        let descriptor: Int32
        var nick = "?"
        var tail = ""
    }

    let listener: Int32
    let behaviour: MockServer.Behaviour
    private var guests: [Guest] = []

    init(listener: Int32, behaviour: MockServer.Behaviour) { (self.listener, self.behaviour) = (listener, behaviour) }

    /// Until the listener is shut down.
    mutating func run() {
        defer { for descriptor in guests.map(\.descriptor) + [listener] { close(descriptor) } }
        while true {
            var watched = ([listener] + guests.map(\.descriptor)).map {
                pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
            }
            poll(&watched, nfds_t(watched.count), -1)
            for index in guests.indices.reversed() where watched[index + 1].revents != 0 { read(index) }
            guard watched[0].revents != 0 else { continue }
            let descriptor = accept(listener, nil, nil)
            guard descriptor >= 0 else { return }
            if behaviour == .hangsUp { close(descriptor) } else { guests.append(Guest(descriptor: descriptor)) }
        }
    }

    private mutating func read(_ index: Int) {
        var bytes = [UInt8](repeating: 0, count: 16 << 10)
        let count = recv(guests[index].descriptor, &bytes, bytes.count, 0)
        guard count > 0 else {
            close(guests[index].descriptor)
            guests.remove(at: index)
            return
        }
        let text = guests[index].tail + String(decoding: bytes[..<count], as: UTF8.self)
        var lines = text.components(separatedBy: "\r\n")
        guests[index].tail = lines.removeLast()
        for line in lines where behaviour != .silent { hear(line, from: index) }
    }

    private mutating func hear(_ line: String, from index: Int) {
        if case .answers(let beginning, let answer) = behaviour, line.hasPrefix(beginning) {
            return say(answer, to: index)
        }
        let words = line.split(separator: " ").map(String.init)
        switch words.first {
        case "NICK": guests[index].nick = words[1]
        case "USER": say(":mock 422 \(guests[index].nick) :-", to: index)
        case "JOIN":
            say(":mock 366 \(guests[index].nick) \(words[1]) :-", to: index)
            guard behaviour == .talkative else { return }
            for number in 0..<50 { say(":old!u@h PRIVMSG \(words[1]) :\(number)", to: index) }
        case "PRIVMSG": pass(":\(guests[index].nick)!u@h \(line)", from: index)
        default: break
        }
    }

    private func pass(_ line: String, from index: Int) {
        var others = guests.indices.filter { $0 != index }
        if behaviour == .uneven { others[1] = others[0] }
        if behaviour == .twice { others += others }
        for other in others { say(line, to: other) }
    }

    private func say(_ line: String, to index: Int) {
        let bytes = Array((line + "\r\n").utf8)
        _ = send(guests[index].descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }
}
