import Synchronization
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

/// Dictionaries that are there when a test says so; each has its language as its only word.
final class HeldDictionaries: DictionaryLoader {
    private typealias Done = @Sendable (Result<any SpellChecker, DictionaryProblem>) -> Void

    private let waiting = Mutex<[(languages: [String], done: Done)]>([])

    func load(
        _ languages: [String], done: @escaping @Sendable (Result<any SpellChecker, DictionaryProblem>) -> Void
    ) {
        waiting.withLock { $0.append((languages, done)) }
    }

    /// Those that were asked for last are there.
    func finishLast() {
        guard let (languages, done) = waiting.withLock({ $0.popLast() }) else { return }
        done(.success(FakeDictionaries.Words(words: Set(languages))))
    }
}
