import Chat
import Protocol

/// Columns as values of this program's. Others than this program may have changed them, so each bears whatever a column holds.
extension PreparedStatement {
    /// A moment; the nearest there is where the column holds none.
    func time(_ column: Int32) -> Timestamp { Timestamp(milliseconds: int64(column)) }

    func optionalTime(_ column: Int32) -> Timestamp? { isNull(column) ? nil : time(column) }

    /// The number of an event.
    ///
    /// - Throws: ``LogError/corrupt(_:)`` where no event can have it.
    func number(_ column: Int32) throws(LogError) -> EventNumber {
        guard let number = EventNumber(exactly: int64(column)) else {
            throw .corrupt("no event can have the number \(int64(column))")
        }
        return number
    }

    /// The place of an event in a conversation.
    ///
    /// - Throws: ``LogError/corrupt(_:)`` where it is outside of ``ConversationPosition/sequences``.
    func sequence(_ column: Int32) throws(LogError) -> Int64 {
        guard ConversationPosition.sequences.contains(int64(column)) else {
            throw .corrupt("no conversation can have the place \(int64(column))")
        }
        return int64(column)
    }

    /// A column that holds a folded name. Folding again what is folded changes nothing, and takes bytes as they are.
    func name(_ column: Int32) -> FoldedName { Casemapping.ascii.fold(bytes(column)) }

    /// Does something with every row.
    func each(_ body: (PreparedStatement) throws(LogError) -> Void) throws(LogError) {
        defer { reset() }
        while try step() { try body(self) }
    }
}
