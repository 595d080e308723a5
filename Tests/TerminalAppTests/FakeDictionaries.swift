import TUI
import TerminalApp

/// Dictionaries in which a few words stand, or that are not to be had.
struct FakeDictionaries: DictionaryLoader {
    struct Words: SpellChecker {
        var words: Set<String>

        func isCorrect(_ word: String) -> Bool { words.contains(word) }
        func corrections(of word: String) -> [String] { words.sorted() }
    }

    var result: Result<any SpellChecker, DictionaryProblem> = .success(Words(words: []))

    func load(
        _ languages: [String], done: @escaping @Sendable (Result<any SpellChecker, DictionaryProblem>) -> Void
    ) { done(result) }
}
