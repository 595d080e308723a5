import Glibc
import Synchronization
import TUI

/// Dictionaries of the system's library enchant-2.
///
/// `@unchecked Sendable` because of the pointers: they are changed in `init` alone, and what they lead to is used while ``lock`` is held.
final class EnchantDictionaries: SpellChecker, @unchecked Sendable {
    /// Held while the library is called, for whichever dictionaries: the libraries behind it, such as aspell, are not known to bear two
    /// threads at once.
    private static let lock = Mutex(())
    /// Words that are told for a misspelt one.
    private static let maxCorrections = 8

    private let library: EnchantLibrary
    private let broker: EnchantLibrary.Broker
    private var dictionaries: [EnchantLibrary.Dictionary] = []

    /// - Parameter languages: their tags; a word of any of them is correct.
    init(_ languages: [String]) throws(DictionaryProblem) {
        let library = try EnchantLibrary()
        var made: EnchantLibrary.Broker?
        Self.lock.withLock { _ in made = library.makeBroker() }
        guard let broker = made else {
            throw DictionaryProblem(text: "Spelling is not checked: enchant-2 cannot be used. Reinstall it.")
        }
        (self.library, self.broker) = (library, broker)
        for language in languages {
            guard let dictionary = dictionary(of: language) else {
                throw DictionaryProblem(
                    text: "Spelling is not checked: there is no dictionary for “\(language)”. Install one, such as "
                        + "hunspell's, or name another language: /set spelling. enchant-lsmod-2 -list-dicts lists them."
                )
            }
            dictionaries.append(dictionary)
        }
    }

    deinit {
        Self.lock.withLock { _ in
            for dictionary in dictionaries { library.freeDictionary(broker, dictionary) }
            library.freeBroker(broker)
        }
    }

    private func dictionary(of language: String) -> EnchantLibrary.Dictionary? {
        // The library writes its displeasure with an empty tag to the terminal.
        guard !language.isEmpty else { return nil }
        var dictionary: EnchantLibrary.Dictionary?
        Self.lock.withLock { _ in dictionary = library.requestDictionary(broker, language) }
        return dictionary
    }

    func isCorrect(_ word: String) -> Bool {
        Self.lock.withLock { _ in
            dictionaries.contains { dictionary in
                // Negative where the dictionary fails: then nothing is known against the word.
                word.withCString { library.check(dictionary, $0, strlen($0)) } <= 0
            }
        }
    }

    func corrections(of word: String) -> [String] {
        Self.lock.withLock { _ in
            var corrections: [String] = []
            for dictionary in dictionaries {
                var count = 0
                guard let list = word.withCString({ library.suggest(dictionary, $0, strlen($0), &count) }) else {
                    continue
                }
                for place in 0..<max(min(count, Self.maxCorrections), 0) {
                    guard let text = list[place].map({ String(cString: $0) }), !corrections.contains(text) else {
                        continue
                    }
                    corrections.append(text)
                }
                library.freeList(dictionary, list)
            }
            return Array(corrections.prefix(Self.maxCorrections))
        }
    }
}
