import Client
import TerminalApp
import TestSupport
import Testing

/// The person's own commands in `tui.toml`.
@MainActor
@Suite struct AliasPreferencesTests {
    private func aliases(_ texts: [String: String]) throws -> AliasTable {
        var table = AliasTable()
        for (name, text) in texts { try table.set(name, to: text) }
        return table
    }

    /// - Parameter before: the aliases that the file had when the program began; nil for those that it has.
    private func saved(
        _ texts: [String: String], in file: String, before: [String: String]? = nil
    ) throws -> String {
        var settings = SettingsToSave()
        settings.aliasesBefore =
            try before.map { try aliases($0) } ?? (try? Preferences(file, "tui.toml"))?.aliases ?? AliasTable()
        settings.aliases = try aliases(texts)
        return try settings.saved(in: file)
    }

    @Test func `Those of the file are read, in whatever case and with or without a slash`() throws {
        let preferences = try Preferences("[aliases]\nHi = \"/me waves\"\n\"/wii\" = \"/whois $1 $1\"", "tui.toml")
        #expect(preferences.aliases == (try aliases(["hi": "/me waves", "wii": "/whois $1 $1"])))
    }

    @Test(arguments: [
        (
            "[aliases]\njoin = \"/me\"",
            "tui.toml:2: “join”: /join is a command already; take another name."
        ),
        ("[aliases]\nhi = 3", "tui.toml:2: “hi”: it must be a text: hi = \"…\"."),
        ("[aliases]\nhi = \"a\"\nHI = \"b\"", "tui.toml:2: “hi”: it stands there twice; leave out one of them."),
        ("[aliases]\nhi = \" \"", "tui.toml:2: “hi”: the text for which /hi stands is missing."),
        ("aliases = 1", "tui.toml:1: “aliases”: it must be a table: [aliases]."),
    ]) func `A mistake is told with its line`(text: String, reason: String) {
        let problem = #expect(throws: Preferences.Problem.self) { try Preferences(text, "tui.toml") }
        #expect(problem?.text == reason)
    }

    @Test func `They are saved in their table, and nothing else changes`() throws {
        #expect(try saved([:], in: "") == "")
        #expect(try saved(["hi": "/me waves"], in: "") == "[aliases]\nhi = \"/me waves\"\n")
        #expect(
            try saved(["hi": "/me \"waves\""], in: "bell = true\n")
                == "bell = true\n\n[aliases]\nhi = \"/me \\\"waves\\\"\"\n")
        let file = "# mine\n[aliases]\n\"/Hi\" = '/me waves' # so\nbye = \"/quit\"\n\n[keys]\n\"F5\" = \"none\"\n"
        #expect(try saved(["hi": "/me waves", "bye": "/quit"], in: file) == file)
        #expect(
            try saved(["hi": "/me nods", "bye": "/quit"], in: file)
                == file.replacing("'/me waves'", with: "\"/me nods\""))
        #expect(try saved(["hi": "/me waves"], in: file) == file.replacing("bye = \"/quit\"\n", with: ""))
        #expect(
            try saved(["hi": "/me waves", "bye": "/quit", "¡ho": "/me"], in: file)
                == file.replacing("\"/quit\"\n", with: "\"/quit\"\n\"¡ho\" = \"/me\"\n"))
    }

    @Test func `What has come into the file since the start stays there`() throws {
        let file = "[aliases]\nhi = \"/me waves\"\nnew = \"/away\"\n"
        #expect(try saved(["hi": "/me waves"], in: file, before: ["hi": "/me waves"]) == file)
        #expect(try saved([:], in: file, before: ["hi": "/me waves"]) == "[aliases]\nnew = \"/away\"\n")
        // One that was changed or taken away there is not written back.
        #expect(try saved(["hi": "/me nods"], in: file, before: ["hi": "/me nods"]) == file)
        #expect(try saved(["bye": "/quit"], in: file, before: ["bye": "/quit"]) == file)
    }

    @Test func `One that holds a password is not saved`() throws {
        #expect(try saved(["id": "/msg NickServ identify pencil"], in: "") == "")
        #expect(try saved(["x": "/me waves; /oper ada pencil"], in: "") == "")
    }

    @Test func `A file that has them in another way is left alone`() {
        #expect(throws: PreferencesEdit.Problem.self) { try saved(["a": "/me"], in: "aliases = { b = \"/me\" }\n") }
        #expect(throws: PreferencesEdit.Problem.self) { try saved(["a": "/me"], in: "aliases.b = \"/me\"\n") }
    }

    @Test func `One that is made on one network is there on all, and saved where that is confirmed`() throws {
        let scratch = Scratch()
        let app = try TestApp(in: scratch)
        app.enter()
        app.addNetwork("other.test")
        app.enter("#tea", on: app.connector.connections[1])
        app.type("/alias hi /me waves\r")
        app.loop.advance(by: .milliseconds(100))
        // From #home past the other server's buffer to #tea.
        app.type("\u{0E}\u{0E}/hi\r")
        app.loop.advance(by: .milliseconds(100))
        #expect(app.connector.connections[1].sent.contains("PRIVMSG #tea :\u{1}ACTION waves\u{1}"))
        app.type("/save yes\r")
        app.loop.advance(by: .milliseconds(100))
        guard case .success(let text) = StateDirectory.read(scratch.file("tui.toml")) else {
            Issue.record("it was not written")
            return
        }
        #expect(text.contains("[aliases]\nhi = \"/me waves\"\n"))
    }
}
