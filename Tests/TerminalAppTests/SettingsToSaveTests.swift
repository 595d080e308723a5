import Basics
import TUI
import TerminalApp
import Testing

/// The lines that /save changes in `tui.toml`, and all others, which stay byte for byte.
@Suite struct SettingsToSaveTests {
    private func settings(
        rooms: [String]? = nil, nick: String? = nil, account: String? = nil, ignored: [String] = [], tls: Bool? = nil
    ) -> SettingsToSave {
        var settings = SettingsToSave()
        settings.server = ("chat.test", 6697)
        (settings.channels, settings.nick, settings.account) = (rooms, nick, account)
        (settings.ignored, settings.tls, settings.usualNick) = (ignored, tls, "login")
        return settings
    }

    private static let head = "[[server]]\nhost = \"chat.test\"\n"

    @Test func `An unknown server gets a table at the end, with what was said of it`() throws {
        let new = settings(rooms: ["#a"], nick: "ada", account: "countess", tls: false)
        let table =
            "[[server]]\nhost = \"chat.test\"\nport = 6697\ntls = false\nnick = \"ada\"\naccount = \"countess\"\nrooms = [\"#a\"]\n"
        #expect(try new.saved(in: "") == table)
        #expect(try new.saved(in: "bell = true") == "bell = true\n\n" + table)
        #expect(try new.saved(in: "bell = true\r\n") == ("bell = true\n\n" + table).replacing("\n", with: "\r\n"))
        #expect(try settings(nick: "login").saved(in: "") == "[[server]]\nhost = \"chat.test\"\nport = 6697\n")
    }

    @Test func `A table that is added has the name that was given, unless another has it`() throws {
        var new = settings()
        new.newName = "den"
        let table = "[[server]]\nname = \"den\"\nhost = \"chat.test\"\nport = 6697\n"
        #expect(try new.saved(in: "") == table)
        let other = "[[server]]\nhost = \"other.test\"\nname = \"DEN\"\n"
        #expect(try new.saved(in: other) == other + "\n" + table.replacing("name = \"den\"\n", with: ""))
    }

    @Test func `Of several tables for one server the one with the network's name is changed, and no other`() throws {
        let text = Self.head + "name = \"one\"\n\n" + Self.head + "name = \"two\"\n"
        var new = settings(rooms: ["#a"], account: "ada")
        new.name = "two"
        #expect(try new.saved(in: text) == text + "account = \"ada\"\nrooms = [\"#a\"]\n")
        #expect(throws: PreferencesEdit.Problem.self) { try new.saved(in: Self.head + "name = \"one\"\n") }
    }

    @Test(
        arguments: [
            ("rooms = [\"#a\", \"#b\"]", "rooms = [\"#a\", \"#b\", \"#c\"]", ["#a", "#b", "#c"]),
            ("rooms = [\"#a\", \"#b\",]", "rooms = [\"#a\", \"#b\", \"#c\",]", ["#a", "#b", "#c"]),
            ("rooms = [] # none", "rooms = [\"#c\"] # none", ["#c"]),
            ("rooms = ['a', \"#b\", '#c']  # x", "rooms = ['a', '#c']  # x", ["#a", "#c"]),
            ("rooms = [\"#a\", \"#b\"]", "rooms = [\"#a\"]", ["#a"]),
            ("rooms = [\"#a\", \"#b\"]", "rooms = [\"#b\"]", ["#b"]),
            ("rooms = [\"#a\"]", "rooms = []", []),
            ("\"rooms\" = [ \"#a\" ]", "\"rooms\" = [ \"#a\", \"#b\" ]", ["#a", "#b"]),
            (
                "rooms = [\n  \"#a\", # home\n  \"#b\" # ]\n]",
                "rooms = [\n  \"#a\", # home\n  \"#b\", # ]\n  \"#c\"\n]",
                ["#a", "#b", "#c"]
            ),
            (
                "rooms = [\n\t\"#a\",\n\t\"#b\",\n]", "rooms = [\n\t\"#a\",\n\t\"#c\",\n\t\"#d\",\n]",
                ["#a", "#c", "#d"]
            ),
            ("rooms = [\n  \"#a\", # home\n  \"#b\"\n]", "rooms = [\n  # home\n  \"#b\"\n]", ["#b"]),
            ("tls = true\n\n# more", "tls = true\nrooms = [\"#a\"]\n\n# more", ["#a"]),
        ] as [(String, String, [String])])
    func `Rooms change in their list, and nothing around it`(before: String, after: String, rooms: [String]) throws {
        for end in ["", "\n", "\n\n[keys]\n\"F5\" = \"none\" # keys\n"] {
            for lead in ["", "# mine\nbell = true\n\n"] {
                let text = lead + Self.head + before + end
                let expected = lead + Self.head + after + end
                #expect(try settings(rooms: rooms).saved(in: text) == expected)
                let crlf = text.replacing("\n", with: "\r\n")
                #expect(try settings(rooms: rooms).saved(in: crlf) == expected.replacing("\n", with: "\r\n"))
            }
        }
    }

    @Test func `Nick and account go into the table that counts, and a nick there is changed in its place`() throws {
        let other = "[[server]]\nhost = \"other.test\"\nnick = \"eve\"\n"
        let text = other + "[[server]]\nhost = \"chat.test\" # home\nnick = 'bo'   # me\n" + Self.head
        #expect(
            try settings(nick: "ada", account: "countess").saved(in: text) == other
                + "[[server]]\nhost = \"chat.test\" # home\nnick = \"ada\"   # me\naccount = \"countess\"\n" + Self.head
        )
    }

    @Test(arguments: ["account = \"eve\"", "password = \"x\"", "password-command = \"x\""])
    func `Another way to log in stays`(line: String) throws {
        let text = Self.head + line
        #expect(try settings(account: "ada").saved(in: text) == text)
    }

    @Test func `Whoever is ignored goes to the network, behind what stands there`() throws {
        let people = settings(ignored: ["eve!*@*", "*!*@b"])
        #expect(try people.saved(in: "").hasSuffix("port = 6697\nignore = [\"eve!*@*\", \"*!*@b\"]\n"))
        #expect(try people.saved(in: Self.head) == Self.head + "ignore = [\"eve!*@*\", \"*!*@b\"]\n")
        #expect(
            try people.saved(in: Self.head + "ignore = [\"*!*@b\"] # mine\n")
                == Self.head + "ignore = [\"*!*@b\", \"eve!*@*\"] # mine\n")
        // What holds for all networks is not said again.
        let all = "ignore = [\"*!*@b\"]\n\n" + Self.head
        #expect(try people.saved(in: all) == all + "ignore = [\"eve!*@*\"]\n")
        var nowhere = people
        nowhere.server = nil
        #expect(try nowhere.saved(in: all) == all)
    }

    @Test(arguments: [
        "server = [{ host = \"chat.test\" }]\n", "[[server]]\nhost = \"chat.test\"\nrooms = [\"\\u0023a\"]\n",
        "bell = maybe\n", "[[server]\n", "nick = \"-\"\n",
    ])
    func `What cannot be read or changed safely is refused, in one line`(text: String) {
        let problem = #expect(throws: PreferencesEdit.Problem.self) {
            try settings(rooms: ["#b"], nick: "ada").saved(in: text)
        }
        #expect(problem?.text.isEmpty == false && problem?.text.contains("\n") == false)
    }

    @Test(
        arguments: [
            ("", .key("bell", value: "false"), "bell = false\n"),
            ("bell = true # x\n", .key("bell", value: "false"), "bell = false # x\n"),
            ("# a\nbell = true\ntail = true\n", .key("bell", value: nil), "# a\ntail = true\n"),
            ("tail = true\n", .key("bell", value: nil), "tail = true\n"),
            ("[keys]\n", .key("theme", value: "\"light\""), "theme = \"light\"\n\n[keys]\n"),
            ("", .binding(.function(5), action: "search"), "[keys]\n\"F5\" = \"search\"\n"),
            ("bell = true", .binding(.function(5), action: "none"), "bell = true\n\n[keys]\n\"F5\" = \"none\"\n"),
            ("[keys]\nF5 = 'help' # x\n", .binding(.function(5), action: "search"), "[keys]\nF5 = \"search\" # x\n"),
            (
                "[keys]\n\"F5\" = \"help\"\n\"F6\" = \"none\"\n", .binding(.function(5), action: nil),
                "[keys]\n\"F6\" = \"none\"\n"
            ),
            ("bell = true\n", .binding(.function(5), action: nil), "bell = true\n"),
        ] as [(String, SettingChange, String)])
    func `What was set is changed in its line, and taken out where it was unset`(
        before: String, change: SettingChange, after: String
    ) throws {
        var new = SettingsToSave()
        new.changes = [change]
        #expect(try new.saved(in: before) == after)
        let crlf = before.replacing("\n", with: "\r\n")
        guard before.contains("\n") else { return }
        #expect(try new.saved(in: crlf) == after.replacing("\n", with: "\r\n"))
    }

    @Test(
        arguments: [
            (head, "tls", "false", head + "tls = false\n"), (head + "tls = true # x\n", "tls", nil, head),
            (head + "nick = 'bo'\n", "nick", "\"ada\"", head + "nick = \"ada\"\n"), (head, "tls", nil, head),
            ("", "log", "\"off\"", "[[server]]\nhost = \"chat.test\"\nport = 6697\nlog = \"off\"\n"),
        ] as [(String, String, String?, String)])
    func `What was set of a server stands in its table`(before: String, key: String, value: String?, after: String)
        throws
    {
        var new = SettingsToSave()
        new.changes = [.server(ServerTable(host: "chat.test", port: 6697, name: nil), key: key, value: value)]
        #expect(try new.saved(in: before) == after)
    }

    @Test func `What was set is not overwritten by what is in use`() throws {
        let table = ServerTable(host: "chat.test", port: 6697, name: nil)
        var new = settings(rooms: ["#a"], nick: "ada", account: "ada")
        new.changes = [
            .server(table, key: "rooms", value: "[\"#b\"]"), .key("nick", value: "\"zoe\""),
            .server(table, key: "account", value: "\"zoe\""),
        ]
        #expect(
            try new.saved(in: Self.head) == "nick = \"zoe\"\n\n" + Self.head + "rooms = [\"#b\"]\naccount = \"zoe\"\n")
    }

    @Test func `A table with a name that is gone is not made anew`() {
        var new = SettingsToSave()
        new.changes = [.server(ServerTable(host: "chat.test", port: 6697, name: "two"), key: "tls", value: "true")]
        #expect(throws: PreferencesEdit.Problem.self) { try new.saved(in: Self.head) }
    }

    @Test(arguments: ["keys = { F5 = \"help\" }\n", "keys.F5 = \"help\"\n"])
    func `Keys that stand in no table of their own are left alone`(text: String) {
        var new = SettingsToSave()
        new.changes = [.binding(.function(5), action: "search")]
        #expect(throws: PreferencesEdit.Problem.self) { try new.saved(in: text) }
    }

    @Test func `What the file says already changes nothing`() throws {
        let text = "nick = \"ada\"\nrooms = [\"#a\"]\nignore = [\"eve!*@*\"]\n" + Self.head
        #expect(try settings(rooms: ["#a"], nick: "ada", ignored: ["eve!*@*"]).saved(in: text) == text)
    }

    @Test(arguments: 0..<200) func `Of any file, all lines but those of what is saved stay as they are`(seed: Int)
        throws
    {
        var random = SplitMix64(seed: UInt64(seed))
        func pick<Value>(_ values: [Value]) -> Value { values[Int(random.next() % UInt64(values.count))] }
        let end = pick(["\n", "\r\n"])
        let noise = ["", "# rooms = [\"#no\"]", "\t# [[server]]", "   "]
        let values = [
            "bell = false # ]", "theme = 'dark'", "mentions = [\n  'a#b', # ]\n  \"\"\"x[[\"\"\"\n]", "tail=true",
        ]
        var lines = values.filter { _ in pick([true, false]) }.flatMap { [$0, pick(noise)] }
        let table = [
            pick(["[[server]]", "[[ server ]] # home", "[[\"server\"]]"]),
            pick(["host='chat.test'", "host = \"Chat.test\""]),
        ]
        let list = pick([
            "rooms = [\"#a\"]", "rooms=[ 'a' , ]", "rooms = [\n'#a' # x\n]", "rooms = [\n  \"#a\",\n] # y",
            "tls = true",
        ])
        lines += [pick(noise)] + table + [pick(noise), list, pick(noise)]
        lines += ["[keys] # k", "'F5' = \"none\"", pick(noise)]
        let text = lines.joined(separator: "\n").replacing("\n", with: end)
        let result = try settings(rooms: ["#a", "#new"], nick: "ada", account: "ada").saved(in: text)
        let server = try #require(try Preferences(result, "tui.toml").servers.first)
        #expect(server.channels == ["#a", "#new"] && server.nick == "ada" && server.account == "ada")
        // Without what came, all that was there is there, in its order.
        var rest = result.utf8[...]
        for byte in text.utf8 {
            guard let place = rest.firstIndex(of: byte) else {
                Issue.record("a byte is gone")
                return
            }
            rest = rest[rest.index(after: place)...]
        }
        let removed = SettingsDifference.lines(from: text, to: result).filter { $0.hasPrefix("-") }
        #expect(removed.count <= 1)
        #expect(try settings(rooms: ["#a", "#new"], nick: "ada", account: "ada").saved(in: result) == result)
    }

    @Test func `A password in an alias is not shown where that goes`() {
        let text = "id = \"/me waves; /oper ada pencil\"\nhi = \"/me waves\"\n"
        #expect(SettingsDifference.lines(from: text, to: "") == ["- id = …", "- hi = \"/me waves\""])
    }

    @Test func `The lines that differ are shown without comments and secrets`() {
        let lines = SettingsDifference.lines(
            from: "nick = \"a#b\" # pin 1234\npassword = \"old\"\nsame = 1\n",
            to: "nick = \"ada\" # pin 1234\npassword = \"new\"\nsame = 1\nhost = \"irc://x/#a?key\"\n")
        #expect(
            lines == [
                "- nick = \"a#b\"", "- password = …", "+ nick = \"ada\"", "+ password = …", "+ host = …",
            ])
    }
}
