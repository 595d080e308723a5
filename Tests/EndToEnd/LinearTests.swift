import Foundation
import Glibc
import TestSupport
import Testing

/// `grillo-tui --linear` with other programs at its ends.
@Suite(.timeLimit(.minutes(2))) struct LinearTests {
    private static func environment(_ home: Scratch) -> [String: String] {
        let own = ["XDG_STATE_HOME": home.path + "/state", "XDG_CONFIG_HOME": home.path + "/config"]
        return ProcessInfo.processInfo.environment.merging(own) { $1 }
    }

    @Test func `Lines without end keep neither the room nor a signal waiting`() throws {
        let room = try GrilloServer()
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
        client.environment = Self.environment(home)
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

    @Test func `What is fed faster than a server bears comes whole and in order, and the end waits for it`() throws {
        let room = try GrilloServer()
        let alice = try RawClient(port: room.port, nick: "alice")
        let home = Scratch()
        let input = (1...16).map { "number \($0)\n" }.joined()
        for (nick, end) in [("bruno", ""), ("carla", "/quit\n")] {
            let outcome = try ProgramResult.of(
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
    private func enter(_ server: ScriptedServer) throws -> TmuxTerminal {
        try TmuxTerminal(
            Programs.tui, ["--linear", "--no-tls", "--nick", "anna", "--room", "#l", "127.0.0.1", "\(server.port)"])
    }

    @Test func `A password that is typed too early is said to nobody`() throws {
        let server = try ScriptedServer { line in
            switch line.split(separator: " ").first {
            case "PASS": [":srv 001 anna :Welcome", ":srv 422 anna :no motd"]
            case "USER": [":srv 464 anna :Password needed"]
            default: ScriptedServer.chat()(line).filter { !$0.contains(" 001 ") }
            }
        }
        let anna = try enter(server)
        try anna.waitFor("Password of 127.0.0.1 is wanted.")
        try anna.enter("hunter2")
        try anna.waitFor("Not taken, and said to nobody. yes or no?")
        try anna.enter("y")
        try anna.waitFor("Password of 127.0.0.1:")
        try anna.enter("hunter2")
        try anna.waitFor("--- online as anna")
        try anna.enter("hello")
        try wait("what is said") { server.lines.contains { $0.hasPrefix("PRIVMSG") } }
        #expect(server.lines.filter { $0.contains("hunter2") } == ["PASS hunter2"])
        #expect(server.lines.filter { $0.hasPrefix("PRIVMSG") } == ["PRIVMSG #l :hello"])
    }

    @Test func `A name of the server's does nothing to the terminal`() throws {
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

    @Test func `However much was pasted after a loss, what is typed then is read`() throws {
        let server = try ScriptedServer()
        let anna = try enter(server)
        try wait("the room to be entered") { server.lines.contains { $0.hasPrefix("JOIN #l") } }
        try anna.waitFor("--- online as anna")
        server.hangUp()
        try anna.waitFor("--- offline, trying again")
        try anna.paste((1...300).map { "line \($0)\n" }.joined())
        try anna.waitFor("Not taken, nor what comes after it: 256 lines wait already.")
        try anna.enter("/quit")
        #expect(try anna.exitCode() == 0)
    }

    @Test func `What was typed for somebody goes to nobody else, whatever is shown when the server is back`() throws {
        let server = try ScriptedServer()
        let anna = try enter(server)
        try wait("the room to be entered") { server.lines.contains { $0.hasPrefix("JOIN #l") } }
        try anna.enter("/query bob")
        try anna.enter("are you there?")
        try wait("what is said first") { server.lines.contains("PRIVMSG bob :are you there?") }
        server.hangUp()
        try anna.waitFor("--- offline, trying again")
        try anna.enter("secret for bob")
        try anna.enter("/2")
        try wait("the room to be entered again") { server.lines.filter { $0.hasPrefix("JOIN #l") }.count == 2 }
        try anna.enter("hello all")
        try wait("what is said then") { server.lines.contains { $0.hasSuffix("hello all") } }
        #expect(
            server.lines.filter { $0.hasPrefix("PRIVMSG") }.dropFirst()
                == ["PRIVMSG bob :secret for bob", "PRIVMSG #l :hello all"])
    }

    @Test func `A line goes to the one whom the command before it shows`() throws {
        let server = try ScriptedServer()
        let home = Scratch()
        let outcome = try ProgramResult.of(
            Programs.tui, ["--linear", "--no-tls", "--nick", "anna", "--room", "#l", "127.0.0.1", "\(server.port)"],
            environment: ["XDG_STATE_HOME": home.path + "/state"], input: "/query bob\nsecret for bob\n")
        #expect(outcome.code == 0)
        #expect(server.lines.filter { $0.hasPrefix("PRIVMSG") } == ["PRIVMSG bob :secret for bob"])
    }

    @Test func `What another program says while the server is away goes out when it is back, once`() throws {
        let server = try ScriptedServer()
        let home = Scratch()
        let told = try home.write("", to: "told")
        let lines = Pipe()
        let client = Process()
        client.executableURL = URL(filePath: Programs.tui)
        client.arguments = [
            "--linear", "--no-tls", "--nick", "anna", "--room", "#l", "127.0.0.1", "\(server.port)",
        ]
        client.environment = Self.environment(home)
        client.standardInput = lines
        client.standardOutput = try FileHandle(forWritingTo: URL(filePath: told))
        try client.run()
        defer { if client.isRunning { kill(client.processIdentifier, SIGKILL) } }
        func heard() -> [String] { server.lines.filter { $0.hasPrefix("PRIVMSG") } }
        try lines.fileHandleForWriting.write(contentsOf: Data("before\n".utf8))
        try wait("what is said first") { heard().count == 1 }
        server.hangUp()
        // What is said before that is noticed may be lost on the way, and is told so.
        try wait("the loss") { try String(contentsOfFile: told, encoding: .utf8).contains("--- offline") }
        // More than are kept at once.
        let said = (1...300).map { "line \($0)" }
        try lines.fileHandleForWriting.write(contentsOf: Data(said.map { $0 + "\n" }.joined().utf8))
        try lines.fileHandleForWriting.close()
        try wait("the first of what is said then", seconds: 60) { heard().count > 20 }
        #expect(try !String(contentsOfFile: told, encoding: .utf8).contains("Not taken"))
        #expect(heard().prefix(20) == (["before"] + said).prefix(20).map { "PRIVMSG #l :\($0)" }[...])
        kill(client.processIdentifier, SIGTERM)
        client.waitUntilExit()
    }
}
