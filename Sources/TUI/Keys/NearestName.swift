import Protocol

/// The name most like a mistyped one.
package enum NearestName {
    /// The name of which fewest letters are mistyped: two at most, or half of them in a longer word. Case does not
    /// count.
    ///
    /// - Returns: nil where none is near.
    package static func of(_ word: String, among names: some Sequence<String>) -> String? {
        // A measure of longer words tells nothing of what stands behind these letters.
        let word = word.lowercased().prefix(EditDistance.maxLetters)
        let scored = names.map { ($0, EditDistance.between(String(word), $0.lowercased())) }
        guard let best = scored.min(by: { ($0.1, $0.0) < ($1.1, $1.0) }), best.1 <= max(2, word.count / 2) else {
            return nil
        }
        return best.0
    }
}
