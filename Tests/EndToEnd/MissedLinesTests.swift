import Foundation
import Protocol
import Server
import TestSupport
import Testing

/// Lines that were sent to somebody whom they did not reach: who comes back is told them, and nothing twice.
@Suite(.serialized) struct MissedLinesTests {
    private let words = "sesame sesame"
    /// What a trusted proxy says before anything else: version 2, TCP over IPv4, from 10.1.2.3.
    private static let header: [UInt8] =
        [0x0D, 0x0A, 0x0D, 0x0A, 0, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A, 0x21, 0x11, 0, 12, 10, 1, 2, 3]
        + [127, 0, 0, 1, 0x10, 0xE1, 0x1A, 0x29]

    private func host(_ configuration: String = "") throws -> GrilloServer {
        let folder = Scratch()
        let file = try folder.write(configuration, to: "grillo.toml")
        let room = try GrilloServer(["--config", file], folder: folder)
        let added = try ProgramResult.of(
            Programs.grillo, ["account", "add", "alice", "--data", room.dataFolder], input: words + "\n")
        #expect(added.code == 0)
        return room
    }

    /// Comes in as alice, and gives the lines of the room that she is told she has missed.
    private func enter(_ room: GrilloServer, through header: [UInt8] = [], window: Int32? = nil) throws -> (
        client: RawClient, missed: [String]
    ) {
        let client = try RawClient(port: room.port, window: window)
        client.sendBytes(header)
        #expect(try client.logInByChallenge("alice", words).contains(" 903 "))
        client.send("JOIN #lobby")
        try client.expect(" 366 ")
        client.send("PING in")
        try client.expect { $0.contains("PONG") && $0.hasSuffix("in") }
        return (client, client.lines.filter { $0.contains("PRIVMSG #lobby ") })
    }

    private func carol(_ room: GrilloServer, through header: [UInt8] = []) throws -> RawClient {
        let carol = try RawClient(port: room.port)
        carol.sendBytes(header)
        carol.send("NICK carol", "USER carol 0 * :carol", "JOIN #lobby")
        try carol.expect(" 366 ")
        return carol
    }

    @Test func `Who writes and does not read is told what was not read`() throws {
        let room = try host()
        let carol = try carol(room)
        var alice: RawClient? = try enter(room, window: 4096).client
        let text = String(repeating: "x", count: 100)
        for number in 0..<3000 { carol.send("PRIVMSG #lobby :\(number) \(text)") }
        carol.send("PING said")
        try carol.expect { $0.contains("PONG") && $0.hasSuffix("said") }
        alice?.send("PING :alive", "PRIVMSG carol :alive")
        try carol.expect("PRIVMSG carol :alive")
        // What it has not read makes this end a reset.
        alice = nil
        try carol.expect("QUIT")
        let missed = try enter(room).missed
        #expect(missed.count == 200)
        #expect(missed.last?.contains(":2999 ") == true)
    }

    @Test(arguments: [false, true])
    func `That a proxy closes a connection tells nothing of what has reached whom it served`(isProxied: Bool) throws {
        let room = try host(isProxied ? "proxies = [\"127.0.0.1\"]\nallow-plaintext = true" : "")
        let header = isProxied ? Self.header : []
        let carol = try carol(room, through: header)
        var alice: RawClient? = try enter(room, through: header).client
        for number in 1...5 { carol.send("PRIVMSG #lobby :line \(number)") }
        // The proxy has read them, and nobody behind it.
        try alice?.expect("line 5")
        alice = nil
        try carol.expect("QUIT")
        let missed = try enter(room, through: header).missed
        #expect(missed.map { String($0.suffix(6)) } == (isProxied ? (1...5).map { "line \($0)" } : []))
    }

    @Test func `What had reached somebody when the server stopped is not told again`() throws {
        let room = try host()
        let carol = try carol(room)
        let alice = try enter(room).client
        for number in 1...5 { carol.send("PRIVMSG #lobby :line \(number)") }
        try alice.expect("line 5")
        room.stop()
        try room.start()
        #expect(try enter(room).missed == [])
    }
}

extension RawClient {
    /// Registers under an account's name without telling the password, as it must where the way is not secure.
    fileprivate func logInByChallenge(_ name: String, _ password: String) throws -> String {
        send("CAP REQ :sasl", "NICK \(name)", "USER u 0 * :U", "AUTHENTICATE SCRAM-SHA-256")
        func challenge(from start: Int = 0) throws -> [UInt8] {
            let line = try expect(from: start) { $0.contains("AUTHENTICATE ") }
            return Data(base64Encoded: String(line.split(separator: " ").last ?? "")).map { Array($0) } ?? []
        }
        func answer(_ bytes: [UInt8]) { send("AUTHENTICATE " + Data(bytes).base64EncodedString()) }
        var client = SCRAM.Client(name: name, password: Array(password.utf8), nonce: [1, 2, 3], primitives: .openSSL)
        _ = try challenge()
        var start = lines.count
        answer(client.first)
        answer(try client.final(answering: try challenge(from: start)))
        start = lines.count
        try client.verify(try challenge(from: start))
        send("AUTHENTICATE +")
        let line = try expect { $0.contains(" 903 ") || $0.contains(" 904 ") }
        send("CAP END")
        return line
    }
}
