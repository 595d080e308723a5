import Protocol
import TerminalApp
import TestSupport
import Testing
import Transport

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
        #expect(try options { $0.account = "ada@phone/libera" }.loginOptions.nick == "ada")
        #expect(try options { $0.account = "ada@phone/libera" }.loginOptions.account == "ada@phone/libera")
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

    @Test(
        arguments: [
            ("irc.test", 6697, nil), ("irc.test:6700", 6700, nil), ("irc://irc.test:6667/#room", 6667, nil),
            ("irc://irc.test/#room", 6697, nil), ("ircs://irc.test:6700/#room", 6700, true),
            ("irc://[2001:db8::1]:6667", 6667, nil), ("[2001:db8::1]:6667", 6667, nil),
        ] as [(String, UInt16, Bool?)])
    func `An address leads to its port by TLS, whatever its form; irc is no leave to speak in clear`(
        text: String, port: UInt16, tls: Bool?
    ) throws {
        let address = try ServerAddress(text)
        let typed = try options {
            ($0.host, $0.port) = (address.host, address.port ?? ServerAddress.defaultPort)
            ($0.tls, $0.channels) = (address.usesTLS, address.channels)
        }
        #expect(address.usesTLS == tls && typed.destination.speaksTLS)
        #expect(typed.destination.target == .tcp(host: address.host, port: port))
        let written = try options("[[server]]\nhost = \"\(text)\"") {
            ($0.host, $0.port) = (address.host, port)
        }
        #expect(written.destination.speaksTLS)
        #expect(typed.loginOptions.channels == (text.hasSuffix("#room") ? ["#room"] : []))
        #expect(written.loginOptions.channels == typed.loginOptions.channels)
    }

    @Test(arguments: ["irc://localhost:6667", "irc://[::1]:6667", "[::1]:6697", "127.0.0.1:6697"])
    func `On this machine a link is plain without a proxy, and TLS through one`(text: String) throws {
        let address = try ServerAddress(text)
        for (proxy, speaksTLS) in [("none", false), ("socks5://proxy.test", true)] {
            let options = try options("[[server]]\nhost = \"\(text)\"\nproxy = \"\(proxy)\"") {
                ($0.host, $0.port) = (address.host, address.port ?? 0)
            }
            #expect(options.destination.speaksTLS == speaksTLS && options.destination.isLocal != speaksTLS)
        }
    }

    @Test func `The proxy of the settings leads to a server, and to that of an invitation`() throws {
        let toml = "proxy = \"socks5://127.0.0.1:9050\"\n[[server]]\nhost = \"irc.test\"\nport = 7000\nproxy = \"none\""
        let proxy = SOCKS5Proxy(host: "127.0.0.1", port: 9050)
        #expect(try options(toml).destination.proxy == proxy)
        #expect(try options(toml) { $0.port = 7000 }.destination.proxy == nil)
        let link = InvitationLink(host: "irc.test", keyFingerprint: [UInt8](repeating: 1, count: 32))
        #expect(try options(toml) { $0.link = link }.destination.proxy == proxy)
    }
}

/// The networks that are connected to at the start.
@Suite struct AutoconnectTests {
    private let scratch = Scratch()

    private func networks(_ toml: String) throws -> [LaunchOptions] {
        try LaunchOptions.autoconnected(
            try Preferences(toml, "tui.toml"), HostKeyStore(in: StateDirectory(path: scratch.file("state"))))
    }

    private let one = "[[server]]\nname = \"one\"\nhost = \"a.test\"\nautoconnect = true\n"
    private let two = "[[server]]\nname = \"two\"\nhost = \"a.test\"\nautoconnect = true\n"

    @Test func `Only those that are marked`() throws {
        #expect(try networks("[[server]]\nhost = \"a.test\"").isEmpty)
        #expect(try networks(one).map(\.destination.name) == ["one"])
    }

    @Test func `Two at one host keep a state each`() throws {
        #expect(try networks(one + two).map(\.destination.stateKey) == ["a.test", "a.test/two"])
    }

    @Test func `Two at one host go their ways, straight and through a proxy, also where one fails`() throws {
        let proxied = two + "proxy = \"socks5://127.0.0.1:9050\"\n"
        let proxy = SOCKS5Proxy(host: "127.0.0.1", port: 9050)
        #expect(try networks(one + proxied).map(\.destination.proxy) == [nil, proxy])
        #expect(try networks(proxied + one).map(\.destination.proxy) == [proxy, nil])
        let broken = proxied + "password-command = \"exit 3\"\n"
        #expect(try networks(one + broken).map(\.destination.proxy) == [nil, proxy])
    }

    @Test func `The only one that fails is a problem, one of several is not`() throws {
        let broken = one + "password-command = \"exit 3\"\n"
        #expect(throws: LaunchOptions.Problem.self) { try networks(broken) }
        #expect(try networks(broken + two).map { $0.failure == nil } == [false, true])
    }

    @Test(arguments: ["two words", "a/b", ""]) func `A name is one word`(name: String) {
        #expect(throws: Preferences.Problem.self) {
            try Preferences("[[server]]\nhost = \"a.test\"\nname = \"\(name)\"", "tui.toml")
        }
    }

    @Test func `Two networks have two names`() {
        #expect(throws: Preferences.Problem.self) {
            try Preferences(one + two.replacing("\"two\"", with: "\"ONE\""), "tui.toml")
        }
    }
}
