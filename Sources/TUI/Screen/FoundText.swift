/// A text in which a search has found something: all the words as one piece, or each of them by itself.
struct FoundText {
    private let text: Substring
    /// The first place of each thing that was found, in their order, apart from each other. Never empty.
    private let hits: [Range<Substring.Index>]

    /// Characters of a text that are looked through: no row shows more.
    private static let maxCharacters = 2000
    /// Words that are looked for: nobody types more to find something.
    private static let maxWords = 8

    /// Nil where none of the words, which blanks part, stands in the text, in whatever case.
    init?(_ text: String, finding words: String) {
        let wanted = words.lowercased()
        let text = text.prefix(Self.maxCharacters)
        if let whole = Self.place(of: wanted[...], in: text) {
            hits = [whole]
        } else {
            let places = wanted.split(separator: " ").prefix(Self.maxWords).compactMap { Self.place(of: $0, in: text) }
            hits = Self.joined(places.sorted { $0.lowerBound < $1.lowerBound })
        }
        guard !hits.isEmpty else { return nil }
        self.text = text
    }

    /// - Parameter wanted: in small letters.
    private static func place(of wanted: Substring, in text: Substring) -> Range<Substring.Index>? {
        guard !wanted.isEmpty else { return nil }
        for start in text.indices {
            // Case can change how many letters there are, so that the end is felt for.
            var rest = wanted
            var end = start
            while !rest.isEmpty, end < text.endIndex {
                let letter = text[end].lowercased()
                guard rest.hasPrefix(letter) else { break }
                rest = rest.dropFirst(letter.count)
                end = text.index(after: end)
            }
            if rest.isEmpty { return start..<end }
        }
        return nil
    }

    /// Makes one of those that meet.
    ///
    /// - Parameter places: in the order in which they begin.
    private static func joined(_ places: [Range<Substring.Index>]) -> [Range<Substring.Index>] {
        places.reduce(into: []) { joined, place in
            guard let last = joined.last, place.lowerBound <= last.upperBound else { return joined.append(place) }
            joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, place.upperBound)
        }
    }

    /// The text in a row, cut at both ends with `…` so that the first of what was found is in sight.
    func cells(_ style: Style, hit hitStyle: Style, width: Int, shaper: Shaper) -> [ShapedCell] {
        var lead = shaper.shape(text[..<hits[0].lowerBound], style)
        let found = shaper.shape(text[hits[0]], hitStyle)
        let rest = rest(style, hit: hitStyle, shaper: shaper)
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

    /// The cells of the text behind its first hit, with the other hits marked.
    private func rest(_ style: Style, hit hitStyle: Style, shaper: Shaper) -> [ShapedCell] {
        var cells: [ShapedCell] = []
        var end = hits[0].upperBound
        for hit in hits.dropFirst() {
            shaper.append(text[end..<hit.lowerBound], style, to: &cells)
            shaper.append(text[hit], hitStyle, to: &cells)
            end = hit.upperBound
        }
        shaper.append(text[end...], style, to: &cells)
        return cells
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
