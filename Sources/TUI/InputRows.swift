/// What is typed, in rows of the screen.
struct InputRows {
    /// The characters of each row; a line break belongs to the row that it ends.
    private(set) var rows: [Range<Int>] = []
    private let line: InputLine
    private let shaper: Shaper

    /// - Parameter width: columns, one of which stays free for the cursor.
    init(_ line: InputLine, width: Int, _ shaper: Shaper) {
        self.line = line
        self.shaper = shaper
        let room = max(width - 1, 1)
        var start = 0
        var used = 0
        var space: (next: Int, used: Int)?
        for (index, character) in line.characters.enumerated() {
            if character == "\n" {
                rows.append(start..<(index + 1))
                (start, used, space) = (index + 1, 0, nil)
                continue
            }
            let columns = Self.columns(of: character, shaper)
            if used + columns > room, index > start, character != " " {
                let end = space?.next ?? index
                rows.append(start..<end)
                used -= space?.used ?? used
                (start, space) = (end, nil)
            }
            used += columns
            if character == " " { space = (index + 1, used) }
        }
        rows.append(start..<line.characters.count)
    }

    /// The row that the cursor is in.
    var cursorRow: Int {
        // At a border it is at the beginning of the row below.
        rows.lastIndex { $0.lowerBound <= line.cursor } ?? 0
    }

    /// Columns before the cursor in its row.
    var cursorColumn: Int {
        line.characters[rows[cursorRow].lowerBound..<line.cursor].reduce(0) { $0 + Self.columns(of: $1, shaper) }
    }

    /// The place in a row that is nearest to a column.
    func place(row: Int, column: Int) -> Int {
        var place = rows[row].lowerBound
        var used = 0
        let isLast = row == rows.count - 1
        let end = isLast ? rows[row].upperBound : rows[row].upperBound - 1
        while place < end {
            used += Self.columns(of: line.characters[place], shaper)
            if used > column { break }
            place += 1
        }
        return place
    }

    static func columns(of character: Character, _ shaper: Shaper) -> Int {
        if let byte = character.asciiValue { return byte == 0x0A ? 0 : 1 }
        return cells(of: character, .plain, shaper).reduce(0) { $0 + $1.glyph.width }
    }

    static func cells(of character: Character, _ style: Style, _ shaper: Shaper) -> [ShapedCell] {
        if let byte = character.asciiValue, byte >= 0x20, byte < 0x7F {
            return [ShapedCell(Glyph(Unicode.Scalar(byte)), style)]
        }
        let cells = shaper.shape(String(character), style)
        // A character of nothing but invisible scalars still has its place.
        return cells.isEmpty ? [ShapedCell(.unknown, style)] : cells
    }
}
