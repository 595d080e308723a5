import Foundation
import Glibc
import TestSupport
import Testing

/// `grillo-tui --linear` with other programs at its ends.
@Suite(.timeLimit(.minutes(2))) struct LinearTests {
    @Test func `lines without end keep neither the room nor a signal waiting`() throws {
        let room = try HostedRoom()
        let alice = try RawClient(port: room.port, nick: "alice")
        let home = Scratch()
        let said = try home.write("", to: "said")
        let lines = Pipe()
        let feeder = Process()
        feeder.executableURL = URL(filePath: "/usr/bin/yes")
        feeder.arguments = ["/nonsense"]
        feeder.standardOutput = lines
        let client = Process()
        client.executableURL = URL(filePath: Programs.tui)
        client.arguments = ["--linear", "--no-tls", "--nick", "bruno", "127.0.0.1", "\(room.port)"]
        client.environment = ["XDG_STATE_HOME": home.path + "/state", "XDG_CONFIG_HOME": home.path + "/config"]
        client.standardInput = lines
        client.standardOutput = try FileHandle(forWritingTo: URL(filePath: said))
        try client.run()
        defer { if client.isRunning { kill(client.processIdentifier, SIGKILL) } }
        try feeder.run()
        defer { feeder.terminate() }
        try alice.expect { $0.contains(":bruno!") && $0.contains("JOIN") }
        alice.send("PRIVMSG #lobby :are you there?")
        try wait("what alice says") { try String(contentsOfFile: said, encoding: .utf8).contains("are you there?") }
        kill(client.processIdentifier, SIGTERM)
        try alice.expect { $0.contains(":bruno!") && $0.contains("QUIT") }
        client.waitUntilExit()
    }

    @Test func `what is fed faster than a server bears comes whole and in order, and the end waits for it`() throws {
        let room = try HostedRoom()
        let alice = try RawClient(port: room.port, nick: "alice")
        let home = Scratch()
        let input = (1...16).map { "number \($0)\n" }.joined()
        for (nick, end) in [("bruno", ""), ("carla", "/quit\n")] {
            let outcome = try Outcome.of(
                Programs.tui, ["--linear", "--no-tls", "--nick", nick, "127.0.0.1", "\(room.port)"],
                environment: ["XDG_STATE_HOME": home.path + "/state"], input: input + end)
            #expect(outcome.code == 0)
            try alice.expect { $0.contains(":\(nick)!") && $0.contains("QUIT") }
            let said = alice.lines.filter { $0.hasPrefix(":\(nick)!") }.compactMap {
                $0.split(separator: " :").last.map(String.init)
            }
            #expect(said.filter { $0.hasPrefix("number") } == (1...16).map { "number \($0)" })
        }
    }

    /// Somebody at a terminal, with a server that does as it is told.
    private func enter(_ server: ScriptedServer) throws -> Terminal {
        try Terminal(
            Programs.tui, ["--linear", "--no-tls", "--nick", "anna", "--room", "#l", "127.0.0.1", "\(server.port)"])
    }

    @Test func `a name of the server's does nothing to the terminal`() throws {
        let server = try ScriptedServer(nil, ScriptedServer.chat(capabilities: "draft/account-registration"))
        let anna = try enter(server)
        try anna.waitFor("--- online as anna")
        server.say(":srv 900 anna x \u{1B}]0;PWNED\u{7}\u{1B}[31mEVIL :You are logged in")
        server.say(":bob!b@h PRIVMSG #l :anna: so you are")
        try anna.waitFor("so you are")
        try anna.enter("/register")
        try anna.waitFor("there is nothing to register")
        #expect(try anna.state("#{pane_title}") != "PWNED")
        #expect(try !anna.colouredScreen.contains("\u{1B}[31m"))
    }
}
