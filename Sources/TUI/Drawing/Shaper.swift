/// A cell of a text that has not found its place on the screen yet.
package struct ShapedCell: Hashable, Sendable {
    package var glyph: Glyph
    package var style: Style
    /// False where the cell goes on with what a reader takes for one character: no row may end before it.
    package var startsCluster: Bool

    package init(_ glyph: Glyph, _ style: Style, startsCluster: Bool = true) {
        self.glyph = glyph
        self.style = style
        self.startsCluster = startsCluster
    }
}

/// Turns text into cells.
///
/// Every column is decided here, so that a border drawn behind the text stands where it should in every terminal:
/// - a scalar of width 1 or 2 opens a cell; one of width 0 that is a mark joins the cell before it;
/// - scalars that make terminals disagree about widths are left out: joiners, variation selectors, skin tones, tags. A family of three
///   joined by U+200D is three glyphs of two columns; a thumb with a skin tone is a thumb;
/// - scalars that would move the cursor or turn the text around are not passed on: control characters become their pictures (U+2400 and
///   on), bidi controls and other invisible formats nothing;
/// - a scalar whose width is unknown becomes U+FFFD.
package struct Shaper: Sendable {
    /// The columns that the terminal gives a scalar, as libc's `wcwidth` has it: 0, 1, 2, or -1 where it knows none.
    package typealias ScalarWidth = @Sendable (Unicode.Scalar) -> Int

    private let scalarWidth: ScalarWidth

    package init(scalarWidth: @escaping ScalarWidth) {
        self.scalarWidth = scalarWidth
    }

    /// The cells of a text, in order. Linear; a text in ASCII costs no look-up.
    package func shape(_ text: some StringProtocol, _ style: Style = .plain) -> [ShapedCell] {
        var cells: [ShapedCell] = []
        cells.reserveCapacity(text.utf8.count)
        append(text, style, to: &cells)
        return cells
    }

    package func append(_ text: some StringProtocol, _ style: Style, to cells: inout [ShapedCell]) {
        // Runs of ASCII need no look at what a character is, but for the last letter, which marks may follow.
        var rest = Substring(text)
        while !rest.isEmpty {
            let ascii = rest.utf8.firstIndex { $0 >= 0x80 } ?? rest.endIndex
            guard ascii < rest.endIndex else {
                for byte in rest.utf8 { cells.append(ShapedCell(glyph(ascii: byte), style)) }
                return
            }
            let before = ascii > rest.startIndex ? rest.utf8.index(before: ascii) : ascii
            for byte in rest[..<before].utf8 { cells.append(ShapedCell(glyph(ascii: byte), style)) }
            let next = rest.utf8[ascii...].firstIndex { $0 < 0x80 } ?? rest.endIndex
            for character in rest[before..<next] { append(character, style, to: &cells) }
            rest = rest[next...]
        }
    }

    /// Columns of a text in one row.
    package func width(_ text: some StringProtocol) -> Int {
        shape(text).reduce(0) { $0 + $1.glyph.width }
    }

    /// The text's beginning, cut with `…` where it is wider than `limit`.
    package func shape(_ text: some StringProtocol, _ style: Style, fitting limit: Int) -> [ShapedCell] {
        var cells = shape(text, style)
        guard cells.reduce(0, { $0 + $1.glyph.width }) > limit else { return cells }
        var used = 0
        var end = 0
        while end < cells.count, used + cells[end].glyph.width < limit {
            used += cells[end].glyph.width
            end += 1
        }
        while end > 0, end < cells.count, !cells[end].startsCluster { end -= 1 }
        cells.removeSubrange(end...)
        if limit > 0 { cells.append(ShapedCell(Glyph("…"), style)) }
        return cells
    }

    func append(_ character: Character, _ style: Style, to cells: inout [ShapedCell]) {
        var isFirst = true
        for scalar in character.unicodeScalars {
            if scalar.isASCII {
                cells.append(ShapedCell(glyph(ascii: UInt8(scalar.value)), style, startsCluster: isFirst))
                isFirst = false
                continue
            }
            let category = scalar.properties.generalCategory
            if scalar.isLeftOut(category) || (!isFirst && scalar.properties.isEmojiModifier) { continue }
            let width = category == .control ? -1 : scalarWidth(scalar)
            if width == 0, !isFirst {
                cells[cells.count - 1].glyph.append(scalar)
                continue
            }
            var glyph: Glyph
            switch width {
            case 1...2: glyph = Glyph(scalar, width: width)
            case 0:
                glyph = .space
                glyph.append(scalar)
            default: glyph = .unknown
            }
            cells.append(ShapedCell(glyph, style, startsCluster: isFirst))
            isFirst = false
        }
    }

    private func glyph(ascii byte: UInt8) -> Glyph {
        switch byte {
        case 0x20...0x7E: Glyph(Unicode.Scalar(byte))
        case 0x7F: Glyph("\u{2421}")
        default: Glyph(Unicode.Scalar(0x2400 + UInt32(byte)) ?? "\u{FFFD}")
        }
    }
}

extension Unicode.Scalar {
    /// Invisible, or read differently by different terminals.
    fileprivate func isLeftOut(_ category: Unicode.GeneralCategory) -> Bool {
        switch value {
        case 0x200C: false  // parts letters in Persian; takes no column anywhere
        case 0xFE00...0xFE0F, 0xE0000...0xE0FFF: true
        // Fillers of Hangul and Khmer, selectors of Mongolian, and what else Unicode says is not to be seen:
        // <https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point>.
        case 0xAD, 0x34F, 0x115F...0x1160, 0x17B4...0x17B5, 0x180B...0x180F, 0x2065, 0x3164, 0xFFA0, 0xFFF0...0xFFF8:
            true
        default: category == .format
        }
    }
}
