/// A text in which a search has found something: the first place where it stands, and the text on both sides.
struct FoundText {
    private let before: Substring
    private let hit: Substring
    private let after: Substring

    /// Characters of a text that are looked through: no row shows more.
    private static let maxCharacters = 2000

    /// Nil where the text does not have the words, in whatever case, as one piece.
    init?(_ text: String, finding words: String) {
        let wanted = words.lowercased()
        guard !wanted.isEmpty else { return nil }
        let text = text.prefix(Self.maxCharacters)
        for start in text.indices {
            // Case can change how many letters there are, so that the end is felt for.
            var rest = wanted[...]
            var end = start
            while !rest.isEmpty, end < text.endIndex {
                let letter = text[end].lowercased()
                guard rest.hasPrefix(letter) else { break }
                rest = rest.dropFirst(letter.count)
                end = text.index(after: end)
            }
            guard rest.isEmpty else { continue }
            (before, hit, after) = (text[..<start], text[start..<end], text[end...])
            return
        }
        return nil
    }

    /// The text in a row, cut at both ends with `…` so that what was found is in sight.
    func cells(_ style: Style, hit hitStyle: Style, width: Int, shaper: Shaper) -> [ShapedCell] {
        var lead = shaper.shape(before, style)
        let found = shaper.shape(hit, hitStyle)
        let rest = shaper.shape(after, style)
        let columns = (lead + found).reduce(0) { $0 + $1.glyph.width } + (rest.isEmpty ? 0 : 1)
        if columns > width, !lead.isEmpty {
            // The hit begins in the first half of the row.
            let kept = max(min(width / 2, width - found.reduce(0) { $0 + $1.glyph.width }) - 1, 0)
            var used = 0
            let tail = lead.reversed().prefix {
                used += $0.glyph.width
                return used <= kept
            }
            var start = lead.count - tail.count
            while start < lead.count, !lead[start].startsCluster { start += 1 }
            lead = [ShapedCell(Glyph("…"), style)] + lead[start...]
        }
        return (lead + found + rest).fitting(width)
    }
}

extension [ShapedCell] {
    /// The beginning of a row, cut with `…` where it is wider than `limit`.
    fileprivate func fitting(_ limit: Int) -> Self {
        guard reduce(0, { $0 + $1.glyph.width }) > limit else { return self }
        var used = 0
        var end = 0
        while end < count, used + self[end].glyph.width < limit {
            used += self[end].glyph.width
            end += 1
        }
        while end > 0, end < count, !self[end].startsCluster { end -= 1 }
        guard end < count, limit > 0 else { return [] }
        return self[..<end] + [ShapedCell(Glyph("…"), self[end].style)]
    }
}
