import Testing

@testable import TUI

@Suite struct SpellingTests {
    private struct Words: SpellChecker {
        func isCorrect(_ word: String) -> Bool { ["it's", "good", "day"].contains(word.lowercased()) }
        func corrections(of word: String) -> [String] { word == "dya" ? ["day"] : [] }
    }

    private static func misspelt(_ text: String, cursor: Int? = nil) -> [String] {
        var (spelling, line) = (Spelling(Words()), InputLine(text))
        line.move(to: cursor ?? text.count)
        return spelling.misspelt(in: line) { $0 == "mara" }.map { String(line.characters[$0]) }
    }

    @Test(
        arguments: [
            ("good dya ", ["dya"]), ("good dya", []), ("dya, it's (goood)!", ["dya", "goood"]),
            ("mara: gday ", ["gday"]),
            ("'good' ’dya’ ", ["dya"]), ("see example.org/dya #dya a@dya dya_ x2 :dya: ", ["see"]), ("dya.", ["dya"]),
            ("dya-good ", ["dya"]), ("/topic dya ", []), ("/me dya ", ["dya"]), ("//dya dya ", ["dya"]),
            ("dya\nGOOD ", ["dya"]), ("", []), ("' ’ - ", []), ("schön ", ["schön"]),
        ] as [(String, [String])]) func `Words of no language are marked`(text: String, words: [String])
    {
        #expect(Self.misspelt(text) == words)
    }

    @Test func `The word that the cursor is in or at is still being typed`() {
        for cursor in 5...8 { #expect(Self.misspelt("good dya good", cursor: cursor) == []) }
        for cursor in [0, 4, 9] { #expect(Self.misspelt("good dya good", cursor: cursor) == ["dya"]) }
    }

    @Test func `What may be a password is looked up nowhere, nor is a text without end`() {
        var (spelling, line) = (Spelling(Words()), InputLine("dya "))
        line.mayContainPassword = true
        #expect(spelling.misspelt(in: line) { _ in false } == [])
        #expect(Self.misspelt("dya" + String(repeating: " ", count: 3997)) == ["dya"])
        #expect(Self.misspelt("dya" + String(repeating: " ", count: 3998)) == [])
        #expect(Self.misspelt(String(repeating: "a", count: 50) + " ").count == 1)
        #expect(Self.misspelt(String(repeating: "a", count: 51) + " ") == [])
    }

    @Test func `The word before the cursor is corrected where that is known`() {
        var spelling = Spelling(Words())
        func corrections(_ text: String) -> [String]? {
            spelling.corrections(in: InputLine(text)) { $0 == "mara" }?.words
        }
        #expect(corrections("good dya") == ["day"])
        #expect(corrections("/me dya") == ["day"])
        for text in ["good", "good dya ", "mara", "goood", "/topic dya", ""] { #expect(corrections(text) == nil) }
    }
}
