import Basics
import Foundation
import Glibc
import Protocol
import Synchronization
import TestSupport
import Testing

/// A room goes on while the door is besieged: handshakes that are never finished, sessions that never register, and somebody who guesses
/// passwords as fast as the server allows.
@Suite(.serialized) struct FloodTests {
    /// Guesses at an account's password until told to stop, over a new connection each time the server closes one.
    private final class Guesser: Sendable {
        private let isOver = Mutex(false)
        private let isStopped = Mutex(false)
        private let count = Mutex(0)
        private let ended = DispatchSemaphore(value: 0)

        init(port: UInt16) {
            Thread.detachNewThread { [self] in
                while !isOver.withLock({ $0 }) {
                    guard let client = try? RawClient(port: port) else { continue }
                    client.send("CAP REQ sasl")
                    for _ in 0..<5 where !isOver.withLock({ $0 }) {
                        let seen = client.lines.count
                        client.send("AUTHENTICATE PLAIN")
                        client.send("AUTHENTICATE " + Base64.encode(Array("\0victim\0guess".utf8)))
                        guard (try? client.expect(" 904 ", from: seen)) != nil else { break }
                        count.withLock { $0 += 1 }
                    }
                }
                ended.signal()
            }
        }

        var guesses: Int { count.withLock { $0 } }

        /// Returns when it has.
        func stop() {
            let wasStopped = isStopped.withLock { isStopped in
                defer { isStopped = true }
                return isStopped
            }
            guard !wasStopped else { return }
            isOver.withLock { $0 = true }
            ended.wait()
        }
    }

    /// Milliseconds from saying a line to the last of nine hearing it, for each line, under siege.
    ///
    /// - Parameter admitted: how many of each half of the crowd may stay at the door.
    private func talk(lines: Int, crowd: Int, admitted: Int? = nil, configuration: String = "") throws -> [Double] {
        raiseDescriptorLimit()
        let folder = Scratch()
        let file = try folder.write(configuration, to: "grillo.toml")
        let room = try GrilloServer(["--config", file], folder: folder)
        let made = try ProgramResult.of(
            Programs.grillo, ["account", "add", "victim", "--data", room.dataFolder], input: "sesame sesame\n")
        #expect(made.code == 0)
        let people = try (0..<10).map { try RawClient(port: room.port, nick: "person\($0)") }
        let idle = try (0..<crowd).map { _ in
            let client = try RawClient(port: room.port)
            client.send("CAP LS 302")
            return client
        }
        let halfOpen = try (0..<crowd).map { _ in
            let client = try RawClient(port: room.port)
            client.sendBytes([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00])
            return client
        }
        let guesser = Guesser(port: room.port)
        defer { guesser.stop() }
        var delays: [Double] = []
        for number in 0..<lines {
            let places = people.map(\.lines.count)
            let start = DispatchTime.now().uptimeNanoseconds
            people[0].send("PRIVMSG #lobby :line \(number).")
            for index in 1..<people.count { try people[index].expect("line \(number).", from: places[index]) }
            delays.append(Double(DispatchTime.now().uptimeNanoseconds - start) / 1e6)
        }
        // Those who guess must come past the crowd themselves.
        if admitted == nil { try wait("a guess to be answered") { guesser.guesses > 0 } }
        guesser.stop()
        try wait("the crowd to be held at the door", state: { "\(Self.open(idle)), \(Self.open(halfOpen)) stay" }) {
            for client in idle + halfOpen { client.read(milliseconds: 0) }
            return Self.open(idle) == admitted ?? crowd && Self.open(halfOpen) <= admitted ?? crowd
        }
        let said = (0..<lines).map { "PRIVMSG #lobby :line \($0)." }
        for person in people.dropFirst() {
            let heard = person.lines.filter { $0.contains(" :line ") }
            #expect(heard.map { String($0.drop { $0 != " " }.dropFirst()) } == said)
        }
        for person in people {
            person.send("PING alive")
            try person.expect("PONG")
        }
        #expect(!people[0].lines.contains { $0.contains(" QUIT ") || $0.contains(" PART ") })
        return delays.sorted()
    }

    private static func open(_ clients: [RawClient]) -> Int { clients.count { !$0.isClosed } }

    @Test func `A room goes on talking while the door is besieged: all hear all, and nobody is lost`() throws {
        #expect(try talk(lines: 50, crowd: 100).count == 50)
    }

    @Test func `Where this machine is limited like any other, twenty stay at the door, and the room goes on talking`()
        throws
    {
        let strict = "limits.loopback = true\nlimits.commands-per-second = 40"
        #expect(try talk(lines: 20, crowd: 100, admitted: 20, configuration: strict).count == 20)
    }

    @Test(.enabled(if: TestEnvironment.isLong))
    func `Under a thousand half-open handshakes and a thousand idle sessions the 99th percentile is below 50 ms`()
        throws
    {
        let delays = try talk(lines: 1000, crowd: 1000)
        let (median, high) = (delays[delays.count / 2], delays[delays.count * 99 / 100])
        print("median \(median) ms, 99th percentile \(high) ms, longest \(delays.last ?? 0) ms")
        #expect(high < 50)
    }

    private func raiseDescriptorLimit() {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = min(limit.rlim_max, 8192)
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
