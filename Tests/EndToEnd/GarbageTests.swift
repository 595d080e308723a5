import Foundation
import TestSupport
import Testing

/// Whatever comes to the port, it is answered by the rules, and nobody else notices.
@Suite(.serialized) struct GarbageTests {
    @Test func `A stream of garbage disturbs nobody else`() throws {
        let room = try GrilloServer()
        let speaker = try RawClient(port: room.port, nick: "speaker")
        let listener = try RawClient(port: room.port, nick: "listener")
        var random = SeededGenerator(seed: TestEnvironment.seed)
        let streams: [[UInt8]] = [
            (0..<100_000).map { _ in UInt8.random(in: 0...255, using: &random) },
            [UInt8](repeating: 0x41, count: 1_000_000),
            [UInt8](repeating: 0, count: 10_000),
            Array("PRIVMSG #lobby :\u{0}nul\r\n".utf8),
            [UInt8](repeating: 0x0A, count: 100_000),
            [0x16, 0x03, 0x01, 0x02, 0x00] + [UInt8](repeating: 0xFF, count: 5_000),
            Array(String(repeating: "@", count: 9_000).utf8) + [0x0A],
            Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8),
        ]
        for (number, stream) in streams.enumerated() {
            let garbage = try RawClient(port: room.port)
            garbage.sendBytes(stream)
            speaker.send("PRIVMSG #lobby :still here \(number)")
            try listener.expect("still here \(number)")
            garbage.read()
        }
    }

    @Test func `A line of a megabyte costs that line only`() throws {
        let room = try GrilloServer()
        let client = try RawClient(port: room.port, nick: "long")
        client.sendBytes([UInt8](repeating: 0x41, count: 1_000_000) + Array("\r\nPING after\r\n".utf8))
        try client.expect(" 417 ")
        try client.expect("PONG")
    }

    @Test func `A web browser is turned away`() throws {
        let room = try GrilloServer()
        let browser = try RawClient(port: room.port)
        browser.sendBytes(Array("POST / HTTP/1.1\r\nHost: localhost\r\n\r\nNICK evil\r\nUSER evil 0 * :x\r\n".utf8))
        try browser.expect("ERROR")
        try browser.expectClosed()
        #expect(!browser.lines.contains { $0.contains(" 001 ") })
    }

    @Test func `Bad UTF-8 and lone carriage returns cost the line only`() throws {
        let room = try GrilloServer()
        let client = try RawClient(port: room.port, nick: "bad", capabilities: "standard-replies")
        client.sendBytes(Array("PRIVMSG #lobby :".utf8) + [0xFF, 0xFE, 0x0D, 0x0A])
        try client.expect("FAIL PRIVMSG INVALID_UTF8")
        client.sendBytes(Array("PRIVMSG #lobby :a\rb\r\n".utf8))
        try client.expect("FAIL PRIVMSG INVALID_MESSAGE")
        client.send("PING alive")
        try client.expect("PONG")
    }
}
