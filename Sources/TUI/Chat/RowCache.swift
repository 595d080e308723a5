import Client

/// The rows of the lines that were looked at last: most of them are wanted again with the next frame.
///
/// A line is known again only if all that its rows are made of is the same, so nothing has to be told when something of it changes.
package struct RowCache: Sendable {
    private struct Entry {
        let line: Line
        let previous: Line?
        let unreadCount: Int?
        let runCount: Int
        let rows: [ChatRow]
    }

    /// All that the rows of every line depend on.
    private struct Measures: Hashable {
        let width: Int
        let nickColumns: Int
        let isStacked: Bool
        let timeFormat: String?
        let theme: Theme
        let mentions: MentionMatcher
        let wholeNicks: Set<String>
        let year: Int?
    }

    private static let limit = 512

    private var entries: [LineID: Entry] = [:]
    private var measures: Measures?
    /// Which lines stand as one.
    var runs = LineRuns()

    package init() {}

    /// Forgets everything that was made for other measures.
    ///
    /// - Parameter year: the year that is left out of the days' titles.
    mutating func prepare(for formatter: LineFormatter, year: Int?) {
        runs.bufferMayHaveChanged()
        let measures = Measures(
            width: formatter.width, nickColumns: formatter.nickColumns, isStacked: formatter.isStacked,
            timeFormat: formatter.timeFormat, theme: formatter.theme, mentions: formatter.mentions,
            wholeNicks: formatter.wholeNicks, year: year)
        guard measures != self.measures else { return }
        self.measures = measures
        entries.removeAll(keepingCapacity: true)
    }

    /// - Parameters:
    ///   - context: all that the rows depend on beside the line, without its run.
    ///   - runCount: how many lines it stands for.
    ///   - run: those lines, asked for only where they are needed.
    mutating func rows(
        of line: Line, context: RowContext, runCount: Int, run: () -> [Line], formatter: LineFormatter
    ) -> [ChatRow] {
        if let entry = entries[line.id], entry.line == line, entry.previous == context.previous,
            entry.unreadCount == context.unreadCount, entry.runCount == runCount
        {
            return entry.rows
        }
        var context = context
        if runCount > 1 { context.run = run() }
        let rows = formatter.rows(of: line, context: context)
        if entries.count >= Self.limit { entries.removeAll(keepingCapacity: true) }
        entries[line.id] = Entry(
            line: line, previous: context.previous, unreadCount: context.unreadCount, runCount: runCount, rows: rows)
        return rows
    }
}
