/// A link in a row of the screen.
package struct SurfaceLink: Hashable, Sendable {
    package var row: Int
    package var columns: Range<Int>
    package var url: String

    package init(row: Int, columns: Range<Int>, url: String) {
        self.row = row
        self.columns = columns
        self.url = url
    }
}

/// The sequences that make the links on the screen links, for a terminal that knows OSC 8; other terminals pass them over.
/// <https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda>
///
/// The screen is drawn first, without them. Then each row whose cells or links changed has its linked cells written once more
/// as they are, between the marks; the cursor and the style are put back.
package enum HyperlinkSequences {
    package static func text(_ surface: Surface, since before: Surface?, depth: ColorDepth) -> String {
        guard !surface.links.isEmpty || before?.links.isEmpty == false else { return "" }
        var text = ""
        // Mostly nothing but the input has changed, and no row is looked at.
        let areOther = before.map { $0.links != surface.links } ?? true
        for y in rows(surface, before) where areOther || surface.changedColumns(row: y, since: before) != nil {
            let links = surface.links.filter { $0.row == y }
            let old = before?.links.filter { $0.row == y } ?? []
            guard links != old || surface.changedColumns(row: y, since: before) != nil else { continue }
            // The cells of a link that is gone may be thought unchanged by whoever drew them.
            for gone in old where !links.contains(gone) { write(surface, y, gone.columns, nil, depth, to: &text) }
            for link in links { write(surface, y, link.columns, link.url, depth, to: &text) }
        }
        return text.isEmpty ? "" : "\u{1B}7" + text + "\u{1B}8"
    }

    /// The rows that have links, or had.
    private static func rows(_ surface: Surface, _ before: Surface?) -> [Int] {
        var rows: [Int] = []
        for link in surface.links where link.row != rows.last { rows.append(link.row) }
        guard let before, before.links != surface.links else { return rows }
        return Set(rows + before.links.map(\.row)).sorted().filter { $0 < surface.height }
    }

    private static func write(
        _ surface: Surface, _ y: Int, _ columns: Range<Int>, _ url: String?, _ depth: ColorDepth, to text: inout String
    ) {
        var columns = columns.clamped(to: 0..<surface.width)
        let row = surface[row: y]
        while let first = columns.first, row[first].glyph.isContinuation, first > 0 {
            columns = (first - 1)..<columns.upperBound
        }
        guard !columns.isEmpty else { return }
        text += "\u{1B}[\(y + 1);\(columns.lowerBound + 1)H"
        // The same id makes the parts of a link that was wrapped one link under the pointer.
        if let url { text += "\u{1B}]8;id=\(id(url));\(url)\u{1B}\\" }
        var style: Style?
        for x in columns where !row[x].glyph.isContinuation {
            if row[x].style != style {
                style = row[x].style
                text += row[x].style.sequence(in: depth)
            }
            text += row[x].glyph.text
        }
        if url != nil { text += "\u{1B}]8;;\u{1B}\\" }
        text += "\u{1B}[m"
    }

    private static func id(_ url: String) -> String {
        var hash: UInt32 = 2_166_136_261
        for byte in url.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        return String(hash, radix: 36)
    }
}

extension Style {
    /// The sequence that sets a terminal to this style from any other.
    package func sequence(in depth: ColorDepth) -> String {
        var codes = ["0"]
        let flags: [(Attributes, String)] = [
            (.bold, "1"), (.dim, "2"), (.italic, "3"), (.underline, "4"), (.reverse, "7"),
        ]
        for (flag, code) in flags where attributes.contains(flag) { codes.append(code) }
        codes += Self.codes(foreground.number(in: depth), depth, base: 30)
        codes += Self.codes(background.number(in: depth), depth, base: 40)
        return "\u{1B}[" + codes.joined(separator: ";") + "m"
    }

    private static func codes(_ number: Int32, _ depth: ColorDepth, base: Int32) -> [String] {
        switch number {
        case ..<0: []
        case 0..<8: ["\(base + number)"]
        case 8..<16 where depth != .direct: ["\(base + 52 + number)"]
        default:
            depth == .direct
                ? ["\(base + 8)", "2", "\(number >> 16 & 255)", "\(number >> 8 & 255)", "\(number & 255)"]
                : ["\(base + 8)", "5", "\(number)"]
        }
    }
}
