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

    /// The text of the cells in a row that a test of styles singles out.
    package func text(row y: Int, where isChosen: (Style) -> Bool) -> String {
        self[row: y].filter { isChosen($0.style) && !$0.glyph.isContinuation }.map(\.glyph.text).joined()
    }
}
