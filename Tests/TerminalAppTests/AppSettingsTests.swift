import Client
import Configuration
import Glibc
import Protocol
import SystemBasics
import TestSupport
import Testing

@testable import TerminalApp

/// `/set` and `/unset` in the program.
@MainActor
@Suite struct AppSettingsTests {
    private let scratch = Scratch()

    private func enter(_ text: String, _ app: TestApp) -> String {
        app.type(text + "\r")
        app.loop.advance(by: .milliseconds(100))
        return app.terminal.text
    }

    private func file() throws -> String { try StateDirectory.read(scratch.file("tui.toml")).get() }

    /// Wide enough that no line is broken.
    private func entered(toml: String = "") throws -> TestApp {
        let app = try TestApp(in: scratch, toml: toml)
        app.terminal.nextSize = (200, 40)
        app.signal(SIGWINCH)
        app.enter()
        return app
    }

    @Test func `All settings are listed, those of a text too, and one is explained`() throws {
        let app = try entered(toml: "bell = false")
        #expect(enter("/set", app).contains("user-columns"))
        let columns = enter("/clear", app) + enter("/set columns", app)
        #expect(columns.contains("nick-columns") && columns.contains("buffer-columns") && !columns.contains("bell"))
        let bell = enter("/set BELL", app)
        #expect(bell.contains("bell = false") && bell.contains("Rings when something notifies you."))
        #expect(enter("/set keys.F1", app).contains("keys.F1 = \"help\""))
    }

    @Test func `A change counts at once, is written with the others, and is then said to be kept`() throws {
        let app = try entered(toml: "footer = true")
        _ = try scratch.write("# mine\nfooter = true # below\n", to: "tui.toml")
        #expect(app.terminal.text.contains("F1"))
        let after = enter("/set footer off", app)
        #expect(after.contains("footer = false") && !after.contains("F1"))
        #expect(enter("/set foot", app).contains("(not saved)"))
        #expect(try file() == "# mine\nfooter = true # below\n")
        #expect(enter("/save yes", app).contains("Written to"))
        #expect(try file().hasPrefix("# mine\nfooter = false # below\n"))
        _ = enter("/clear", app)
        #expect(!enter("/set foot", app).contains("(not saved)"))
        #expect(enter("/unset footer", app).contains("footer = true"))
        _ = enter("/save yes", app)
        #expect(try file().hasPrefix("# mine\n\n[[server]]\n"))
    }

    @Test func `What counts from the next start on says so, and nothing goes by it before`() throws {
        let app = try entered()
        #expect(enter("/set nick zoe", app).contains("from the next start on"))
        #expect(enter("/set nick", app).contains("nick = \"zoe\""))
        _ = enter("/save yes", app)
        // The nick of now, which the server's table would say, would go before it.
        #expect(try file().hasPrefix("nick = \"zoe\"\n") && !file().contains("ada"))
    }

    @Test(arguments: [
        ("/set bel on", "Did you mean “bell”?"), ("/set bell perhaps", "it must be true or false"),
        ("/set nick-columns 3", "from 4 to 24"), ("/set nick-columns 25", "from 4 to 24"),
        ("/set keys.F5 nonsense", "Nothing is called “nonsense”"), ("/set keys.Hyper-F find", "There is no key"),
        ("/set theme a/b", "theme: it must be"), ("/set theme nowhere", "there is no “nowhere”"),
        ("/set server.host chat.test", "change it in tui.toml"), ("/set server.nick -", "server.nick: “-” cannot be"),
        ("/set server.certificate a.crt", "change it in tui.toml"),
        ("/set server.mechanism external", "it needs a certificate"), ("/unset nothing", "There is no setting"),
    ])
    func `What is wrong is told with its remedy, and changes nothing`(input: String, words: String) throws {
        let app = try entered()
        #expect(enter(input, app).contains(words))
        #expect(!enter("/set", app).contains("(not saved)"))
    }

    @Test func `Keys of the keyboard are bound at once, and kept in their table`() throws {
        let app = try entered()
        #expect(enter("/set keys.F5 toggle-members", app).contains("bob"))
        app.type("\u{1B}[15~")
        app.loop.advance(by: .milliseconds(100))
        #expect(!app.terminal.text.contains("bob"))
        _ = enter("/save yes", app)
        #expect(try file().contains("[keys]\n\"F5\" = \"toggle-members\"\n"))
    }

    @Test func `Words that call the person, and people who are not heard, count at once`() throws {
        let app = try entered()
        _ = enter("/set mentions tea", app)
        _ = enter("/set ignore *!*@spam.test", app)
        app.connection.tell(":bob!u@h PRIVMSG #home :more tea", ":eve!u@spam.test PRIVMSG #home :buy this")
        app.loop.advance(by: .milliseconds(100))
        #expect(app.terminal.written.contains("\u{7}") && !app.terminal.text.contains("buy this"))
        _ = enter("/unset ignore", app)
        app.connection.tell(":eve!u@spam.test PRIVMSG #home :hello again")
        app.loop.advance(by: .milliseconds(100))
        #expect(app.terminal.text.contains("hello again"))
    }

    @Test func `A key's action may stand in quotes, and sending keeps a key`() throws {
        let app = try entered()
        #expect(enter("/set keys.F5 \"search\"", app).contains("keys.F5 = \"search\""))
        #expect(enter("/set keys.Enter none", app).contains("No key would send what you type any more."))
        #expect(enter("/set keys.F6 'send'", app).contains("keys.F6 = \"send\""))
        #expect(!enter("/clear", app).contains("No key would send"))
        #expect(enter("/set keys.Enter none", app).contains("keys.Enter is not set"))
    }

    @Test func `A nick alone is a mask, and whom the network's table names stays unheard`() throws {
        let app = try entered(toml: "[[server]]\nhost = \"irc.test\"\nport = 6667\nignore = [\"eve\"]")
        _ = enter("/set ignore [\"bob\", \"eve\"]", app)
        app.connection.tell(":bob!u@h PRIVMSG #home :buy this", ":eve!u@h PRIVMSG #home :buy that")
        app.loop.advance(by: .milliseconds(100))
        #expect(!app.terminal.text.contains("buy"))
        _ = enter("/set ignore []", app)
        app.connection.tell(":bob!u@h PRIVMSG #home :hello again", ":eve!u@h PRIVMSG #home :buy that")
        app.loop.advance(by: .milliseconds(100))
        #expect(app.terminal.text.contains("hello again") && !app.terminal.text.contains("buy"))
    }

    @Test func `Lines go by who is told to come and go as well`() throws {
        let app = try TestApp(in: scratch, isLinear: true, canAsk: true, toml: "events = \"none\"")
        app.enter()
        app.connection.tell(":eve!u@h JOIN #home")
        app.loop.advance(by: .milliseconds(100))
        #expect(!app.stream.written.contains("eve"))
        app.give("/set events all\n")
        app.loop.advance(by: .milliseconds(100))
        app.connection.tell(":dan!u@h JOIN #home")
        app.loop.advance(by: .milliseconds(100))
        #expect(app.stream.written.contains("dan"))
    }

    @Test func `The mouse is the program's as soon as it is to be, with what can be clicked, and the terminal's again`()
        throws
    {
        let app = try entered()
        app.connection.tell(":bob!u@h PRIVMSG #home :hello")
        app.loop.advance(by: .milliseconds(100))
        #expect(!app.terminal.usesMouse)
        func click(on text: String) throws -> String {
            let rows = app.terminal.text.split(separator: "\n", omittingEmptySubsequences: false)
            let y = try #require(rows.firstIndex { $0.contains(text) })
            let x = rows[y].distance(
                from: rows[y].startIndex, to: try #require(rows[y].ranges(of: text).first).lowerBound)
            app.type("\u{1B}[<0;\(x + 1);\(y + 1)M\u{1B}[<0;\(x + 1);\(y + 1)m")
            app.loop.advance(by: .milliseconds(100))
            return app.terminal.text
        }
        #expect(try !click(on: "bob │").contains("asking the server"))
        _ = enter("/set mouse on", app)
        #expect(app.terminal.usesMouse)
        #expect(try click(on: "bob │").contains("asking the server"))
        app.type("\u{1B}")
        app.loop.advance(by: .seconds(1))
        #expect(!enter("/set mouse off", app).contains("asking the server") && !app.terminal.usesMouse)
        #expect(try !click(on: "bob │").contains("asking the server"))
    }

    @Test func `The mouse that the file gives to the program is its own from the start`() throws {
        #expect(try entered(toml: "mouse = true").terminal.usesMouse)
    }

    @Test func `Who comes and goes on one network is shown and hidden at once, also in the lines that are there`()
        throws
    {
        let app = try entered()
        app.connection.tell(":zoe!u@h JOIN #home")
        app.loop.advance(by: .milliseconds(100))
        #expect(app.terminal.text.contains("zoe joined"))
        #expect(!enter("/set server.events none", app).contains("zoe joined"))
        app.connection.tell(":dan!u@h JOIN #home")
        app.loop.advance(by: .milliseconds(100))
        #expect(!app.terminal.text.contains("dan joined"))
        let inRoom = enter("/set server.events-rooms { \"#HOME\" = \"all\" }", app)
        #expect(inRoom.contains("→ │ zoe joined") && inRoom.contains("→ │ dan joined"))
        #expect(!enter("/unset server.events-rooms", app).contains("zoe joined"))
        let asUsual = enter("/unset server.events", app)
        #expect(asUsual.contains("│ zoe joined") || asUsual.contains("│ zoe and dan joined"))
    }

    @Test func `What is chosen for one network leaves the others alone`() throws {
        let app = try entered()
        app.addNetwork("other.test")
        app.enter("#tea", on: app.connection)
        app.type("\u{1B}4")
        app.loop.advance(by: .milliseconds(100))
        app.connection.tell(":eve!u@h JOIN #tea")
        app.loop.advance(by: .milliseconds(100))
        #expect(app.terminal.text.contains("eve joined"))
        app.type("\u{1B}2")
        _ = enter("/set server.events none", app)
        app.type("\u{1B}4")
        app.loop.advance(by: .milliseconds(100))
        #expect(app.terminal.text.contains("#tea") && app.terminal.text.contains("eve joined"))
    }

    @Test func `The lines that are kept on this machine are others at once, of all networks or of one`() throws {
        let log = FakeLog()
        let app = try TestApp(in: scratch, messageLog: log)
        app.enter()
        func isKept(_ text: String) -> Bool {
            app.connection.tell(":bob!b@h PRIVMSG #home :\(text)")
            app.loop.advance(by: .milliseconds(100))
            return log.records.contains { $0.text.text == text }
        }
        #expect(isKept("one"))
        _ = enter("/set log off", app)
        #expect(!isKept("two"))
        _ = enter("/set server.log all", app)
        #expect(isKept("three"))
        _ = enter("/set server.log-rooms { \"#home\" = \"off\" }", app)
        #expect(!isKept("four"))
        _ = enter("/unset server.log-rooms", app)
        _ = enter("/unset server.log", app)
        #expect(!isKept("five"))
        _ = enter("/unset log", app)
        #expect(isKept("six"))
    }

    @Test func `Whom one network's table says not to hear is unheard there at once`() throws {
        let app = try entered()
        _ = enter("/set server.ignore eve", app)
        app.connection.tell(":eve!u@h PRIVMSG #home :buy this")
        app.loop.advance(by: .milliseconds(100))
        #expect(!app.terminal.text.contains("buy this"))
        _ = enter("/unset server.ignore", app)
        app.connection.tell(":eve!u@h PRIVMSG #home :hello again")
        app.loop.advance(by: .milliseconds(100))
        #expect(app.terminal.text.contains("hello again"))
    }

    @Test func `No other keys wait for the next start than those that have a reason to`() {
        func waiting<Target>(_ schema: ConfigurationSchema<Target>) -> [String] {
            schema.keys.filter { $0.activation == .nextStart }.map(\.path)
        }
        #expect(
            waiting(Preferences.schema) == [
                "nick", "account", "rooms", "proxy", "log-keep", "log-size", "aliases", "hook", "server",
            ])
        #expect(
            waiting(ServerPreferences.schema) == [
                "host", "name", "autoconnect", "port", "tls", "proxy", "nick", "rooms", "account", "password",
                "password-command", "server-password-command", "mechanism", "certificate", "key",
            ])
    }

    @Test func `What is about one network is set in its table, and no other`() throws {
        let app = try entered()
        let other = "[[server]]\nhost = \"other.test\"\n"
        let path = try scratch.write(other, to: "tui.toml")
        #expect(chmod(path, 0o600) == 0)
        #expect(enter("/set server.autoconnect on", app).contains("from the next start on"))
        _ = enter("/set server.nick zoe", app)
        #expect(enter("/set server", app).contains("server.nick"))
        _ = enter("/set server.password pencil", app)
        #expect(enter("/set server.password", app).contains("server.password = …"))
        _ = enter("/save yes", app)
        let text = try file()
        #expect(text.hasPrefix(other + "\n[[server]]\nhost = \"irc.test\"\nport = 6667\n"))
        #expect(text.contains("autoconnect = true\n") && text.contains("nick = \"zoe\"\n") && !text.contains("ada"))
        #expect(text.contains("password = \"pencil\"\n") && !app.terminal.text.contains("pencil"))
        _ = enter("/unset server.password", app)
        _ = enter("/save yes", app)
        #expect(try !file().contains("password"))
    }

    @Test func `A proxy's password is not shown, and is written to no file that others can read`() throws {
        let app = try entered()
        let path = try scratch.write("bell = true\n", to: "tui.toml")
        #expect(chmod(path, 0o644) == 0)
        let told = enter("/set proxy socks5://ana:pencil@proxy.test", app)
        #expect(told.contains("proxy = \"socks5://proxy.test:1080\""))
        #expect(enter("/save yes", app).contains("chmod 600"))
        #expect(!app.terminal.text.contains("pencil"))
        #expect(try file() == "bell = true\n")
        #expect(chmod(path, 0o600) == 0)
        _ = enter("/save yes", app)
        #expect(try file().contains("proxy = \"socks5://ana:pencil@proxy.test\"\n"))
        #expect(!app.terminal.text.contains("pencil"))
    }

    @Test func `The terminal is asked for its ground as soon as the theme goes by it`() throws {
        let app = try entered()
        #expect(!app.terminal.isAskedForBackground)
        #expect(enter("/set theme light", app).contains("theme = \"light\""))
        #expect(!app.terminal.isAskedForBackground)
        _ = enter("/set theme sixteen", app)
        #expect(app.terminal.isAskedForBackground)
    }

    @Test func `A theme of one's own is read, and told by its file where it is wrong`() throws {
        let app = try entered()
        try FileSystem.makeFolder(scratch.file("themes"))
        _ = try scratch.write("base = \"light\"\nerror = \"red on\"\n", to: "themes/mine.toml")
        #expect(enter("/set theme mine", app).contains("mine.toml:2"))
        _ = try scratch.write("base = \"light\"\nerror = \"bold red\"\n", to: "themes/mine.toml")
        #expect(enter("/set theme mine", app).contains("theme = \"mine\""))
        _ = enter("/save yes", app)
        #expect(try file().contains("theme = \"mine\"\n"))
    }

    @Test func `Who comes and goes is hidden in one room at once, and that is kept`() throws {
        let app = try entered()
        app.connection.tell(":ada!u@h JOIN #den", ":eve!u@h JOIN #home")
        app.loop.advance(by: .milliseconds(100))
        app.type("\u{1B}2")
        app.loop.advance(by: .milliseconds(100))
        #expect(app.terminal.text.contains("eve joined"))
        #expect(
            enter("/events none", app).contains("nobody who comes and goes (none) from now on. /save yes keeps it."))
        #expect(!app.terminal.text.contains("eve joined"))
        #expect(enter("/events", app).contains("by events-rooms of this network"))
        _ = enter("/save yes", app)
        #expect(try file().contains("events-rooms = { \"#home\" = \"none\" }\n"))
    }

    @Test func `A wrong value for the rooms names those that there are`() throws {
        let app = try entered()
        let told = enter("/set server.events-rooms #home=none", app)
        #expect(told.contains("each with smart or all or none: { \"#den\" = \"none\" }"))
    }
}
