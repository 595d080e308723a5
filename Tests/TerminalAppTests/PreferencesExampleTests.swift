import Client
import TUI
import TestSupport
import Testing

@testable import Configuration
@testable import TerminalApp

/// The `tui.toml` that the program prints.
@Suite struct PreferencesExampleTests {
    private static let lines = PreferencesExample.file.split(separator: "\n", omittingEmptySubsequences: false)

    /// A line that would be a key, or a table, without its `#`.
    private static func isKey(_ line: Substring) -> Bool { line.hasPrefix("#") && !line.hasPrefix("# ") }

    private static func isExample(_ line: Substring) -> Bool { line.hasSuffix("# for example") }

    private static func expectStandard(_ preferences: Preferences) {
        // All that the keys set is shown in the file.
        #expect(Preferences.schema.exampleFile(for: preferences, head: "") == schemaFile)
        #expect(preferences.nick == nil && preferences.account == nil && preferences.servers.isEmpty)
        for row in KeyMap.standard.bindings.flatMap(\.actions) {
            for key in row.keys { #expect(preferences.screen.keyMap.action(of: key) == row.action, "\(key)") }
        }
    }

    private static let schemaFile = Preferences.schema.exampleFile(for: Preferences(), head: "")

    @Test func `As it is printed it changes nothing`() throws {
        Self.expectStandard(try Preferences(PreferencesExample.file, "tui.toml"))
    }

    @Test func `What it says holds without a key is what holds`() throws {
        let text = Self.lines.prefix { $0 != "#[[server]]  # for example" }.map { line in
            Self.isKey(line) && !Self.isExample(line) ? line.dropFirst() : line
        }
        #expect(text.contains("theme = \"auto\"") && text.contains("\"Ctrl-F\" = \"search\""))
        Self.expectStandard(try Preferences(text.joined(separator: "\n"), "tui.toml"))
    }

    @Test func `Every action is in it, with its keys and what it does`() {
        let purposes = Self.lines.indices.filter { Self.lines[$0].hasPrefix("# ") }
        for action in Action.allCases {
            let places = Self.lines.indices.filter { Self.lines[$0].hasSuffix(" = \"\(action.rawValue)\"") }
            let keys = KeyMap.standard.bindings.flatMap(\.actions).first { $0.action == action }?.keys ?? []
            #expect(places.map { Self.lines[$0] } == keys.map { "#\"\($0)\" = \"\(action.rawValue)\"" }, "\(action)")
            #expect(!places.isEmpty && purposes.contains { $0 < places[0] && places[0] - $0 < 10 }, "\(action)")
        }
    }

    @Test func `Every key is in it, and each of them is read`() throws {
        for key in Preferences.schema.keys { #expect(PreferencesExample.file.contains("# \(key.summary)\n")) }
        let examples = Self.lines.prefix { $0 != "[keys]" }.filter(Self.isExample).map { $0.dropFirst() }
        let preferences = try Preferences(examples.joined(separator: "\n"), "tui.toml")
        #expect(preferences.nick == "ana" && preferences.account == "ana")
    }

    @Test func `Every key has a name and a sentence of its own`() {
        let keys = Preferences.schema.keys.map { (path: $0.path, summary: $0.summary) }
        let keysOfServer = ServerPreferences.schema.keys.map { (path: $0.path, summary: $0.summary) }
        for keys in [keys, keysOfServer] {
            #expect(Set(keys.map(\.path)).count == keys.count)
            #expect(keys.filter { !$0.summary.hasSuffix(".") }.map(\.path) == [])
        }
    }

    @Test func `Every key of a server is in it, and each of them is read`() throws {
        let table = Self.lines.drop { $0 != "#[[server]]  # for example" }.filter(Self.isKey).map { $0.dropFirst() }
        let names = table.dropFirst().map { String($0.prefix { $0 != " " }) }
        #expect(names == ServerPreferences.schema.keys.map(\.path))
        let comments = ServerPreferences.schema.keys.map { "# \($0.summary) Counts \($0.activation.words).\n" }
        #expect(comments.filter { !PreferencesExample.file.contains($0) } == [])
        // Where there is a command that prints the password, there is no password.
        let text = table.filter { !$0.hasPrefix("password = ") }.joined(separator: "\n")
        let server = try #require(try Preferences(text, "tui.toml").servers.first)
        #expect(server.host == "chat.example.org" && server.port == 6697 && server.tls == true)
        #expect(server.channels == ["#den"] && server.mechanism == .scram && server.passwordCommand == "pass show chat")
        #expect(server.certificate?.hasSuffix("/ana.crt") == true && server.key?.hasSuffix("/ana.key") == true)
        let password = "[[server]]\nhost = \"a.test\"\n" + table.filter { $0.hasPrefix("password = ") }.joined()
        #expect(try Preferences(password, "tui.toml").servers.first?.password == "…")
    }
}
