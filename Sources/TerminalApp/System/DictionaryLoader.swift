import Dispatch
import TUI

/// Why no spelling is checked: a sentence with its remedy.
package struct DictionaryProblem: Error, Hashable, Sendable {
    package let text: String

    package init(text: String) { self.text = text }
}

/// Has the words of some languages, such as `en_GB`.
package protocol DictionaryLoader: Sendable {
    /// - Parameter done: called on some thread, once, when they are there or cannot be.
    func load(
        _ languages: [String], done: @escaping @Sendable (Result<any SpellChecker, DictionaryProblem>) -> Void)
}

/// Has them from the system's enchant-2.
package struct EnchantLoader: DictionaryLoader {
    package init() {}

    package func load(
        _ languages: [String], done: @escaping @Sendable (Result<any SpellChecker, DictionaryProblem>) -> Void
    ) {
        DispatchQueue.global(qos: .utility).async {
            do throws(DictionaryProblem) {
                done(.success(try EnchantDictionaries(languages)))
            } catch {
                done(.failure(error))
            }
        }
    }
}
