/// The words of the languages that the person writes.
package protocol SpellChecker: Sendable {
    /// True for a word of one of the languages.
    func isCorrect(_ word: String) -> Bool
    /// Words that may be meant, the best first; a few at most.
    func corrections(of word: String) -> [String]
}
