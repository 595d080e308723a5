/// The text that is typed, in rows of the screen.
struct InputRows {
    /// The characters of each row; a line break belongs to the row that it ends.
    private(set) var rows: [Range<Int>] = []
    private let cursor: Int
    /// The columns of each character.
    private var columns: [Int] = []

    /// - Parameter width: columns, one of which stays free for the cursor.
    init(_ line: InputLine, width: Int, shaper: Shaper) {
        cursor = line.cursor
        let available = max(width - 1, 1)
        guard !line.isPlain || line.characters.count > available else {
            rows = [0..<line.characters.count]
            return
        }
        columns = line.characters.map { Self.columns(of: $0, shaper: shaper) }
        var start = 0
        var used = 0
        var space: (next: Int, used: Int)?
        for (index, character) in line.characters.enumerated() {
            if character.isBreak {
                rows.append(start..<(index + 1))
                (start, used, space) = (index + 1, 0, nil)
                continue
            }
            let isSpace = character.ascii == 0x20
            if used + columns[index] > available, index > start, !isSpace {
                let end = space?.next ?? index
                rows.append(start..<end)
                used -= space?.used ?? used
                (start, space) = (end, nil)
            }
            used += columns[index]
            if isSpace { space = (index + 1, used) }
        }
        rows.append(start..<line.characters.count)
    }

    /// The row that the cursor is in.
    var cursorRow: Int {
        // At a border it is at the beginning of the row below.
        rows.lastIndex { $0.lowerBound <= cursor } ?? 0
    }

    /// Columns before the cursor in its row.
    var cursorColumn: Int {
        guard !columns.isEmpty else { return cursor }
        return columns[rows[cursorRow].lowerBound..<cursor].reduce(0, +)
    }

    /// The place in a row that is nearest to a column.
    func place(row: Int, column: Int) -> Int {
        var place = rows[row].lowerBound
        var used = 0
        let isLast = row == rows.count - 1
        let end = isLast ? rows[row].upperBound : rows[row].upperBound - 1
        while place < end {
            used += columns.isEmpty ? 1 : columns[place]
            if used > column { break }
            place += 1
        }
        return place
    }

    private static func columns(of character: Character, shaper: Shaper) -> Int {
        if let byte = character.ascii { return byte == 0x0A ? 0 : 1 }
        var cells: [ShapedCell] = []
        append(character, .plain, shaper, to: &cells)
        return cells.reduce(0) { $0 + $1.glyph.width }
    }

    /// The cells of one character behind those of others.
    static func append(_ character: Character, _ style: Style, _ shaper: Shaper, to cells: inout [ShapedCell]) {
        if let byte = character.ascii, byte >= 0x20, byte < 0x7F {
            return cells.append(ShapedCell(Glyph(Unicode.Scalar(byte)), style))
        }
        if let byte = character.ascii, let code = FormattingCode(rawValue: byte) {
            return cells += shaper.shape(code.sign, style.with(.reverse))
        }
        let count = cells.count
        shaper.append(character, style, to: &cells)
        // A character of nothing but invisible scalars still has its place.
        if cells.count == count { cells.append(ShapedCell(.unknown, style)) }
    }
}

extension Character {
    /// Its only byte. `asciiValue` and comparing with a literal look at the whole text, and that is felt with every key.
    fileprivate var ascii: UInt8? {
        let bytes = utf8
        return bytes.count == 1 ? bytes.first : nil
    }

    /// True if the character ends a row.
    var isBreak: Bool { ascii == 0x0A }

    var isSlash: Bool { ascii == 0x2F }
}
