import Client

/// The marks on the rows that are the reader's own.
package struct RowMarks: Hashable, Sendable {
    /// The rule of what is unread stands above this line.
    package var unread: LineID?
    /// So many messages were unread below the rule; zero where that is not known.
    package var unreadCount = 0
    /// Runs of joins and parts, by their first lines, that are not told in one row.
    package var expandedRuns: Set<LineID> = []

    package init() {}
}
