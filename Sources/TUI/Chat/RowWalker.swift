import Client
import Protocol

/// Moves over the rows of a buffer and finds those that are visible. Only lines near the place are looked at: the cost is that of a screenful,
/// however many lines the buffer holds.
package struct RowWalker {
    package let buffer: Buffer
    package let formatter: LineFormatter
    /// To be kept for the next walk over the same buffer.
    package private(set) var cache: RowCache
    private let marks: RowMarks
    /// The year of the newest line.
    private let year: Int?
    /// The line last made: going up, it is the one before of the one below.
    private var made: (index: Int, line: Line)?

    package init(
        _ buffer: Buffer, _ formatter: LineFormatter, _ marks: RowMarks = RowMarks(), cache: RowCache = RowCache()
    ) {
        self.buffer = buffer
        self.marks = marks
        self.formatter = formatter
        self.cache = cache
        let scrollback = buffer.scrollback
        year = scrollback.isEmpty ? nil : formatter.clock.year(scrollback.time(at: scrollback.count - 1))
        self.cache.prepare(for: formatter, year: year)
    }

    /// A row of a line, the line being counted from the oldest.
    private struct RowPosition: Hashable {
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
            index = head(of: index)
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
        return position(clamp(RowPosition(index: 0, row: 0), height: height))
    }

    /// The position that shows a line with so many rows below its first; nil where it is not held.
    package mutating func showing(_ id: LineID, rowsBelow: Int, height: Int) -> ScrollPosition? {
        guard height > 0, let index = buffer.index(of: id) else { return nil }
        let place = self.place(RowPosition(index: head(of: index), row: 0), down: rowsBelow)
        return position(clamp(place, height: height))
    }

    /// The line that tells of the one at a place: mostly itself. Above all lines where none is shown.
    package mutating func shownLine(at index: Int) -> LineID {
        let shown = shown(near: index)
        if case .omitted = placeInRun(shown) { return buffer.endID }
        return buffer.id(at: shown)
    }

    /// The next line above a place, or below it, that is shown; nil where there is none. All lines of a run are passed at once.
    package mutating func shownLine(beyond index: Int, isUpward: Bool) -> LineID? {
        if isUpward { return shown(from: index - 1).map { buffer.id(at: $0) } }
        return firstShown(from: end(ofRunAt: index)).map { buffer.id(at: $0) }
    }

    private mutating func position(_ place: RowPosition) -> ScrollPosition {
        let last = lastPlace
        let isLast = place.index >= last.index && place.row >= last.row
        return isLast ? .newest : .at(buffer.id(at: place.index), row: place.row)
    }

    /// The place that a position means by now; nil where there is no line.
    private mutating func clamped(_ position: ScrollPosition, height: Int) -> RowPosition? {
        let last = buffer.lineCount - 1
        guard last >= 0 else { return nil }
        switch position {
        case .newest: return lastPlace
        case .at(let id, let row):
            let index = buffer.index(notBelow: id)
            guard index <= last else { return lastPlace }
            // Trimmed away while the reader was there.
            guard buffer.id(at: index) == id else { return clamp(RowPosition(index: index, row: 0), height: height) }
            // Told of by another line meanwhile, or not shown any more.
            let head = shown(near: index)
            return clamp(
                RowPosition(index: head, row: head == index ? max(min(row, rowCount(index) - 1), 0) : 0),
                height: height)
        }
    }

    /// Moves a place down until no row above the oldest would be seen, where there are enough rows.
    private mutating func clamp(_ place: RowPosition, height: Int) -> RowPosition {
        var above = place.row
        var index = place.index
        while above < height - 1, index > 0 {
            index = head(of: index - 1)
            above += rowCount(index)
        }
        return above >= height - 1 ? place : self.place(place, down: height - 1 - above)
    }

    private mutating func place(_ place: RowPosition, up rows: Int) -> RowPosition {
        var place = place
        var rest = rows
        while rest > place.row {
            guard place.index > 0 else { return RowPosition(index: 0, row: 0) }
            rest -= place.row + 1
            place.index = head(of: place.index - 1)
            place.row = rowCount(place.index) - 1
        }
        place.row -= rest
        return place
    }

    private mutating func place(_ place: RowPosition, down rows: Int) -> RowPosition {
        var place = place
        var rest = rows
        var count = rowCount(place.index)
        while place.row + rest >= count {
            guard place.index < buffer.lineCount - 1 else { return lastPlace }
            rest -= count - place.row
            place.index = min(end(ofRunAt: place.index), buffer.lineCount - 1)
            place.row = 0
            count = rowCount(place.index)
        }
        place.row += rest
        return place
    }

    private mutating func rowCount(_ index: Int) -> Int {
        switch placeInRun(index) {
        case .hidden, .omitted: 0
        case .alone, .head: rows(index).rows.count
        }
    }

    /// The newest row. There must be a line.
    private var lastPlace: RowPosition {
        mutating get {
            let index = shown(near: buffer.lineCount - 1)
            return RowPosition(index: index, row: max(rowCount(index) - 1, 0))
        }
    }

    /// The line that tells of this one: mostly itself. Of lines that are not shown it is the first of them.
    private mutating func head(of index: Int) -> Int {
        switch placeInRun(index) {
        case .hidden(let head), .omitted(let head, _): head
        case .alone, .head: index
        }
    }

    /// One past the last line of the run that a line belongs to: where it stands by itself, the next.
    private mutating func end(ofRunAt index: Int) -> Int {
        switch placeInRun(index) {
        case .alone: index + 1
        case .head(let count): index + count
        case .omitted(let head, let count): head + count
        case .hidden(let head): end(ofRunAt: head)
        }
    }

    /// The line that tells of this one, or, where none does, the next above that is shown; nil where there is none.
    private mutating func shown(from index: Int) -> Int? {
        var index = index
        while index >= 0 {
            switch placeInRun(index) {
            case .hidden(let head): return head
            case .alone, .head: return index
            case .omitted(let head, _): index = head - 1
            }
        }
        return nil
    }

    /// The same; the next below where none above is shown, and itself where none is.
    private mutating func shown(near index: Int) -> Int {
        shown(from: index) ?? firstShown(from: index) ?? index
    }

    /// The first line from a place on that is shown; nil where there is none.
    private mutating func firstShown(from index: Int) -> Int? {
        var index = index
        while index < buffer.lineCount {
            guard case .omitted = placeInRun(index) else { return index }
            index = end(ofRunAt: index)
        }
        return nil
    }

    private mutating func placeInRun(_ index: Int) -> LineRuns.RunPosition {
        cache.runs.place(
            of: index, in: buffer.scrollback, clock: formatter.clock, events: formatter.events,
            casemapping: formatter.casemapping, expandedRuns: marks.expandedRuns)
    }

    /// The rows of a line; none where another line tells of it.
    mutating func rows(_ index: Int) -> (line: Line, rows: [ChatRow]) {
        var runCount = 1
        switch placeInRun(index) {
        case .hidden, .omitted: return (buffer.line(at: index), [])
        case .head(let count): runCount = count
        case .alone: break
        }
        let line = made?.index == index ? made!.line : buffer.line(at: index)
        var previous: Line?
        if let before = shown(from: index - 1) {
            let line = buffer.line(at: before)
            made = (before, line)
            previous = line
        }
        let context = RowContext(
            previous: previous, unreadCount: line.id == marks.unread ? marks.unreadCount : nil, year: year,
            isQuery: buffer.kind == .query)
        let rows = cache.rows(
            of: line, context: context, runCount: runCount,
            run: { (index..<(index + runCount)).map { buffer.line(at: $0) } }, formatter: formatter)
        return (line, rows)
    }
}
