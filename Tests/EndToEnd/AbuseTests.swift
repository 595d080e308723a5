import Foundation
import TestSupport
import Testing

/// What people do to a server on the open internet. Each is answered by the rules, and nobody else notices.
@Suite(.serialized) struct AbuseTests {
    /// A room where this machine is limited like any other.
    private static func strictRoom(_ more: String = "", wrapper: [String] = []) throws -> GrilloServer {
        let folder = Scratch()
        let file = try folder.write("limits.loopback = true\n" + more, to: "grillo.toml")
        return try GrilloServer(["--config", file], wrapper: wrapper, folder: folder)
    }

    @Test func `Registration has its time in all, not from byte to byte`() throws {
        let room = try Self.strictRoom("limits.registration-seconds = 2")
        let slow = try RawClient(port: room.port)
        let start = Date()
        let bytes = Array("NICK slow\r\n".utf8)
        var sent = 0
        try wait("the slow one to be turned away") {
            slow.sendBytes([bytes[sent % bytes.count]])
            sent += 1
            slow.read(milliseconds: 100)
            return slow.isClosed
        }
        #expect(slow.lines.last?.contains("Registration timed out after 2 seconds") == true)
        #expect(Date().timeIntervalSince(start) >= 1.5)
    }

    @Test func `A gateway that brings nobody is let go, and one that does is not`() throws {
        let room = try Self.strictRoom(
            "limits.registration-seconds = 2\nallow-plaintext = true\n[[webirc]]\npassword = \"one\"\nfrom = [\"127.0.0.1\"]"
        )
        let silent = try RawClient(port: room.port)
        let good = try RawClient(port: room.port)
        good.send("WEBIRC one gateway h 10.9.8.7", "PASS x")
        // The first byte shows that it will not speak TLS.
        silent.sendBytes(Array("WEB".utf8))
        try silent.expectClosed()
        #expect(silent.lines == ["ERROR :This gateway has said nothing for 2 seconds: WEBIRC comes first"])
        try good.expectClosed()
        #expect(good.lines.last?.contains("Registration timed out after 2 seconds") == true)
    }

    @Test func `A line without an end costs that line`() throws {
        let room = try GrilloServer()
        let client = try RawClient(port: room.port, nick: "endless")
        client.sendBytes([UInt8](repeating: 0x61, count: 200_000))
        try client.expect(" 417 ")
        client.sendBytes(Array("\r\nPING alive\r\n".utf8))
        try client.expect("PONG")
        #expect(client.lines.count { $0.contains(" 417 ") } == 1)
    }

    @Test func `Only the reader that stops reading is closed, and the others are told the truth`() throws {
        let room = try GrilloServer(["--unlimited", "--history", "off"])
        let deaf = try RawClient(port: room.port, nick: "deaf")
        let speaker = try RawClient(port: room.port, nick: "speaker")
        let listener = try RawClient(port: room.port, nick: "listener")
        let text = String(repeating: "x", count: 400)
        var sent = 0
        try wait("the deaf one to be let go", seconds: 60, state: { "\(sent) sent" }) {
            for _ in 0..<500 { speaker.send("PRIVMSG #lobby :\(text)") }
            sent += 500
            speaker.read(milliseconds: 0)
            try listener.expect(from: max(0, listener.lines.count - 1), seconds: 60) { _ in true }
            while listener.lines.count(where: { $0.contains("PRIVMSG") }) < sent { listener.read() }
            return listener.lines.contains { $0.contains(":deaf!") && $0.contains("QUIT") }
        }
        #expect(listener.lines.contains { $0.contains(":deaf!") && $0.contains("SendQ exceeded") })
        speaker.send("PRIVMSG #lobby :still here")
        try listener.expect("still here")
        #expect(listener.lines.count { $0.contains("QUIT") } == 1)
        _ = deaf
    }

    @Test func `Tags are bounded: at the bound they pass, one byte more is 417`() throws {
        let room = try GrilloServer()
        let client = try RawClient(port: room.port, nick: "tags", capabilities: "message-tags echo-message")
        let full = "@" + String(repeating: "a;", count: 2047)
        client.send(full + " PRIVMSG #lobby :at the bound")
        try client.expect("at the bound")
        client.send(full + "b PRIVMSG #lobby :above it")
        try client.expect(" 417 ")
        #expect(!client.lines.contains { $0.contains("above it") })
    }

    @Test func `A flood waits its turn, is told so once, and loses nothing`() throws {
        let room = try Self.strictRoom("limits.commands-per-second = 40")
        let listener = try RawClient(port: room.port, nick: "listener")
        let flood = try RawClient(port: room.port, nick: "flood", capabilities: "standard-replies")
        for number in 0..<100 { flood.send("PRIVMSG #lobby :flood \(number).") }
        try listener.expect("flood 99.")
        let heard = listener.lines.filter { $0.contains("flood ") && $0.contains("PRIVMSG") }
        #expect(heard.count == 100)
        #expect(zip(heard, 0..<100).allSatisfy { $0.hasSuffix("flood \($1).") })
        flood.read()
        #expect(flood.lines.count { $0.contains("RATE_LIMITED") } == 1)
    }

    @Test func `Everything asked for is given to a slow reader, as it reads`() throws {
        let room = try GrilloServer(["--unlimited"])
        let people = try (0..<40).map { try RawClient(port: room.port, nick: "person\($0)") }
        let asker = try RawClient(port: room.port, nick: "asker")
        for _ in 0..<600 { asker.send("WHO *", "NAMES #lobby") }
        // It asks and does not read; the others talk meanwhile.
        people[0].send("PRIVMSG #lobby :we talk")
        try people[1].expect("we talk")
        try wait("all of it", seconds: 60, state: { "\(asker.lines.count) lines" }) {
            asker.read()
            return asker.lines.count { $0.contains(" 366 ") } == 601
        }
        #expect(asker.lines.count { $0.contains(" 315 ") } == 600)
        #expect(asker.lines.count { $0.contains(" 352 ") } == 600 * 41)
        #expect(!asker.isClosed)
    }

    @Test func `A thousand connections from one address leave room for the others`() throws {
        let room = try Self.strictRoom()
        var crowd: [RawClient] = []
        var refused = 0
        for _ in 0..<1000 {
            let client = try RawClient(port: room.port)
            crowd.append(client)
        }
        try wait("980 of them to be refused", state: { "\(refused)" }) {
            for client in crowd where !client.isClosed { client.read(milliseconds: 0) }
            refused = crowd.count { $0.isClosed }
            return refused == 980
        }
        crowd = []
        let guest = try RawClient(port: room.port, nick: "guest")
        guest.send("PING x")
        try guest.expect("PONG")
    }

    @Test func `Without descriptors accepting pauses, and goes on when there are some`() throws {
        let room = try GrilloServer(wrapper: ["prlimit", "--nofile=64:64"])
        let first = try RawClient(port: room.port, nick: "first")
        var crowd = try (0..<100).map { _ in try RawClient(port: room.port) }
        first.send("PING one")
        try first.expect("PONG")
        crowd.removeAll()
        let late = try RawClient(port: room.port, nick: "late")
        first.send("PRIVMSG #lobby :welcome")
        try late.expect("welcome")
    }
}
