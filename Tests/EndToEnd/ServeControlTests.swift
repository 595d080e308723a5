import Foundation
import Glibc
import TestSupport
import Testing

/// What the host tells a running server: by signals, and through its own door.
@Suite(.serialized) struct ServeControlTests {
    @Test func `SIGHUP reads the configuration again and drops nobody`() throws {
        let folder = Scratch()
        let file = try folder.write("motd = \"before\"", to: "grillo.toml")
        let room = try GrilloServer(["--config", file], folder: folder)
        let guest = try RawClient(port: room.port, nick: "guest")
        #expect(guest.lines.contains { $0.hasSuffix("before") })
        _ = try folder.write("motd = \"after\"\nlimits.nick = 20", to: "grillo.toml")
        kill(room.processID, SIGHUP)
        try guest.expect("NICKLEN=20")
        let start = guest.lines.count
        guest.send("MOTD")
        try guest.expect("after", from: start)

        try wait("the line", state: { room.log }) { room.log.contains("the configuration is reloaded") }
        // A mistake is one line and changes nothing.
        let before = room.log.split(separator: "\n").count
        _ = try folder.write("limits.nick = 10\nmotd = 1", to: "grillo.toml")
        kill(room.processID, SIGHUP)
        try wait("the line", state: { room.log }) { room.log.contains("is not reloaded") }
        let lines = room.log.split(separator: "\n").dropFirst(before)
        #expect(lines.count == 1 && lines.first?.contains("\(file):2: 'motd' must be a text") == true, "\(room.log)")
        #expect(!guest.lines.contains { $0.contains("NICKLEN=10") })
        let again = guest.lines.count
        guest.send("MOTD")
        try guest.expect("after", from: again)
    }

    @Test func `At a terminal SIGHUP reads it again, too, and the server goes with the terminal`() throws {
        let folder = Scratch()
        let file = try folder.write("motd = \"before\"", to: "grillo.toml")
        let log = folder.file("log")
        let terminal = try TmuxTerminal(
            Programs.grillo,
            ["serve", "--listen", "127.0.0.1:0", "--data", folder.file("server"), "--config", file], columns: 200,
            errors: log)
        let said = { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }
        try terminal.waitForRows("the server") { $0.contains { $0.contains("grillo-tui") } }
        try terminal.signal(SIGHUP)
        try wait("the line", state: said) { said().contains("the configuration is reloaded") }
        #expect(!said().contains("the terminal is closed"))
        let processID = try #require(terminal.processID)
        try terminal.tmux(["kill-server"])
        try wait("the server to end", state: said) { Glibc.kill(processID, 0) != 0 }
        let words = said().split(separator: "\n").filter { $0.contains("the terminal is closed") }
        #expect(words.count == 1 && words[0].contains("with nohup or setsid"), "\(said())")
    }

    @Test func `A server that was started by nohup goes on without its terminal`() throws {
        let (folder, port) = (Scratch(), try FreePort().number)
        let log = folder.file("log")
        let terminal = try TmuxTerminal(
            "/usr/bin/nohup",
            [Programs.grillo, "serve", "--listen", "127.0.0.1:\(port)", "--data", folder.file("server")], errors: log)
        let said = { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }
        try wait("the server", state: said) { (try? RawClient(port: port, nick: "first")) != nil }
        // Named before the terminal is gone.
        let processID = try #require(terminal.processID)
        defer { Glibc.kill(processID, SIGKILL) }
        try terminal.tmux(["kill-server"])
        try wait("the signal", state: said) { said().contains("the configuration is reloaded") }
        #expect(!said().contains("the terminal is closed"))
        _ = try RawClient(port: port, nick: "second")
    }

    @Test func `What counts from the next start only is said`() throws {
        let folder = Scratch()
        let file = try folder.write("", to: "grillo.toml")
        let room = try GrilloServer(["--config", file], folder: folder)
        _ = try folder.write("durability = \"os\"\nroom = \"#den\"\nlog-level = \"debug\"", to: "grillo.toml")
        kill(room.processID, SIGHUP)
        try wait("the line", state: { room.log }) { room.log.contains("the configuration is reloaded") }
        #expect(room.log.contains("from the next start on"), "\(room.log)")
        #expect(room.log.contains("[\"durability\", \"room\"]"), "\(room.log)")
        // The level counts at once.
        let guest = try RawClient(port: room.port, nick: "guest")
        try wait("a line of that level", state: { room.log }) { room.log.contains("connection opened") }
        // The lobby is the one that stands.
        #expect(guest.lines.contains { $0.contains(" LOBBY=#lobby ") })
    }

    @Test func `The host stops its server from within, and everybody is told why`() throws {
        let room = try GrilloServer()
        let guest = try RawClient(port: room.port, nick: "guest")
        #expect(try room.administer("DIE :for the night").contains(" 001 host "))
        try guest.expect("for the night")
        try guest.expectClosed()
        try wait("the server to end") { !room.process.isRunning }
        #expect(room.process.terminationStatus == 0)
    }

    @Test func `A restart keeps the port and the history`() throws {
        let port = try FreePort()
        let room = try GrilloServer(port: UInt16(port.number))
        let guest = try RawClient(port: room.port, nick: "guest")
        guest.send("PRIVMSG #lobby :before the restart")
        #expect(try room.administer("RESTART").contains("Restarted by host"))
        try guest.expectClosed()
        try wait("the server to be back") {
            guard let guest = try? RawClient(port: room.port) else { return false }
            guest.send("NICK back", "USER back 0 * :back")
            guest.read(milliseconds: 500)
            return guest.lines.contains { $0.contains(" 001 back ") }
        }
        #expect(room.process.isRunning)
        #expect(try room.query("SELECT count(*) FROM events WHERE text = CAST('before the restart' AS BLOB)") == ["1"])
    }
}
