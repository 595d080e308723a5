/// The row that is typed into, scrolled sideways so that the cursor is always in it.
enum InputView {
    /// Draws the line and places the cursor.
    static func draw(_ line: InputLine, into surface: inout Surface, _ part: Rect, _ theme: Theme, _ shaper: Shaper) {
        guard !part.isEmpty else { return }
        let prompt = part.width >= 12 ? shaper.shape("> ", theme.quiet) : []
        let room = Rect(x: part.x + prompt.count, y: part.y, width: part.width - prompt.count, height: 1)
        surface.draw(prompt, x: part.x, y: part.y, in: part.columns)

        // Only what is near the cursor is shaped: a long paste costs no more than a short word.
        let reach = room.width * 2
        let start = max(0, line.cursor - reach)
        var before: [ShapedCell] = []
        var after: [ShapedCell] = []
        for character in line.characters[start..<line.cursor] { append(character, theme, shaper, to: &before) }
        for character in line.characters[line.cursor...].prefix(reach) { append(character, theme, shaper, to: &after) }

        // The last column stays free for the cursor.
        var columns = before.reduce(0) { $0 + $1.glyph.width }
        var first = 0
        let isCut = start > 0 || columns > room.width - 1
        if columns > room.width - 1 {
            // Scrolled by half a row at a time, so that the text stands still while it is typed.
            let step = max(room.width / 2, 1)
            let hidden = (columns - (room.width - 1) + step - 1) / step * step
            let kept = columns - hidden
            while first < before.count, columns > max(kept, 0) || !before[first].startsCluster {
                columns -= before[first].glyph.width
                first += 1
            }
        }
        let x = surface.draw(before[first...], x: room.x, y: room.y, in: room.columns)
        surface.draw(after, x: x, y: room.y, in: room.columns)
        if isCut, !prompt.isEmpty {
            surface.draw(shaper.shape("…", theme.quiet), x: part.x, y: part.y, in: part.columns)
        }
        surface.cursor = (min(x, room.x + room.width - 1), room.y)
    }

    private static func append(_ character: Character, _ theme: Theme, _ shaper: Shaper, to cells: inout [ShapedCell]) {
        let before = cells.count
        if let byte = character.asciiValue, byte >= 0x20, byte < 0x7F {
            cells.append(ShapedCell(Glyph(Unicode.Scalar(byte)), theme.text))
        } else if character == "\n" {
            cells.append(ShapedCell(Glyph("⏎"), theme.quiet))
        } else {
            shaper.append(String(character), theme.text, to: &cells)
        }
        // A character of nothing but invisible scalars still has its place.
        if cells.count == before { cells.append(ShapedCell(.unknown, theme.quiet)) }
    }
}
