import Foundation
import Glibc
import TestSupport
import Testing

/// `grillo-tui --serve`: to host and to enter are one command.
@Suite(.serialized) struct HostingTests {
    private func host(_ port: FreePort, home: Scratch, nick: String) throws -> TmuxTerminal {
        _ = try home.write(TmuxTerminal.plainScreen, to: "config/grillo/tui.toml")
        let terminal = try TmuxTerminal(
            Programs.tui, ["--serve", "127.0.0.1", "\(port.number)", "--nick", nick], home: home)
        try terminal.waitFor("\(nick) joined")
        return terminal
    }

    @Test func `Hosts a room and says how others come in`() throws {
        let (home, port) = (Scratch(), try FreePort())
        let anna = try host(port, home: home, nick: "anna")
        try anna.waitFor("Others come in with: grillo-tui 127.0.0.1 \(port.number)")
        try anna.waitFor("ends when you leave")
        let guest = try TmuxTerminal(Programs.tui, ["127.0.0.1", "\(port.number)", "--nick", "berta"])
        try guest.waitFor("berta joined")
        try guest.enter("the door was open, 你好")
        try anna.waitFor("the door was open, 你好")
        try anna.enter("come in 🎉")
        try guest.waitFor("come in 🎉")
        // The host is the founder of the room, for all to see.
        try guest.waitFor("~anna")

        try anna.enter("/quit")
        #expect(try anna.exitCode() == 0)
        #expect(try anna.damage() == [])
        let left = try guest.waitFor("The host has left")
        #expect(left.contains { $0.contains("You are offline") })
        try guest.waitFor("offline, again in")

        // What was said is there when it is hosted again.
        let database = home.path + "/state/grillo/server/history.sqlite"
        let lines = try ProgramResult.of(named: "sqlite3", [database, "SELECT text FROM events WHERE kind = 1"])
        #expect(lines.output == "the door was open, 你好\ncome in 🎉\n")
    }

    @Test func `A second host of the same folder joins the first`() throws {
        let (home, port, other) = (Scratch(), try FreePort(), try FreePort())
        let anna = try host(port, home: home, nick: "anna")
        let berta = try host(other, home: home, nick: "berta")
        try berta.waitFor("Others come in with: grillo-tui 127.0.0.1 \(port.number)")
        try berta.waitFor("and goes on when you")
        try anna.waitFor("berta joined")
        try berta.enter("same house")
        try anna.waitFor("same house")
        try berta.enter("/quit bye")
        #expect(try berta.exitCode() == 0)
        try anna.waitFor("berta quit")
        try anna.enter("still here")
        try anna.waitForRows("an empty input") { $0.typed == "" && $0.contains { $0.contains("│ still here") } }
    }

    @Test func `A folder that is served for invited people alone is entered, and the way in is an invitation`() throws {
        let room = try GrilloServer(["--invite-only"])
        let home = Scratch()
        _ = try home.write(TmuxTerminal.plainScreen, to: "config/grillo/tui.toml")
        let host = try TmuxTerminal(
            Programs.tui, ["--serve", "--data", room.dataFolder, "--nick", "anna"], columns: 120, home: home)
        try host.waitFor("Others need an invitation: /invite makes one.")
        let rows = try host.waitFor("and goes on when you")
        #expect(!rows.contains { $0.contains("Others come in with: ") })
    }

    @Test func `A host that is killed leaves no locked house`() throws {
        let (home, port) = (Scratch(), try FreePort())
        let first = try host(port, home: home, nick: "anna")
        try first.enter("before the crash")
        try first.waitForRows("an empty input") { $0.typed == "" && $0.contains { $0.contains("│ before the crash") } }
        try first.signal(SIGKILL)
        _ = try first.exitCode()
        let second = try host(port, home: home, nick: "anna")
        try second.waitFor("ends when you leave")
        try second.signal(SIGTERM)
        #expect(try second.exitCode() == 128 + SIGTERM)
        #expect(try second.damage() == [])
    }

    @Test func `A port that is taken`() throws {
        let room = try GrilloServer()
        let folder = Scratch()
        let terminal = try TmuxTerminal(
            Programs.tui, ["--serve", "127.0.0.1", "\(room.port)"], errors: folder.path + "/errors")
        #expect(try terminal.exitCode() == 69)
        #expect(try terminal.damage() == [])
        let errors = try String(contentsOfFile: folder.path + "/errors", encoding: .utf8)
        #expect(errors.hasPrefix("grillo-tui: "))
        #expect(errors.contains("127.0.0.1:\(room.port) is taken"))
        #expect(errors.split(separator: "\n").count == 1)
    }
}
