import Foundation
import TestSupport
import Testing

/// Accounts, from the host's command line to a login.
@Suite(.serialized) struct AccountTests {
    private func account(_ room: GrilloServer, _ words: String..., input: String = "") throws -> ProgramResult {
        try ProgramResult.of(Programs.grillo, ["account"] + words + ["--data", room.dataFolder], input: input)
    }

    @Test func `An account is made while the server runs and while it does not, and logs in`() throws {
        let room = try GrilloServer()
        #expect(try account(room, "add", "alice", input: "sesame sesame\n").code == 0)
        room.stop()
        #expect(try account(room, "add", "bob", input: "open sesame\n").code == 0)
        let again = try account(room, "add", "bob", input: "open sesame\n")
        #expect(again.code == 65 && again.errors.contains("already"))
        let list = try account(room, "list")
        #expect(list.output.contains("alice") && list.output.contains("bob"))
        try room.start()
        for (name, password, isRight) in [
            ("alice", "sesame sesame", true), ("bob", "open sesame", true), ("bob", "no", false),
        ] {
            let client = try RawClient(port: room.port)
            #expect(try client.logIn(name, password).contains(isRight ? " 903 " : " 904 "))
        }
        #expect(try account(room, "password", "bob", input: "another one\n").code == 0)
        let client = try RawClient(port: room.port)
        #expect(try client.logIn("bob", "another one").contains(" 903 "))
        #expect(try account(room, "remove", "alice").code == 0)
        #expect(try !account(room, "list").output.contains("alice"))
    }

    @Test func `An account is made by the server's own rules, also while it does not run`() throws {
        let folder = Scratch()
        let file = try folder.write("[accounts]\npassword-length = 14\nalways-on = true\n", to: "grillo.toml")
        let room = try GrilloServer(["--config", file])
        for isRunning in [true, false] {
            if !isRunning { room.stop() }
            let name = isRunning ? "alice" : "bob"
            let refused = try account(room, "add", name, input: "short678\n")
            #expect(refused.code == 65 && refused.errors.contains("at least 14"), "\(refused)")
            #expect(try account(room, "add", name, input: "sesame sesame sesame\n").code == 0)
        }
        #expect(try room.query("SELECT count(DISTINCT settings) FROM accounts") == ["1"])
    }

    @Test func `A direct message waits for its account`() throws {
        let room = try GrilloServer()
        for name in ["alice", "bob"] { #expect(try account(room, "add", name, input: "sesame sesame\n").code == 0) }
        let alice = try RawClient(port: room.port)
        _ = try alice.logIn("alice", "sesame sesame")
        try alice.expect(" 422 ")
        alice.send("NS SET ALWAYS-ON ON", "JOIN #lobby")
        try alice.expect(" 366 ")
        alice.send("QUIT")
        try alice.expectClosed()
        let bob = try RawClient(port: room.port)
        _ = try bob.logIn("bob", "sesame sesame")
        bob.send("JOIN #lobby", "PRIVMSG alice :for later", "PRIVMSG #lobby :in the room", "PING done")
        try bob.expect("PONG")
        room.stop()
        try room.start()
        let back = try RawClient(port: room.port)
        _ = try back.logIn("alice", "sesame sesame", capabilities: "batch server-time")
        try back.expect("PRIVMSG alice :for later")
        #expect(
            back.lines.contains { $0.contains("JOIN #lobby") } && back.lines.contains { $0.contains("in the room") })
    }

    @Test func `A backup is made while the server runs, and restored`() throws {
        let room = try GrilloServer()
        #expect(try account(room, "add", "alice", input: "sesame sesame\n").code == 0)
        let speaker = try RawClient(port: room.port, nick: "speaker", capabilities: "echo-message")
        speaker.send("PRIVMSG #lobby :kept")
        try speaker.expect("kept")
        let copy = room.folder.path + "/copy"
        #expect(try ProgramResult.of(Programs.grillo, ["backup", copy, "--data", room.dataFolder]).code == 0)
        #expect(try ProgramResult.of(Programs.grillo, ["verify", "--data", room.dataFolder]).code == 0)
        #expect(try ProgramResult.of(Programs.grillo, ["restore", copy, "--data", room.dataFolder]).code == 69)
        speaker.send("PRIVMSG #lobby :lost")
        try speaker.expect("lost")
        room.stop()
        #expect(try ProgramResult.of(Programs.grillo, ["restore", copy, "--data", room.dataFolder]).code == 0)
        try room.start()
        #expect(try room.query("SELECT text FROM events WHERE kind = 1") == ["kept"])
        #expect(try account(room, "list").output.contains("alice"))
    }
}
