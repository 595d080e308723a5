/// Finds the words of a text that speak of the person: their nick, and whatever else they are called by.
package struct MentionMatcher: Hashable, Sendable {
    private let names: [NameMatcher]

    package init() { names = [] }

    init(_ names: [NameMatcher]) { self.names = names }

    /// The places of those words in a text without formatting, from left to right; none overlaps another.
    package func ranges(in text: String) -> [Range<String.Index>] {
        var ranges: [Range<String.Index>] = []
        for range in names.flatMap({ $0.ranges(in: text) }).sorted(by: { $0.lowerBound < $1.lowerBound })
        where ranges.last.map({ $0.upperBound <= range.lowerBound }) ?? true {
            ranges.append(range)
        }
        return ranges
    }
}

extension ClientSession {
    /// Finds what speaks of the person on this network.
    package var mentionMatcher: MentionMatcher { MentionMatcher([ownNick.matcher] + preferences.highlightWords) }
}
