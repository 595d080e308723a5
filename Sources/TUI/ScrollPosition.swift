import Client

/// Which row stands at the bottom of the chat.
package enum ScrollPosition: Hashable, Sendable {
    /// The newest there is, also when newer ones come.
    case newest
    /// This row of this line, until the reader moves.
    case at(LineID, row: Int)
}

/// Moves over the rows of a buffer and finds those that are visible.
///
/// Only lines near the place are looked at: the cost is that of a screenful, however many lines the buffer holds.
package struct RowWalker {
    package let buffer: Buffer
    package let formatter: LineFormatter
    /// To be kept for the next walk over the same buffer.
    package private(set) var cache: RowCache
    private let firstID: LineID
    /// The line last made: going up, it is the one before of the one below.
    private var made: (index: Int, line: Line)?

    package init(_ buffer: Buffer, _ formatter: LineFormatter, cache: RowCache = RowCache()) {
        self.buffer = buffer
        self.formatter = formatter
        self.cache = cache
        self.cache.prepare(for: formatter)
        firstID = buffer.scrollback.firstID
    }

    /// A row of a line, the line being counted from the oldest.
    private struct Place: Hashable {
        var index: Int
        var row: Int
    }

    /// A row that is on the screen.
    package struct VisibleRow {
        package let line: Line
        package let row: ChatRow
        /// Counted from the top of the line.
        package let number: Int
    }

    /// The rows that fill a height, from the top; fewer where the buffer has no more. A place that would leave rows empty
    /// above is moved down.
    package mutating func visible(_ position: ScrollPosition, height: Int) -> [VisibleRow] {
        guard height > 0, let bottom = clamped(position, height: height) else { return [] }
        var found: [VisibleRow] = []
        var index = bottom.index
        var last = bottom.row
        while index >= 0, found.count < height {
            let (line, rows) = rows(index)
            for number in stride(from: min(last, rows.count - 1), through: 0, by: -1) where found.count < height {
                found.append(VisibleRow(line: line, row: rows[number], number: number))
            }
            index -= 1
            last = .max
        }
        return found.reversed()
    }

    /// The position so many rows further down; less than zero is further up.
    ///
    /// It ends where the oldest row stands at the top, and becomes `.newest` where the newest stands at the bottom.
    package mutating func moved(_ position: ScrollPosition, by rows: Int, height: Int) -> ScrollPosition {
        guard height > 0, var place = clamped(position, height: height) else { return .newest }
        place = rows < 0 ? self.place(place, up: -rows) : self.place(place, down: rows)
        return self.position(clamp(place, height: height))
    }

    package mutating func oldest(height: Int) -> ScrollPosition {
        guard height > 0, buffer.lineCount > 0 else { return .newest }
        return position(clamp(Place(index: 0, row: 0), height: height))
    }

    private mutating func position(_ place: Place) -> ScrollPosition {
        let isLast = place.index == buffer.lineCount - 1 && place.row == rowCount(place.index) - 1
        return isLast ? .newest : .at(firstID.advanced(by: place.index), row: place.row)
    }

    /// The place that a position means by now; nil where there is no line.
    private mutating func clamped(_ position: ScrollPosition, height: Int) -> Place? {
        let last = buffer.lineCount - 1
        guard last >= 0 else { return nil }
        switch position {
        case .newest: return Place(index: last, row: rowCount(last) - 1)
        case .at(let id, let row):
            let index = id.number - firstID.number
            // Trimmed away while the reader was there, or not there any more.
            guard index >= 0 else { return clamp(Place(index: 0, row: 0), height: height) }
            guard index <= last else { return Place(index: last, row: rowCount(last) - 1) }
            return clamp(Place(index: index, row: min(row, rowCount(index) - 1)), height: height)
        }
    }

    /// Moves a place down until no row above the oldest would be seen, where there are enough rows.
    private mutating func clamp(_ place: Place, height: Int) -> Place {
        var above = place.row
        var index = place.index
        while above < height - 1, index > 0 {
            index -= 1
            above += rowCount(index)
        }
        return above >= height - 1 ? place : self.place(place, down: height - 1 - above)
    }

    private mutating func place(_ place: Place, up rows: Int) -> Place {
        var place = place
        var rest = rows
        while rest > place.row {
            guard place.index > 0 else { return Place(index: 0, row: 0) }
            rest -= place.row + 1
            place.index -= 1
            place.row = rowCount(place.index) - 1
        }
        place.row -= rest
        return place
    }

    private mutating func place(_ place: Place, down rows: Int) -> Place {
        var place = place
        var rest = rows
        var count = rowCount(place.index)
        while place.row + rest >= count {
            guard place.index < buffer.lineCount - 1 else { return Place(index: place.index, row: count - 1) }
            rest -= count - place.row
            place.index += 1
            place.row = 0
            count = rowCount(place.index)
        }
        place.row += rest
        return place
    }

    private mutating func rowCount(_ index: Int) -> Int { rows(index).rows.count }

    private mutating func rows(_ index: Int) -> (line: Line, rows: [ChatRow]) {
        let line = made?.index == index ? made!.line : buffer.line(at: index)
        let previous = index > 0 ? buffer.line(at: index - 1) : nil
        made = previous.map { (index - 1, $0) }
        return (line, cache.rows(of: line, after: previous, formatter))
    }
}

/// The rows of the lines that were looked at last: most of them are wanted again with the next frame.
///
/// A line is known again only if it and the one before it are the same in every part, so nothing has to be told when one
/// of them changes.
package struct RowCache: Sendable {
    private struct Entry {
        let line: Line
        let previous: Line?
        let rows: [ChatRow]
    }

    private static let limit = 512

    private var entries: [LineID: Entry] = [:]
    private var measures: [Int] = []

    package init() {}

    /// Forgets everything that was made for other measures.
    fileprivate mutating func prepare(for formatter: LineFormatter) {
        let measures = [formatter.width, formatter.nickColumns, formatter.isStacked ? 1 : 0]
        guard measures != self.measures else { return }
        self.measures = measures
        entries.removeAll(keepingCapacity: true)
    }

    fileprivate mutating func rows(of line: Line, after previous: Line?, _ formatter: LineFormatter) -> [ChatRow] {
        if let entry = entries[line.id], entry.line == line, entry.previous == previous { return entry.rows }
        let rows = formatter.rows(of: line, after: previous)
        if entries.count >= Self.limit { entries.removeAll(keepingCapacity: true) }
        entries[line.id] = Entry(line: line, previous: previous, rows: rows)
        return rows
    }
}
