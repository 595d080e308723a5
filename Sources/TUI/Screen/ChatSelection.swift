import Client

/// The text that is selected in a buffer, by its lines and the places in them: other lines may come, and the rows may move.
struct ChatSelection: Hashable, Sendable {
    /// A place in what is shown of a line.
    struct Place: Hashable, Comparable, Sendable {
        let line: LineID
        let section: ChatRow.Section
        /// Counted in cells from the beginning of the section.
        let offset: Int
        /// Zero in the text; less in the columns before its row, by so many; one behind its row.
        let column: Int

        static func < (a: Place, b: Place) -> Bool {
            (a.line, a.section, a.offset, a.column) < (b.line, b.section, b.offset, b.column)
        }
    }

    let buffer: BufferAddress
    private let anchor: Place
    private var head: Place
    /// True where it began in the text. Then the columns of the time and the nick are left out.
    private let isOfText: Bool

    /// Nil where there is no line of a chat under the pointer.
    init?(from place: TextSelection.Place, in part: Rect, on surface: Surface) {
        guard let row = surface.chatRow(place.y, in: part) else { return nil }
        buffer = row.line.buffer
        isOfText = row.text.contains(place.x)
        anchor = row.place(at: place.x, on: surface, y: place.y)
        head = anchor
    }

    /// True while it ends in the cell in which it begins.
    var isEmpty: Bool { anchor == head }

    /// The lines that it begins and ends in.
    var lines: ClosedRange<LineID> { first.line...last.line }

    /// True while the lines that it begins and ends in are held.
    func isHeld(in chat: ChatModel) -> Bool {
        guard let buffer = chat[buffer] else { return false }
        return buffer.index(of: lines.lowerBound) != nil && buffer.index(of: lines.upperBound) != nil
    }

    /// Takes the pointer to a cell. Where no line is, it ends with the nearest row between it and the place where it began.
    mutating func extend(to place: TextSelection.Place, in part: Rect, on surface: Surface) {
        if let row = row(place.y, in: part, on: surface) {
            head = row.place(at: place.x, on: surface, y: place.y)
            return
        }
        let rows = part.rows.compactMap { y in self.row(y, in: part, on: surface).map { (y: y, row: $0) } }
        if let above = rows.last(where: { $0.y < place.y }) {
            if anchor <= above.row.end { return head = above.row.end }
        }
        if let below = rows.first(where: { $0.y > place.y }) {
            head = below.row.place(at: isOfText ? below.row.text.lowerBound : part.x, on: surface, y: below.y)
        }
    }

    /// The row of this buffer that stands in a row of the screen.
    private func row(_ y: Int, in part: Rect, on surface: Surface) -> ChatRowTarget? {
        surface.chatRow(y, in: part).flatMap { $0.line.buffer == buffer ? $0 : nil }
    }

    /// The columns of a row that are selected; nil where none are. A wide glyph is in it whole.
    func columns(row y: Int, in part: Rect, on surface: Surface) -> Range<Int>? {
        row(y, in: part, on: surface).flatMap { columns(of: $0, y, in: part, on: surface) }
    }

    private func columns(of row: ChatRowTarget, _ y: Int, in part: Rect, on surface: Surface) -> Range<Int>? {
        guard isIn(row, part) else { return nil }
        let whole = (isOfText ? row.text : part.columns).clamped(to: part.columns)
        let start =
            first > row.start(of: part) ? row.columns(of: first, on: surface, y: y).lowerBound : whole.lowerBound
        let end = last < row.end ? row.columns(of: last, on: surface, y: y).upperBound : whole.upperBound
        guard start < end else { return nil }
        let columns = (start..<end).clamped(to: whole)
        return columns.isEmpty ? nil : columns
    }

    /// The rows of it on a surface, without blanks at their ends, each with what parts it from the one above: rows that a message was broken into are
    /// one again, and what parts messages, such as the rule of a day, is left out of their text.
    func rows(of part: Rect, on surface: Surface) -> [(separator: String, row: CopiedRow)] {
        part.rows.compactMap { y in
            guard let row = row(y, in: part, on: surface), isIn(row, part) else { return nil }
            let columns = columns(of: row, y, in: part, on: surface) ?? row.text.lowerBound..<row.text.lowerBound
            let copied = CopiedRow(start: columns.lowerBound, text: surface.text(row: y, in: columns))
            return ((isOfText ? row.joint : .row).separator, copied)
        }
    }

    /// The text of such rows. Where it began beside the text it goes without the blanks with which all rows begin.
    func text(of rows: [(separator: String, row: CopiedRow)]) -> String {
        guard isOfText else { return rows.map(\.row).text }
        var text = ""
        for (separator, row) in rows { text += (text.isEmpty ? "" : separator) + row.text }
        return text
    }

    private var first: Place { min(anchor, head) }
    private var last: Place { max(anchor, head) }

    /// True if any place of a row is selected.
    private func isIn(_ row: ChatRowTarget, _ part: Rect) -> Bool { first <= row.end && last >= row.start(of: part) }
}

extension ChatRowTarget {
    /// The place at a column.
    fileprivate func place(at x: Int, on surface: Surface, y: Int) -> ChatSelection.Place {
        guard x >= text.lowerBound else { return place(cells.lowerBound, column: x - text.lowerBound) }
        guard x < text.upperBound else { return end }
        let passed = surface[row: y][text.lowerBound...x].count { !$0.glyph.isContinuation }
        return passed > cells.count ? end : place(cells.lowerBound + max(passed - 1, 0))
    }

    private func place(_ offset: Int, column: Int = 0) -> ChatSelection.Place {
        ChatSelection.Place(line: line.line, section: section, offset: offset, column: column)
    }

    /// The first place in the row, that of the leftmost column of a pane.
    fileprivate func start(of part: Rect) -> ChatSelection.Place {
        place(cells.lowerBound, column: min(part.x - text.lowerBound, 0))
    }

    /// The place behind the row's text.
    fileprivate var end: ChatSelection.Place { place(max(cells.upperBound - 1, cells.lowerBound), column: 1) }

    /// The columns of a place in the row; none behind its text.
    fileprivate func columns(of place: ChatSelection.Place, on surface: Surface, y: Int) -> Range<Int> {
        if place.column < 0 {
            let x = text.lowerBound + place.column
            return x..<(x + 1)
        }
        var columns = text.lowerBound..<text.lowerBound
        let count = place == end ? cells.count : min(place.offset - cells.lowerBound, cells.count)
        for number in 0...max(count, 0) {
            guard number < cells.count else { return columns.upperBound..<columns.upperBound }
            var next = columns.upperBound + 1
            while next < text.upperBound, surface[next, y].glyph.isContinuation { next += 1 }
            columns = columns.upperBound..<next
        }
        return columns
    }
}

extension ChatRow.Joint {
    fileprivate var separator: String {
        switch self {
        case .row: "\n"
        case .space: " "
        case .word: ""
        }
    }
}
