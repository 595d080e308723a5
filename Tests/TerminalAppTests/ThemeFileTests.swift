import SystemBasics
import TUI
import TestSupport
import Testing

@testable import Configuration
@testable import TerminalApp

/// The files of themes.
@Suite struct ThemeFileTests {
    @Test func `A theme names the one that it begins with, and what is otherwise`() throws {
        let text = """
            base = "high-contrast"
            error = "bold white on 160"
            bar-alert = "#ff8800"
            nicks = ["green", "bold 75"]
            """
        let theme = try ThemeFile.definition(text, "mine.toml")
        #expect(theme.base == .highContrast && theme.nicks == [Style(Color(2)), Style(Color(75), attributes: .bold)])
        #expect(
            theme.styles == [
                .error: Style(Color(7), on: Color(160), attributes: .bold),
                .barAlert: Style(Color(red: 255, green: 136, blue: 0)),
            ])
        #expect(try ThemeFile.definition("", "mine.toml") == ThemeDefinition(.auto))
    }

    @Test(arguments: [
        ("eror = \"red\"", "mine.toml:1: there is no “eror”; did you mean “error”?"),
        ("\nerror = 1", "mine.toml:2: “error”: it must be a text"),
        ("error = \"pink\"", "mine.toml:1: “error”: “pink” does not fit"),
        ("base = \"grey\"", "mine.toml:1: “base”: it must be \"auto\" or \"dark\""),
        ("nicks = [\"red\", \"\"]", "mine.toml:1: “nicks”: it is empty"),
        ("nicks = \"red\"", "mine.toml:1: “nicks”: it must be a list"), ("error", "mine.toml:1: "),
    ])
    func `What is wrong is told in one line, with its place`(text: String, words: String) {
        let problem = #expect(throws: Preferences.Problem.self) { try ThemeFile.definition(text, "mine.toml") }
        #expect(problem?.text.hasPrefix(words) == true, "\(problem?.text ?? "")")
        #expect(problem?.text.contains(where: \.isNewline) == false)
    }

    @Test(arguments: [256, 257]) func `Nicks have 256 styles at most`(count: Int) {
        let list = "nicks = " + TOML.list(Array(repeating: "red", count: count))
        #expect(((try? ThemeFile.definition(list, "mine.toml")) != nil) == (count == 256))
    }

    @Test(arguments: ["", ".mine", "a/b", "../mine", "a\nb", String(repeating: "a", count: 65)])
    func `A name leads to no other folder`(name: String) {
        #expect(ThemeChoice(name: name) == nil)
        #expect(ThemeChoice(name: String(repeating: "a", count: 64)) != nil)
    }

    @Test func `Names of themes lead to what is built in, or to a file beside the preferences`() throws {
        let scratch = Scratch()
        try FileSystem.makeFolder(scratch.file("themes"))
        for name in ["mine.toml", "zen.toml", ".hidden.toml", "dark.toml", "notes.txt"] {
            _ = try scratch.write("base = \"light\"", to: "themes/\(name)")
        }
        let file = PreferencesFile(named: scratch.file("tui.toml"))
        #expect(ThemeFile.names(beside: file) == ["mine", "zen"])
        #expect(ThemeChoice(name: "dark") == .builtIn(.dark) && ThemeChoice(name: "mine") == .file("mine"))
        _ = try scratch.write("theme = \"mine\"", to: "tui.toml")
        #expect(try Preferences.read(file).themeDefinition == ThemeDefinition(.light))
        _ = try scratch.write("theme = \"nowhere\"", to: "tui.toml")
        let problem = #expect(throws: Preferences.Problem.self) { try Preferences.read(file) }
        #expect(problem?.text.contains("there is no “nowhere”") == true)
    }
}
