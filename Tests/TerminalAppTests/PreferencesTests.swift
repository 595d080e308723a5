import Client
import Glibc
import Storage
import SystemBasics
import TUI
import TerminalApp
import TestSupport
import Testing
import Transport

@Suite struct PreferencesTests {
    @Test func `What the file names is taken over, and nothing else`() throws {
        let preferences = try Preferences(
            """
            nick = "ann"
            rooms = ["den", "#garden", "&local"]
            theme = "light"
            arrows = "recall"
            sort = "news"
            bell = false
            time-format = "%H:%M:%S"
            nick-columns = 24
            user-columns = 8
            buffer-columns = 40
            """, "tui.toml")
        #expect(preferences.nick == "ann")
        #expect(preferences.channels == ["#den", "#garden", "&local"])
        #expect(preferences.theme == .builtIn(.light))
        #expect(preferences.screen.timeFormat == "%H:%M:%S" && preferences.screen.nickColumns == 24)
        #expect(preferences.screen.memberColumns == 8 && preferences.screen.bufferColumns == 40)
        #expect(preferences.screen.arrows == .inputHistory)
        #expect(preferences.screen.sortsByNews && !Preferences().screen.sortsByNews)
        #expect(!preferences.bell)
        #expect(preferences.notifications && preferences.typing && !preferences.screen.usesMouse)
        #expect(preferences.servers.isEmpty)
    }

    @Test func `A server is found by its host in any case, and by its port where it has one`() throws {
        let preferences = try Preferences(
            """
            [[server]]
            host = "Irc.Test:6680"
            nick = "first"
            [[server]]
            host = "irc.test"
            nick = "second"
            """, "tui.toml")
        #expect(preferences.server("irc.test", 6680)?.nick == "first")
        #expect(preferences.server("IRC.TEST", 6697)?.nick == "second")
        #expect(preferences.server("irc.example", 6697) == nil)
    }

    @Test func `What has a key of its own goes before what an address says`() throws {
        let server = try #require(
            try Preferences(
                """
                [[server]]
                host = "ircs://ann@irc.test:6680/den"
                port = 6681
                nick = "anna"
                rooms = []
                """, "tui.toml"
            ).servers.first)
        #expect(server.host == "irc.test")
        #expect(server.port == 6681)
        #expect(server.nick == "anna")
        #expect(server.channels == [])
        #expect(server.tls == true)
    }

    @Test(arguments: [
        ("nik = \"ann\"", "tui.toml:1: there is no “nik”; did you mean “nick”?"),
        ("\nnick = 1", "tui.toml:2: “nick”: it must be a text"),
        ("nick = \"\"", "tui.toml:1: “nick”: it must be a text"),
        ("nick = \"-ann\"", "tui.toml:1: “nick”: “-ann” cannot be a nick"),
        ("rooms = \"den\"", "tui.toml:1: “rooms”: it must be a list"),
        ("rooms = [1]", "tui.toml:1: “rooms”: everything in it must be a text"),
        ("bell = \"yes\"", "tui.toml:1: “bell”: it must be true or false"),
        ("theme = \"a/b\"", "tui.toml:1: “theme”: it must be auto, dark, light, high-contrast, sixteen, or the name"),
        ("time-format = \"%Q\"", "tui.toml:1: “time-format”: after a % it takes H, I,"),
        ("nick-columns = 3", "tui.toml:1: “nick-columns”: it must be a number from 4 to 24"),
        ("nick-columns = 25", "tui.toml:1: “nick-columns”: it must be a number from 4 to 24"),
        ("user-columns = 7", "tui.toml:1: “user-columns”: it must be a number from 8 to 40"),
        ("buffer-columns = 41", "tui.toml:1: “buffer-columns”: it must be a number from 8 to 40"),
        ("keys = 1", "tui.toml:1: “keys”: it must be a table"),
        ("[keys]\nHyper-F = \"find\"", "tui.toml:2: “Hyper-F”: “Hyper-F” is not a key"),
        ("[keys]\n\"Ctrl-F\" = \"fnd\"", "tui.toml:2: “Ctrl-F”: nothing is called “fnd”"),
        ("server = 1", "tui.toml:1: “server”: it must be a table"),
        ("[[server]]\nnick = \"ann\"", "tui.toml:1: “server”: it needs a host"),
        ("[[server]]\nhost = \"a.test\"\nport = 0", "tui.toml:3: “port”: it must be a number from 1 to 65535"),
        ("[[server]]\nhost = \"a.test\"\nport = 65536", "tui.toml:3: “port”: it must be a number from 1 to 65535"),
        (
            "[[server]]\nhost = \"a.test\"\n[[server]]\nhots = \"b.test\"",
            "tui.toml:4: there is no “hots”; did you mean"
        ),
        ("[[server]]\nhost = \"a.test\"\nmechanism = \"external\"", "tui.toml:3: “mechanism”: it needs a certificate"),
        ("[[server]]\nhost = \"a.test\"\nkey = \"a.key\"", "tui.toml:3: “key”: a certificate and its key go together"),
        (
            "[[server]]\nhost = \"a.test\"\npassword = \"a\"\npassword-command = \"b\"",
            "tui.toml:3: “password”: it stands beside a password-command"
        ),
        ("proxy = 1", "tui.toml:1: “proxy”: it must be a text"),
        ("proxy = \"127.0.0.1:9050\"", "tui.toml:1: “proxy”: a proxy is written like socks5://127.0.0.1:9050."),
        ("proxy = \"socks5://p:0\"", "tui.toml:1: “proxy”: “0” is no port: give a number from 1 to 65535"),
        ("proxy = \"socks5://:1\"", "tui.toml:1: “proxy”: there is no host in it"),
        (
            "[[server]]\nhost = \"a.test\"\nproxy = \"socks5://ana@p\"",
            "tui.toml:3: “proxy”: a user name and its password go together"
        ),
        ("[[server]]\nhost = \"a.test\"\nproxy = \"socks5://p/x\"", "tui.toml:3: “proxy”: nothing can stand behind"),
        ("nick = ", "tui.toml:1: "),
        ("nick = \"a\\nb\"", "tui.toml:1: “nick”: “a"),
        ("\"a\\nb\" = 1", "tui.toml:1: there is no “a"),
        ("[[server]]\nhost = \"a\\nb\"", "tui.toml:2: “host”: “a"),
        ("[keys]\n\"a\\nb\" = \"find\"", "tui.toml:1: “a"),
    ])
    func `What is wrong is told in one line, with its place`(text: String, words: String) throws {
        let problem = #expect(throws: Preferences.Problem.self) { try Preferences(text, "tui.toml") }
        #expect(problem?.text.hasPrefix(words) == true, "\(problem?.text ?? "")")
        #expect(problem?.text.contains(where: \.isNewline) == false)
    }

    @Test(arguments: [
        ("nick = ann", true), ("bell = yes", true), ("bell = tru", true), ("[[server]]\nport = 6697x", true),
        ("nick = \"ann\"\nnick = \"bob\"", false), ("[[server]\nhost = \"a\"", false), ("nick", false),
        ("rooms = [\"a\" \"b\"]", false), ("nick = \"\\q\"", false), ("nick = ", false), ("[server]\n[server]", false),
    ])
    func `What is said of quotes is said of values`(text: String, isValue: Bool) {
        let words = #expect(throws: Preferences.Problem.self) { try Preferences(text, "tui.toml") }?.text ?? ""
        let remedies = ["Mend that line.", "Texts stand in quotes; numbers, true and false do not."]
        #expect(words.hasSuffix(remedies[isValue ? 1 : 0]), "\(words)")
    }

    @Test func `A server's proxy goes before that for all, which is not for this machine, and none lifts it`() throws {
        let preferences = try Preferences(
            """
            proxy = "socks5://127.0.0.1:9050"
            [[server]]
            host = "own.test"
            proxy = "socks5h://ana:pw@[::1]"
            [[server]]
            host = "straight.test:6680"
            proxy = "none"
            [[server]]
            host = "plain.test"
            [[server]]
            host = "localhost:7000"
            proxy = "socks5://proxy.test"
            """, "tui.toml")
        let all = SOCKS5Proxy(host: "127.0.0.1", port: 9050)
        let own = SOCKS5Proxy(host: "::1", credentials: .init(user: "ana", password: "pw"))
        #expect(preferences.proxy(to: "own.test", port: 6697) == own && own.credentials != nil)
        #expect(preferences.proxy(to: "straight.test", port: 6680) == nil)
        for host in ["straight.test", "plain.test", "other.test", "192.0.2.1"] {
            #expect(preferences.proxy(to: host, port: 6697) == all)
        }
        for host in ["localhost", "127.0.0.1", "::1"] { #expect(preferences.proxy(to: host, port: 6697) == nil) }
        #expect(preferences.proxy(to: "localhost", port: 7000) == SOCKS5Proxy(host: "proxy.test"))
        #expect(try Preferences("proxy = \"none\"", "tui.toml").proxy(to: "other.test", port: 1) == nil)
    }

    @Test(arguments: [
        ("proxy = \"socks5://ana:pw@p\"", true), ("proxy = \"socks5://p\"", false),
        ("[[server]]\nhost = \"a.test\"\nproxy = \"socks5://ana:pw@p\"", true),
        ("[[server]]\nhost = \"a.test\"\nproxy = \"none\"", false),
        ("[[server]]\nhost = \"a.test\"\npassword = \"pw\"", true),
    ])
    func `A file with a password, also a proxy's, has to be private`(text: String, isSecret: Bool) throws {
        let scratch = Scratch()
        let file = scratch.file("tui.toml")
        try PrivateFile.write(Array(text.utf8), to: file)
        _ = try Preferences.read(PreferencesFile(named: file))
        #expect(chmod(file, 0o644) == 0)
        guard isSecret else {
            _ = try Preferences.read(PreferencesFile(named: file))
            return
        }
        let problem = #expect(throws: Preferences.Problem.self) { try Preferences.read(PreferencesFile(named: file)) }
        #expect(problem?.text == "\(file) holds a password, and others can read it: chmod 600 \(file)")
    }

    @Test(arguments: [1, 65535]) func `The first and the last port are ports`(port: Int) throws {
        let preferences = try Preferences("[[server]]\nhost = \"a.test\"\nport = \(port)", "tui.toml")
        #expect(preferences.servers.first?.port.map(Int.init) == port)
    }

    @Test func `A kept account is for its own port, and what was chosen for the host goes along`() throws {
        let text = "[[server]]\nhost = \"localhost\"\ntls = false\nrooms = [\n  \"den\",\n]\n"
        let kept = SavedAccount(host: "localhost", port: 7408, account: "ada", nick: "ada")
        let preferences = try Preferences(try #require(try kept.added(to: text)), "tui.toml")
        let own = preferences.server("localhost", 7408)
        #expect(own?.port == 7408 && own?.account == "ada" && own?.password == nil && own?.nick == "ada")
        #expect(own?.tls == false && own?.channels == ["#den"])
        for port: UInt16 in [6697, 7407, 7409] {
            let other = preferences.server("localhost", port)
            #expect(other?.account == nil && other?.password == nil && other?.channels == ["#den"])
        }
    }

    @Test(
        arguments: [
            ("a.toml", 7408, "grillo-tui --config a.toml chat.test 7408"),
            ("/home/é/a.toml", 6697, "grillo-tui --config /home/é/a.toml chat.test"),
            ("my own's.toml", 6697, "grillo-tui --config 'my own'\\''s.toml' chat.test"),
        ] as [(String, UInt16, String)])
    func `The command that enters a server names the file that was named`(file: String, port: UInt16, command: String) {
        #expect(PreferencesFile(named: nil).command(toEnter: "chat.test", port: port).hasPrefix("grillo-tui chat.test"))
        #expect(PreferencesFile(named: file).command(toEnter: "chat.test", port: port) == command)
    }

    @Test func `What is kept on this machine is said for all, for a server and for its rooms`() throws {
        let preferences = try Preferences(
            """
            log = "all"
            log-keep = "90d"
            log-size = "2 GB"
            [[server]]
            host = "irc.test"
            log = "off"
            log-rooms = { "#den" = "all", ana = "missing" }
            """, "tui.toml")
        #expect(preferences.log == .all)
        #expect(preferences.logRetention.age == 90 * 86_400 && preferences.logRetention.size == 2 << 30)
        #expect(preferences.servers[0].log == .off)
        #expect(preferences.servers[0].logRooms == ["#den": .all, "ana": .missing])
        #expect(Preferences().log == .missing && Preferences().logRetention.size == 1 << 30)
        #expect(Preferences().logRetention.age == nil)
    }

    @Test(arguments: [
        "log = \"some\"", "log-keep = \"90\"", "log-size = \"1K\"", "[[server]]\nhost = \"a\"\nlog-rooms = \"off\"",
        "[[server]]\nhost = \"a\"\nlog-rooms = { \"#den\" = \"some\" }",
    ]) func `What cannot be kept so is refused`(text: String) {
        #expect(throws: Preferences.Problem.self) { try Preferences(text, "tui.toml") }
    }

    @Test func `The people who come and go are chosen for all networks, for one, and for its rooms`() throws {
        let preferences = try Preferences(
            """
            events = "none"
            [[server]]
            host = "irc.test"
            events = "all"
            events-rooms = { "#den" = "smart" }
            """, "tui.toml")
        #expect(preferences.screen.events == .none && Preferences().screen.events == .smart)
        #expect(preferences.servers[0].events.network == .all)
        #expect(preferences.servers[0].events.rooms == ["#den": .smart])
    }

    @Test(arguments: [
        "events = \"some\"", "events = true", "[[server]]\nhost = \"a\"\nevents = \"\"",
        "[[server]]\nhost = \"a\"\nevents-rooms = \"all\"",
        "[[server]]\nhost = \"a\"\nevents-rooms = { \"#den\" = \"off\" }",
    ]) func `No other people can be chosen`(text: String) {
        #expect(throws: Preferences.Problem.self) { try Preferences(text, "tui.toml") }
    }
}
