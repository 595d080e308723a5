import Foundation
import Glibc
import TestSupport
import Testing

/// One line that leads somebody in, with nothing else to type.
@Suite(.serialized) struct InvitationTests {
    private func link(_ room: GrilloServer, _ arguments: [String] = []) throws -> String {
        let outcome = try ProgramResult.of(
            Programs.grillo,
            ["invite", "--data", room.dataFolder, "--host", "127.0.0.1:\(room.port)"] + arguments)
        guard outcome.code == 0 else { throw TestFailure(description: outcome.errors) }
        return outcome.output.trimmingCharacters(in: .newlines)
    }

    private func secret(_ link: String) throws -> String {
        String(try #require(link.firstMatch(of: /invite=([^&]+)/)).1)
    }

    @Test func `A link enters by itself: its key, its room, its account, and nobody sees its secret`() throws {
        let room = try GrilloServer()
        let link = try link(room, ["--room", "#secret", "--account", "anna"])
        let home = Scratch()
        let anna = try TmuxTerminal(Programs.tui, [link], home: home)
        try anna.waitForRows("the room, over TLS, as the account's owner") { rows in
            rows[0].hasPrefix(" #secret") && rows.contains { $0.hasPrefix(" anna") && $0.hasSuffix("  TLS") }
        }
        try anna.press("M-1")
        try anna.waitFor("You are logged in as anna.")
        // Whoever lists the processes of this machine sees that there is an invitation, and not which.
        let process = try #require(anna.processID)
        let status = try Data(contentsOf: URL(filePath: "/proc/\(process)/cmdline"))
        let shown = String(decoding: status, as: UTF8.self)
        #expect(shown.contains("grillo://127.0.0.1:\(room.port)/"))
        #expect(try !shown.contains(secret(link)))
        // It stands in no file either.
        let found = try ProgramResult.of(named: "grep", ["-r", try secret(link), home.path])
        #expect(found.output == "")
        let known = try String(contentsOfFile: home.path + "/state/grillo/known-hosts", encoding: .utf8)
        #expect(known.contains("127.0.0.1:\(room.port) SHA256:"))
    }

    @Test func `A link to a room that has another name by now leads there`() throws {
        let room = try GrilloServer()
        let op = try RawClient(port: room.port, nick: "op", room: "#den", capabilities: "draft/channel-rename")
        let link = try link(room, ["--room", "#den"])
        op.send("RENAME #den #cave")
        try op.expect("RENAME #den #cave")
        let anna = try TmuxTerminal(Programs.tui, [link, "--nick", "anna"])
        try anna.waitForRows("the room by its new name") { rows in
            rows[0].hasPrefix(" #cave") && rows.contains { $0.hasPrefix(" anna") && $0.hasSuffix("  TLS") }
        }
        try op.expect { $0.hasPrefix(":anna!") && $0.contains("JOIN #cave") }
        op.send("PRIVMSG #cave :here you are")
        try anna.waitFor("here you are")
    }

    @Test func `Another key at the door than the link's stops everything`() throws {
        let room = try GrilloServer()
        let link = try link(room)
        let port = room.port
        room.stop()
        let other = try GrilloServer(port: port)
        let errors = Scratch()
        let anna = try TmuxTerminal(Programs.tui, [link], errors: errors.path + "/errors")
        #expect(try anna.exitCode() == 69)
        let said = try String(contentsOfFile: errors.path + "/errors", encoding: .utf8)
        #expect(said.contains("not the server of the invitation") && said.contains("Nothing was sent"))
        #expect(try !said.contains(secret(link)))
        #expect(try other.query("SELECT count(*) FROM events") == ["0"])
    }

    @Test func `A link that is not whole, or comes with a port, is an error of one line without its secret`() throws {
        for arguments in [["grillo://127.0.0.1/"], ["grillo://a.test/?key=AAAA&invite=hush"]] {
            let outcome = try ProgramResult.of(Programs.tui, arguments)
            #expect(outcome.code == 64)
            #expect(outcome.errors.contains("not whole") && !outcome.errors.contains("hush"))
        }
        let key = String(repeating: "A", count: 43)
        let outcome = try ProgramResult.of(Programs.tui, ["grillo://a.test/?key=\(key)&invite=hush", "6697"])
        #expect(outcome.code == 64)
        #expect(outcome.errors.contains("Leave out the port") && !outcome.errors.contains("hush"))
    }

    @Test func `The host makes a link in the room, copies it, and somebody enters with it`() throws {
        let (home, port) = (Scratch(), try FreePort())
        // By the host's own door, one has the rights.
        let host = try TmuxTerminal(
            Programs.tui, ["--serve", "127.0.0.1", "\(port.number)", "--nick", "host"], columns: 200, home: home,
            environment: ["XDG_STATE_HOME": home.path + "/state"])
        try host.waitFor("host joined")
        try host.enter("/invite")
        let rows = try host.waitFor("grillo://")
        #expect(rows.contains { $0.contains("This lets one person in, until 2") })
        #expect(rows.contains { $0.contains("invite=") })
        try host.press("S-Up", then: "y")
        try host.waitFor("Handed to")
    }
}
