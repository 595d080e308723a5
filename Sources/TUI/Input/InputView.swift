/// The rows that are typed into, at the foot of the screen.
enum InputView {
    /// How many rows a text would like.
    static func rowCount(_ line: InputLine, behind prompt: InputPrompt, width: Int, shaper: Shaper) -> Int {
        // No text takes fewer rows than its breaks, nor more than that and its columns; short ones need no look.
        if line.characters.count < (width - prompt.columns) / 2, !line.hasBreaks { return 1 }
        return InputRows(line, width: width - prompt.columns, shaper: shaper).rows.count
    }

    /// Draws the text and places the cursor; if there are more rows than room, draws those with the cursor.
    ///
    /// - Parameters:
    ///   - hint: the cells that are drawn in an empty input.
    ///   - missing: the cells that are drawn behind the text, as far as its last row has room. They are no part of it.
    ///   - misspelt: the words that are marked, in characters.
    static func draw(
        _ line: InputLine, behind prompt: InputPrompt, hint: [ShapedCell] = [], missing: [ShapedCell] = [],
        misspelt: [Range<Int>] = [], into surface: inout Surface, part: Rect, theme: Theme, shaper: Shaper
    ) {
        guard !part.isEmpty else { return }
        let indent = prompt.columns
        let layout = InputRows(line, width: part.width - indent, shaper: shaper)
        let cursorRow = layout.cursorRow
        let wrong = Style(theme.error.foreground, on: theme.text.background, attributes: .underline)
        let first = max(min(cursorRow, layout.rows.count - part.height), 0)
        for (y, row) in layout.rows[first...].prefix(part.height).enumerated() {
            let isFirst = first + y == 0
            let isCut = (y == 0 && !isFirst) || (y == part.height - 1 && first + y < layout.rows.count - 1)
            if isCut, indent > 0 {
                surface.draw(shaper.shape("…", theme.quiet), x: part.x + indent - 2, y: part.y + y, in: part.columns)
            } else if isFirst {
                surface.draw(shaper.shape(prompt.text, theme.quiet), x: part.x, y: part.y + y, in: part.columns)
            }
            var cells: [ShapedCell] = []
            cells.reserveCapacity(row.count)
            for place in row where !line.characters[place].isBreak {
                let isWrong = !misspelt.isEmpty && misspelt.contains { $0.contains(place) }
                InputRows.append(line.characters[place], isWrong ? wrong : theme.text, shaper, to: &cells)
            }
            surface.draw(cells, x: part.x + indent, y: part.y + y, in: part.columns)
        }
        let x = part.x + indent + layout.cursorColumn
        if line.isEmpty, !hint.isEmpty {
            let columns = hint.reduce(0) { $0 + $1.glyph.width }
            surface.draw(hint, x: max(part.x + part.width - columns - 1, x + 1), y: part.y, in: part.columns)
        }
        if !missing.isEmpty, line.cursor == line.characters.count {
            surface.draw(missing, x: x, y: part.y + cursorRow - first, in: part.columns)
        }
        surface.cursor = (min(x, part.x + part.width - 1), part.y + cursorRow - first)
    }
}
