import Foundation
import TUI
import TestSupport
import Testing

@testable import TerminalApp

/// `spelling` in an app.
@MainActor
@Suite struct AppSpellingTests {
    private static let words = FakeDictionaries(result: .success(FakeDictionaries.Words(words: ["hello"])))

    /// The characters of the row of the input that are underlined.
    private func marked(_ app: TestApp) -> String {
        guard let shown = app.terminal.shown else { return "" }
        let cells = shown[row: shown.height - 1].filter { $0.style.attributes.contains(.underline) }
        return String(String.UnicodeScalarView(cells.compactMap { $0.glyph.scalar(at: 0) }))
    }

    private func type(_ text: String, _ app: TestApp) {
        app.type(text)
        app.loop.advance(by: .milliseconds(100))
    }

    @Test func `Words of none of the languages are marked, and Tab corrects the one before the cursor`() throws {
        let app = try TestApp(toml: "spelling = [\"en\"]", dictionaries: Self.words)
        app.enter()
        type("helo hello ", app)
        #expect(marked(app) == "helo")
        type("hallo", app)
        #expect(marked(app) == "helo")
        type("\t", app)
        #expect(app.terminal.text.contains("helo hello hello"))
    }

    @Test func `Without languages nothing is checked`() throws {
        let app = try TestApp(dictionaries: Self.words)
        app.enter()
        type("helo ", app)
        #expect(marked(app) == "")
    }

    @Test func `Dictionaries that are not to be had are told, once`() throws {
        let problem = DictionaryProblem(text: "Spelling is not checked: enchant-2 is not installed.")
        let app = try TestApp(toml: "spelling = [\"en\"]", dictionaries: FakeDictionaries(result: .failure(problem)))
        app.enter()
        type("\u{10}", app)
        #expect(app.terminal.text.components(separatedBy: problem.text).count == 2)
    }

    @Test func `Other languages count at once, and without any nothing is marked any more`() throws {
        let app = try TestApp(dictionaries: Self.words)
        app.enter()
        type("/set spelling en\r", app)
        type("helo hello ", app)
        #expect(marked(app) == "helo")
        type("\u{15}/unset spelling\r", app)
        type("helo ", app)
        #expect(marked(app) == "")
    }

    @Test func `Dictionaries that were chosen later count, whichever are there first`() throws {
        let dictionaries = HeldDictionaries()
        let app = try TestApp(toml: "spelling = [\"one\"]", dictionaries: dictionaries)
        app.enter()
        type("/set spelling two\r", app)
        type("one two ", app)
        #expect(marked(app) == "")
        dictionaries.finishLast()
        type(" ", app)
        #expect(marked(app) == "one")
        dictionaries.finishLast()
        type(" ", app)
        #expect(marked(app) == "one")
    }

    @Test func `Dictionaries that come when nothing is to be checked any more check nothing`() throws {
        let dictionaries = HeldDictionaries()
        let app = try TestApp(toml: "spelling = [\"one\"]", dictionaries: dictionaries)
        app.enter()
        type("/unset spelling\r", app)
        dictionaries.finishLast()
        type("two ", app)
        #expect(marked(app) == "")
    }

    @Test func `A dictionary that is missing is told where its language was chosen`() throws {
        let problem = DictionaryProblem(text: "No dictionary for “xx”.")
        let app = try TestApp(dictionaries: FakeDictionaries(result: .failure(problem)))
        app.enter()
        type("/set spelling xx\r", app)
        #expect(app.terminal.text.contains(problem.text))
        // It may have been installed since.
        type("/clear\r/set spelling xx\r", app)
        #expect(app.terminal.text.contains(problem.text))
    }

    @Test(arguments: ["xx_no_such", ""])
    func `A language that no library has is named, or the library is`(language: String) {
        let problem = #expect(throws: DictionaryProblem.self) { try EnchantDictionaries([language]) }
        #expect(problem?.text.hasPrefix("Spelling is not checked: ") == true)
    }

    @Test(.enabled(if: (try? EnchantDictionaries(["en_US"])) != nil, "enchant-2 with English is not installed"))
    func `The system's library knows English words, and what is meant by misspelt ones`() throws {
        // Each is given back before the next is loaded, and at the end two are there at once.
        for _ in 0..<3 { _ = try EnchantDictionaries(["en_US"]) }
        let (one, both) = (try EnchantDictionaries(["en_US"]), try EnchantDictionaries(["en_US", "en_US"]))
        for dictionaries in [one, both] {
            #expect(dictionaries.isCorrect("hello") && dictionaries.isCorrect("don’t"))
            #expect(!dictionaries.isCorrect("definately"))
            let corrections = dictionaries.corrections(of: "definately")
            #expect(corrections.contains("definitely") && corrections.count <= 8)
            #expect(Set(corrections).count == corrections.count)
        }
    }
}
