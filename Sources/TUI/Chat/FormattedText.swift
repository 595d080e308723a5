import Client
import Protocol

/// Text that people write, as cells: with the formatting of IRC, and with links.
struct FormattedText {
    /// A link, and its place among the cells.
    struct LinkSpan: Hashable {
        var cells: Range<Int>
        /// Fit to be told to a terminal: ASCII without spaces and controls.
        var url: String
    }

    private(set) var cells: [ShapedCell] = []
    private(set) var links: [LinkSpan] = []
    /// True if any of the words that were looked for stands in it.
    private(set) var holdsMention = false

    init(cells: [ShapedCell] = []) { self.cells = cells }

    /// - Parameters:
    ///   - style: of what no code says otherwise.
    ///   - mentions: finds the words that stand out.
    mutating func append(
        _ text: String, _ style: Style, _ theme: Theme, _ shaper: Shaper, mentions: MentionMatcher = MentionMatcher()
    ) {
        let runs = StyledText.runs(of: text)
        let plain = runs.count == 1 ? runs[0].text : runs.map(\.text).joined()
        let words = mentions.ranges(in: plain)
        if !words.isEmpty { holdsMention = true }
        var open = LinkFinder.ranges(in: plain)[...]
        var place = plain.startIndex
        for run in runs {
            let end = plain.unicodeScalars.index(place, offsetBy: run.text.unicodeScalars.count)
            let runStyle = style.formatted(run.style, theme.depth)
            while place < end {
                guard let link = open.first, link.lowerBound <= place else {
                    let stop = min(open.first?.lowerBound ?? end, end)
                    for (part, isWord) in Self.parts(of: place..<stop, apart: words) {
                        let style = isWord ? theme.mentionText.with(runStyle.attributes) : runStyle
                        shaper.append(plain[part], style, to: &cells)
                    }
                    place = stop
                    continue
                }
                let stop = min(link.upperBound, end)
                let first = cells.count
                let isPlain = run.style.foreground == nil && style.foreground.isStandard
                shaper.append(
                    plain[place..<stop],
                    isPlain ? theme.link.with(runStyle.attributes) : runStyle.with(.underline), to: &cells)
                let begins = link.lowerBound == place
                if begins {
                    let target = LinkFinder.target(plain[link])
                    // No more of it is told to a terminal.
                    let url = LinkFinder.encoded(target.utf8.prefix(2048))
                    links.append(LinkSpan(cells: first..<cells.count, url: url))
                } else if let last = links.indices.last {
                    links[last].cells = links[last].cells.lowerBound..<cells.count
                }
                if stop == link.upperBound { open.removeFirst() }
                place = stop
            }
        }
    }

    private static let lineEnd = Glyph("\u{240A}")

    /// The way in which a row goes on from the one above it.
    func joint(between above: Range<Int>, and row: Range<Int>) -> ChatRow.Joint {
        guard above.upperBound < row.lowerBound else { return .word }
        return cells[above.upperBound..<row.lowerBound].contains { $0.glyph == Self.lineEnd } ? .row : .space
    }

    /// Rows of a width; a line break begins one.
    func rows(width: Int) -> [Range<Int>] {
        let lineEnd = Self.lineEnd
        guard cells.contains(where: { $0.glyph == lineEnd }) else { return Wrap.rows(cells, width: width) }
        var rows: [Range<Int>] = []
        for part in cells.indices.split(
            omittingEmptySubsequences: false, whereSeparator: { cells[$0].glyph == lineEnd })
        {
            rows += Wrap.rows(Array(cells[part]), width: width).map {
                ($0.lowerBound + part.startIndex)..<($0.upperBound + part.startIndex)
            }
        }
        return rows
    }

    /// The parts of a range, the words in it apart from what stands between them.
    private static func parts(
        of range: Range<String.Index>, apart words: [Range<String.Index>]
    ) -> [(Range<String.Index>, isWord: Bool)] {
        var parts: [(Range<String.Index>, isWord: Bool)] = []
        var place = range.lowerBound
        for word in words where word.overlaps(range) {
            let word = word.clamped(to: range)
            if place < word.lowerBound { parts.append((place..<word.lowerBound, false)) }
            parts.append((word, true))
            place = word.upperBound
        }
        if place < range.upperBound { parts.append((place..<range.upperBound, false)) }
        return parts
    }
}

extension Style {
    /// This style with what a text asks for.
    fileprivate func formatted(_ text: TextStyle, _ depth: ColorDepth) -> Style {
        var style = self
        let flags: [(Bool, Attributes)] = [
            (text.isBold, .bold), (text.isItalic, .italic), (text.isUnderlined, .underline),
            (text.isReversed, .reverse),
            (text.isStruck, .dim),
        ]
        for (isOn, flag) in flags where isOn { style.attributes.formUnion(flag) }
        guard depth != .none else { return style }
        if let color = text.foreground { style.foreground = Color(color, depth) ?? foreground }
        if let color = text.background { style.background = Color(color, depth) ?? background }
        return style
    }
}

extension Color {
    /// Nil where the terminal has nothing near.
    fileprivate init?(_ color: TextColor, _ depth: ColorDepth) {
        switch (color, depth) {
        case (_, .palette), (_, .direct):
            let (red, green, blue) = color.rgb
            self.init(red: red, green: green, blue: blue)
        case (.indexed(let number), _) where number < 16: self.init(Self.few[Int(number)])
        case (.indexed, .none), (.indexed, .eight), (.indexed, .sixteen), (.rgb, .none), (.rgb, .eight),
            (.rgb, .sixteen):
            return nil
        }
    }

    /// The first 16 colours of IRC on a terminal that has no more than 8 or 16 itself.
    private static let few: [UInt8] = [7, 0, 4, 2, 1, 1, 5, 3, 3, 2, 6, 6, 4, 5, 0, 7]
}
