import Chat
import Protocol

/// A typed search, as phrases that must all occur. A word alone is a phrase of one.
struct SearchPattern: Hashable, Sendable {
    /// Each not empty.
    let phrases: [[String]]

    /// Reads what somebody typed. The words between two quotes are one phrase; an open quote ends with the text. All other signs part
    /// words or belong to them: `don't` is the phrase "don t".
    init(_ typed: String) {
        var phrases: [[String]] = []
        for (index, part) in typed.split(separator: "\"", omittingEmptySubsequences: false).enumerated() {
            let pieces = index % 2 == 1 ? [part] : part.split(whereSeparator: \.isWhitespace)
            phrases += pieces.map { SearchTokenizer.words(of: $0.utf8) }
        }
        self.phrases = phrases.filter { !$0.isEmpty }
    }

    /// Nothing to look for: it is found nowhere.
    var isEmpty: Bool { phrases.isEmpty }

    func matches(_ words: [String]) -> Bool {
        !isEmpty && phrases.allSatisfy { phrase in Self.contains(words, phrase) }
    }

    private static func contains(_ words: [String], _ phrase: [String]) -> Bool {
        guard words.count >= phrase.count else { return false }
        return (0...(words.count - phrase.count)).contains { start in
            words[start...].starts(with: phrase)
        }
    }
}
