import Protocol
import TerminalApp
import TestSupport
import Testing

@Suite struct LaunchOptionsTests {
    private let scratch = Scratch()
    private var store: HostKeyStore { HostKeyStore(in: StateDirectory(path: scratch.file("state"))) }

    private func options(
        _ toml: String = "", _ change: (inout LaunchOptions.Arguments) -> Void = { _ in }
    ) throws -> LaunchOptions {
        var arguments = LaunchOptions.Arguments(host: "irc.test", port: 6697)
        change(&arguments)
        return try LaunchOptions(arguments, try Preferences(toml, "tui.toml"), store)
    }

    private let table = "nick = \"general\"\n[[server]]\nhost = \"irc.test\"\n"

    @Test func `The command line goes before the server's table, and that before what holds for all`() throws {
        #expect(try options("nick = \"general\"").loginOptions.nick == "general")
        #expect(try options(table + "nick = \"special\"").loginOptions.nick == "special")
        #expect(try options(table + "nick = \"special\"") { $0.nick = "typed" }.loginOptions.nick == "typed")
    }

    @Test func `Whoever names an account and no nick is called as the account is`() throws {
        #expect(try options { $0.account = "ada" }.loginOptions.nick == "ada")
    }

    @Test func `The password of a table is that of its account alone`() throws {
        let toml = table + "account = \"ada\"\npassword = \"secret\""
        #expect(try options(toml).loginOptions.accountPassword == "secret")
        #expect(try options(toml) { $0.account = "bob" }.loginOptions.accountPassword == nil)
    }

    @Test func `Passwords come from the commands that print them`() throws {
        let options = try options(
            table + "password-command = \"echo one\"\nserver-password-command = \"echo two\"")
        #expect(options.loginOptions.accountPassword == "one")
        #expect(options.loginOptions.serverPassword == "two")
        #expect(options.loginOptions.account == "general")
    }

    @Test func `A command that fails is a problem in words`() {
        #expect(throws: LaunchOptions.Problem.self) { try options(table + "password-command = \"exit 3\"") }
    }

    @Test func `A certificate that is not there is a problem in words`() {
        #expect(throws: LaunchOptions.Problem.self) {
            try options(table + "certificate = \"/nowhere/cert\"\nkey = \"/nowhere/key\"")
        }
    }

    @Test func `An invitation needs no account, and its secret lets one in`() throws {
        let link = InvitationLink(
            host: "irc.test", channel: "#den", keyFingerprint: [UInt8](repeating: 1, count: 32), secret: "open")
        let options = try options("account = \"ada\"") { $0.link = link }
        #expect(options.loginOptions.channels == ["#den"])
        #expect(options.loginOptions.serverPassword == "open")
        #expect(options.loginOptions.isInvited)
        #expect(options.loginOptions.account == nil)
    }
}
