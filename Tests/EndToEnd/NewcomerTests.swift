import Foundation
import TestSupport
import Testing

/// A newcomer makes an account, leaves, and is the same person the next day.
@Suite(.serialized) struct NewcomerTests {
    private func enter(_ room: GrilloServer, home: Scratch, _ arguments: [String] = []) throws
        -> TmuxTerminal
    {
        try TmuxTerminal(Programs.tui, ["127.0.0.1", "\(room.port)"] + arguments, columns: 240, home: home)
    }

    private func register(_ terminal: TmuxTerminal) throws {
        try terminal.enter("/register")
        try terminal.waitFor("A password for the new account newbie:")
        try terminal.enter("sesame sesame")
        try terminal.waitFor("The same password once more:")
        try terminal.enter("sesame sesame")
        try terminal.waitFor("Keep the account newbie")
    }

    @Test func `An account that is kept is logged in to with its password, which is not kept`() throws {
        let (room, home) = (try GrilloServer(), Scratch())
        let file = try home.write(TmuxTerminal.plainScreen, to: "config/grillo/tui.toml")
        let before = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        let first = try enter(room, home: home, ["--nick", "newbie"])
        try first.waitFor("newbie joined")
        try register(first)
        try first.enter("y")
        try first.waitFor("logs you in as newbie")
        try first.enter("/quit")
        #expect(try first.exitCode() == 0)
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text.hasPrefix(TmuxTerminal.plainScreen) && text.contains("account = \"newbie\"\n"))
        #expect(!text.contains("sesame"))
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == before)
        let second = try enter(room, home: home)
        try second.waitFor("Password for newbie")
        try second.enter("sesame sesame")
        try second.waitFor("newbie joined")
        try second.press("M-1")
        try second.waitFor("You are logged in as newbie.")
    }

    @Test func `One that is kept in a named file is told to no other server of the host`() throws {
        let (room, home) = (try GrilloServer(), Scratch())
        let file = try home.write("[[server]]\nhost = \"127.0.0.1\"\n", to: "my own.toml")
        let first = try TmuxTerminal(
            Programs.tui, ["127.0.0.1", "\(room.port)", "--nick", "newbie", "--config", file], columns: 400, home: home)
        try first.waitFor("newbie joined")
        try register(first)
        try first.waitFor("own.toml? Its password is not kept.")
        try first.enter("y")
        try first.waitFor("grillo-tui --config '\(file)' 127.0.0.1 \(room.port) logs you in as newbie")
        let other = try ScriptedServer(nil, ScriptedServer.chat(capabilities: "sasl"))
        let second = try TmuxTerminal(
            Programs.tui, ["127.0.0.1", "\(other.port)", "--nick", "anna", "--room", "#den", "--config", file],
            home: home)
        try second.waitFor("1 here")
        #expect(other.lines.contains { $0.hasPrefix("JOIN") })
        #expect(!other.lines.contains { $0.hasPrefix("AUTHENTICATE") })
        let third = try enter(room, home: home, ["--config", file])
        try third.waitFor("Password for newbie")
        try third.enter("sesame sesame")
        try third.waitFor("newbie joined")
        try third.press("M-1")
        try third.waitFor("You are logged in as newbie.")
    }

    @Test func `One that is not kept is taken back with its nick by logging in`() throws {
        let (room, home) = (try GrilloServer(), Scratch())
        _ = try home.write(TmuxTerminal.plainScreen, to: "config/grillo/tui.toml")
        let first = try enter(room, home: home, ["--nick", "newbie"])
        try first.waitFor("newbie joined")
        try register(first)
        try first.enter("n")
        try first.waitFor("Not kept.")
        try first.enter("/quit")
        #expect(try first.exitCode() == 0)
        let second = try enter(room, home: home, ["--nick", "newbie"])
        try second.waitFor("If it is yours, /login newbie takes it back")
        try second.enter("/login")
        try second.waitFor("Password for newbie:")
        try second.enter("sesame sesame")
        try second.waitFor("You are logged in as newbie.")
        try second.waitFor("newbie_ is now called newbie")
    }

    @Test func `Where only the invited come, an invitation is pasted where the password is asked for`()
        throws
    {
        let (room, home) = (try GrilloServer(["--invite-only"]), Scratch())
        _ = try home.write(TmuxTerminal.plainScreen, to: "config/grillo/tui.toml")
        let made = try ProgramResult.of(
            Programs.grillo, ["invite", "--data", room.dataFolder, "--host", "127.0.0.1:\(room.port)"])
        let terminal = try enter(room, home: home, ["--nick", "newbie"])
        try terminal.waitFor("Password for newbie, or an invitation (grillo://…):")
        try terminal.paste(made.output.trimmingCharacters(in: .newlines))
        try terminal.press("Enter")
        try terminal.waitFor("newbie joined")
    }

    @Test func `At a closed door lines are not waited for, and commands go on`() throws {
        let room = try GrilloServer(["--invite-only"])
        let piped = try ProgramResult.of(
            Programs.tui, ["--linear", "127.0.0.1", "\(room.port)", "--nick", "newbie"], input: "hello\n")
        #expect(piped.code == 69 && piped.output.contains("What was typed was not sent."))
        let typed = try enter(room, home: Scratch(), ["--linear", "--nick", "newbie"])
        try typed.waitFor("Not let in:")
        try typed.enter("half a thought")
        try typed.waitForRows("no password of what was typed") { $0.count { $0.contains("yes or no?") } == 2 }
        try typed.press("Enter")
        try typed.enter("/login")
        try typed.waitForRows("the question again") { $0.count { $0.contains("Password for newbie") } == 2 }
        try typed.press("Enter")
        try typed.enter("/quit")
        #expect(try typed.exitCode() == 0)
    }
}
