import Client

/// The marks on the rows that are the reader's own.
package struct RowMarks: Hashable, Sendable {
    /// The rule of what is unread stands above this line.
    package var unread: LineID?
    /// Runs of joins and parts, by their first lines, that are not told in one row.
    package var expandedRuns: Set<LineID> = []

    package init() {}
}
