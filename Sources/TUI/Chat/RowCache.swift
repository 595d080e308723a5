import Client

/// The rows of the lines that were looked at last: most of them are wanted again with the next frame.
///
/// A line is known again only if all that its rows are made of is the same, so nothing has to be told when something of it changes.
package struct RowCache: Sendable {
    private struct Entry {
        let line: Line
        let previous: Line?
        let isFirstUnread: Bool
        let runCount: Int
        let rows: [ChatRow]
    }

    private static let limit = 512

    private var entries: [LineID: Entry] = [:]
    private var measures: [Int] = []
    private var theme: Theme?
    private var timeFormat: String?
    /// Which lines stand as one.
    var runs = JoinPartRuns()

    package init() {}

    /// Forgets everything that was made for other measures.
    mutating func prepare(for formatter: LineFormatter) {
        runs.bufferMayHaveChanged()
        let measures = [formatter.width, formatter.nickColumns, formatter.isStacked ? 1 : 0]
        guard measures != self.measures || formatter.theme != theme || formatter.timeFormat != timeFormat else {
            return
        }
        self.measures = measures
        theme = formatter.theme
        timeFormat = formatter.timeFormat
        entries.removeAll(keepingCapacity: true)
    }

    /// - Parameters:
    ///   - runCount: how many lines it stands for.
    ///   - run: those lines, asked for only where they are needed.
    mutating func rows(
        of line: Line, after previous: Line?, isFirstUnread: Bool, runCount: Int, run: () -> [Line],
        formatter: LineFormatter
    ) -> [ChatRow] {
        if let entry = entries[line.id], entry.line == line, entry.previous == previous,
            entry.isFirstUnread == isFirstUnread, entry.runCount == runCount
        {
            return entry.rows
        }
        let context = RowContext(previous: previous, isFirstUnread: isFirstUnread, run: runCount > 1 ? run() : nil)
        let rows = formatter.rows(of: line, context: context)
        if entries.count >= Self.limit { entries.removeAll(keepingCapacity: true) }
        entries[line.id] = Entry(
            line: line, previous: previous, isFirstUnread: isFirstUnread, runCount: runCount, rows: rows)
        return rows
    }
}
