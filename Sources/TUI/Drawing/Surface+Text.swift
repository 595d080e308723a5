extension Surface {
    /// The screen as text, one line a row without the spaces at its end. A wide glyph stands once.
    package var text: String {
        (0..<height).map { y in
            var line = ""
            for cell in self[row: y] where !cell.glyph.isContinuation { line += cell.glyph.text }
            while line.hasSuffix(" ") { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }

    /// The text in some columns of a row, without the spaces at its end.
    func text(row y: Int, in columns: Range<Int>) -> String {
        var text = self[row: y][columns].filter { !$0.glyph.isContinuation }.map(\.glyph.text).joined()
        while text.last == " " { text.removeLast() }
        return text
    }

    /// The text of the cells in some columns of some rows; see ``Swift/Array/text``.
    func text(_ parts: [(y: Int, columns: Range<Int>)]) -> String {
        parts.map { CopiedRow(start: $0.columns.lowerBound, text: text(row: $0.y, in: $0.columns)) }.text
    }

    /// The text of the cells in a row that a test of styles singles out.
    package func text(row y: Int, where isChosen: (Style) -> Bool) -> String {
        self[row: y].filter { isChosen($0.style) && !$0.glyph.isContinuation }.map(\.glyph.text).joined()
    }
}

/// A row of what is copied from the screen, without the blanks at its end.
struct CopiedRow {
    /// The column of its first cell.
    let start: Int
    let text: String
}

extension [CopiedRow] {
    /// The rows, without the blanks with which all of them begin, and without rows of nothing above them.
    var text: String {
        let first = filter { !$0.text.isEmpty }.map { $0.start + $0.text.prefix { $0 == " " }.count }.min() ?? 0
        return String(
            map { $0.text.dropFirst(Swift.max(first - $0.start, 0)) }.joined(separator: "\n").drop(while: \.isNewline))
    }
}
