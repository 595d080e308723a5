import Foundation
import TestSupport
import Testing

/// Logging in from `grillo-tui`, with what stands in `tui.toml` or is typed unseen.
@Suite(.serialized) struct LoginTests {
    private func room(account: String, _ password: String) throws -> GrilloServer {
        let room = try GrilloServer()
        let made = try ProgramResult.of(
            Programs.grillo, ["account", "add", account, "--data", room.dataFolder], input: password + "\n")
        guard made.code == 0 else { throw TestFailure(description: made.errors) }
        return room
    }

    private func home(_ settings: String) throws -> Scratch {
        let home = Scratch()
        _ = try home.write(settings, to: "config/grillo/tui.toml")
        return home
    }

    /// Settings that log in to the account `anna` with the password that a command prints.
    private func home(passwordCommand: String, _ more: String = "") throws -> Scratch {
        try home(
            """
            [[server]]
            host = "127.0.0.1"
            account = "anna"
            password-command = '\(passwordCommand)'
            \(more)

            """)
    }

    private func enter(_ room: GrilloServer, home: Scratch, _ arguments: [String] = []) throws -> TmuxTerminal {
        try TmuxTerminal(
            Programs.tui, ["127.0.0.1", "\(room.port)", "--nick", "anna"] + arguments, columns: 140, home: home)
    }

    @Test func `A command prints the password, and SCRAM proves it`() throws {
        let room = try room(account: "anna", "sesame sesame")
        let home = try home(passwordCommand: "echo sesame sesame", "mechanism = \"scram-sha-256\"")
        let anna = try enter(room, home: home)
        try anna.waitFor("anna joined")
        try anna.press("M-1")
        try anna.waitFor("You are logged in as anna.")
    }

    @Test func `A command asks at the terminal before the screen is there, and gives the terminal back`() throws {
        let room = try room(account: "anna", "sesame sesame")
        let home = try home(
            passwordCommand: #"stty -echo; printf "Passphrase: " >&2; read -r word; stty echo; echo "$word""#)
        let anna = try enter(room, home: home)
        try anna.waitFor("Passphrase:")
        try anna.enter("sesame sesame")
        try anna.waitFor("anna joined")
        try anna.press("M-1")
        try anna.waitFor("You are logged in as anna.")
        try anna.enter("/quit")
        #expect(try anna.exitCode() == 0)
        #expect(try anna.damage() == [])
    }

    @Test func `A refused password is asked for, typed unseen, and never repeated`() throws {
        let room = try room(account: "anna", "sesame sesame")
        let home = try home(passwordCommand: "echo wrong wrong")
        let anna = try enter(room, home: home)
        try anna.waitFor("Refused. Password for anna:")
        try anna.type("sesame sesame")
        let rows = try anna.waitForRows("dots") { $0.contains { $0.contains("•••••••••••••") } }
        #expect(!rows.contains { $0.contains("sesame") })
        try anna.press("Enter")
        try anna.press("M-1")
        let screen = try anna.waitFor("You are logged in as anna.")
        #expect(screen.filter { $0.contains("refused the password") }.count == 1)
        #expect(!screen.contains { $0.contains("sesame") })
    }

    @Test func `Where lines are told, the password is typed without echo, and the echo comes back`() throws {
        let room = try room(account: "anna", "sesame sesame")
        let anna = try enter(room, home: try home(""), ["--linear", "--account", "anna"])
        try anna.waitFor("Password for anna:")
        try anna.enter("sesame sesame")
        let screen = try anna.waitFor("--- online as anna")
        #expect(!screen.contains { $0.contains("sesame") })
        try anna.enter("/quit")
        #expect(try anna.exitCode() == 0)
        #expect(try anna.damage() == [])
    }

    @Test(arguments: [
        ("[[server]]\naccount = \"a\"\n", ":1: “server”: it needs a host"),
        (
            "[[server]]\nhost = \"127.0.0.1\"\npasword-command = \"x\"\n",
            ":3: there is no “pasword-command”; did you mean"
        ),
        ("nick = \"a\"\n[[server]]\nhost = \"a\"\nnick = \"1\"\n", ":4: “nick”: “1” cannot be a nick"),
        ("[[server]]\nhost = \"a\"\nport = 65536\n", ":3: “port”: it must be a number from 1 to 65535"),
        ("[[server]]\nhost = \"a\"\nmechanism = \"md5\"\n", ":3: “mechanism”: it must be"),
        ("[[server]]\nhost = \"a\"\nmechanism = \"external\"\n", ":3: “mechanism”: it needs a certificate"),
        ("[[server]]\nhost = \"a\"\nkey = \"k\"\n", ":3: “key”: a certificate and its key go together"),
        ("[[server]]\nhost = \"127.0.0.1\"\npassword-command = \"exit 3\"\n", "“exit 3” ended with 3"),
        ("[[server]]\nhost = \"127.0.0.1\"\npassword-command = \"true\"\n", "printed no password"),
        ("[[server]]\nhost = \"127.0.0.1\"\npassword-command = \"yes\"\n", "prints too much to be a password"),
        (
            "[[server]]\nhost = \"127.0.0.1\"\ncertificate = \"/none.pem\"\nkey = \"/none.key\"\n",
            "/none.pem cannot be read"
        ),
    ])
    func `A mistake in the settings is named with its line`(settings: String, words: String) throws {
        let home = try home(settings)
        let outcome = try ProgramResult.of(
            Programs.tui, ["127.0.0.1", "1"], environment: ["XDG_CONFIG_HOME": home.path + "/config"])
        #expect(outcome.code == 78)
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }
}
