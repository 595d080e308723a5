import Foundation
import Testing

/// What was said can be read again, by those who may. <https://ircv3.net/specs/extensions/chathistory>
@Suite(.serialized) struct HistoryTests {
    private static let caps = RawClient.historyCapabilities

    @Test func `A page has what was said before, under the ids it had, over a restart`() throws {
        let room = try GrilloServer()
        let speaker = try RawClient(port: room.port, nick: "speaker", capabilities: Self.caps)
        for number in 1...250 { speaker.send("PRIVMSG #lobby :line \(number)") }
        try speaker.expect(":line 250")
        let live = speaker.lines.compactMap { line in
            line.firstMatch(of: /msgid=([^; ]+).* PRIVMSG #lobby :(line .+)$/).map { (String($0.1), String($0.2)) }
        }
        room.stop()
        try room.start()
        let reader = try RawClient(port: room.port, nick: "reader", capabilities: Self.caps)
        var read = try reader.page("CHATHISTORY LATEST #lobby * 100")
        while true {
            let before = try reader.page("CHATHISTORY BEFORE #lobby msgid=\(read[0].id) 100")
            if before.isEmpty { break }
            read = before + read
        }
        #expect(read.map(\.text) == (1...250).map { "line \($0)" })
        #expect(read.map(\.id) == live.map(\.0))
    }

    @Test func `Every question that CHATHISTORY knows is answered, by msgid and by timestamp`() throws {
        let room = try GrilloServer()
        let speaker = try RawClient(port: room.port, nick: "speaker", capabilities: Self.caps)
        for number in 0..<60 {
            speaker.send("PRIVMSG #lobby :\(number)")
            try speaker.expect("PRIVMSG #lobby :\(number)")
        }
        struct Line {
            let id: String
            let time: String
        }
        let lines = try speaker.messages.map { message in
            let line = try #require(speaker.lines.first { $0.contains("msgid=\(message.id)") })
            return Line(id: message.id, time: String(try #require(line.firstMatch(of: /time=([^; ]+)/)).1))
        }
        #expect(lines.count == 60)
        let reader = try RawClient(port: room.port, nick: "reader", capabilities: Self.caps)
        func numbers(_ command: String) throws -> [Int] {
            try reader.page("CHATHISTORY " + command).compactMap { Int($0.text) }
        }
        func id(_ number: Int) -> String { "msgid=" + lines[number].id }
        func time(_ number: Int) -> String { "timestamp=" + lines[number].time }
        // Where several were said in one millisecond, a time means all of them.
        func first(_ number: Int) -> Int { lines.firstIndex { $0.time == lines[number].time } ?? number }
        func last(_ number: Int) -> Int { lines.lastIndex { $0.time == lines[number].time } ?? number }

        #expect(try numbers("LATEST #lobby * 10") == Array(50..<60))
        #expect(try numbers("LATEST #lobby \(id(56)) 10") == Array(57..<60))
        #expect(try numbers("LATEST #lobby \(time(56)) 10") == Array((last(56) + 1)..<60))
        #expect(try numbers("LATEST #lobby \(id(5)) 10") == Array(50..<60))
        #expect(try numbers("BEFORE #lobby \(id(30)) 5") == Array(25..<30))
        #expect(try numbers("BEFORE #lobby \(time(30)) 5") == Array(first(30) - 5..<first(30)))
        #expect(try numbers("BEFORE #lobby \(id(3)) 50") == [0, 1, 2])
        #expect(try numbers("AFTER #lobby \(id(30)) 5") == Array(31..<36))
        #expect(try numbers("AFTER #lobby \(time(30)) 5") == Array((last(30) + 1)..<(last(30) + 6)))
        #expect(try numbers("AFTER #lobby \(id(59)) 5") == [])
        #expect(try numbers("AROUND #lobby \(id(30)) 6") == Array(27..<33))
        #expect(try numbers("AROUND #lobby \(time(30)) 6") == Array(first(30) - 3..<first(30) + 3))
        #expect(try numbers("BETWEEN #lobby \(id(10)) \(id(20)) 100") == Array(11..<20))
        #expect(try numbers("BETWEEN #lobby \(id(20)) \(id(10)) 3") == [17, 18, 19])
        #expect(try numbers("BETWEEN #lobby \(time(10)) \(time(40)) 100") == Array((last(10) + 1)..<first(40)))
        #expect(try numbers("BETWEEN #lobby \(id(10)) \(time(40)) 100") == Array(11..<first(40)))

        let start = reader.lines.count
        reader.send("CHATHISTORY TARGETS timestamp=2000-01-01T00:00:00.000Z timestamp=2100-01-01T00:00:00.000Z 10")
        try reader.expect(from: start) { $0.contains("BATCH -") }
        #expect(reader.lines[start...].contains { $0.hasSuffix("CHATHISTORY TARGETS #lobby \(lines[59].time)") })
        let fail = reader.lines.count
        reader.send("CHATHISTORY BEFORE #nowhere \(id(3)) 5", "CHATHISTORY BEFORE #lobby number=3 5")
        try reader.expect("FAIL CHATHISTORY INVALID_TARGET BEFORE #nowhere", from: fail)
        try reader.expect("FAIL CHATHISTORY INVALID_MSGREFTYPE BEFORE #lobby number=3", from: fail)
    }

    @Test func `What is taken back is gone from pages and from the files`() throws {
        let room = try GrilloServer()
        let caps = Self.caps + " draft/message-redaction soju.im/search"
        let speaker = try RawClient(port: room.port, nick: "speaker", capabilities: caps)
        speaker.send("PRIVMSG #lobby :a xylophonic secret")
        let line = try speaker.expect { $0.contains("xylophonic") }
        let id = try #require(line.firstMatch(of: /msgid=([^; ]+)/)).1
        let start = speaker.lines.count
        speaker.send("SEARCH text=xylophonic")
        try speaker.expect(from: start) { $0.contains("BATCH -") }
        #expect(speaker.lines[start...].contains { $0.contains("xylophonic") })
        speaker.send("REDACT #lobby \(id)")
        try speaker.expect("REDACT #lobby \(id)")
        #expect(try speaker.page("CHATHISTORY LATEST #lobby * 10").isEmpty)
        try wait("the files to forget it") {
            let found = try ProgramResult.of(named: "grep", ["-rla", "xylophonic", room.dataFolder])
            return found.output.isEmpty
        }
    }
}
