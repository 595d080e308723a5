import Testing

@testable import Storage

/// Each column of a log has a rule for its values.
@Suite struct ColumnValueRulesTests {
    /// The columns that may hold anything that has their type, each as `table.column`, with the reason.
    private static let free = [
        // A row that belongs to no room is not looked at when the registry is read.
        "room_lists.room": "it is the folded name of a room, whose own rule counts",
        "room_ranks.room": "it is the folded name of a room, whose own rule counts",
        "markers.time": "earlier versions took more for times than there are; such a row is left out when it is read",
    ]

    /// Tells if a condition names a column: as a whole word, and not as a part of another one's name.
    private func names(_ condition: String, _ column: String) -> Bool {
        condition.split { !($0.isLetter || $0.isNumber || $0 == "_") }.contains { $0 == column }
    }

    @Test(arguments: StatementColumnTests.tables + [StatementColumnTests.Table(ConversationColumn.self)])
    func `Every column of a table has a rule, or a reason why it has none`(_ table: StatementColumnTests.Table) {
        let conditions = ColumnValueRules.all.filter { $0.table == table.name }.map(\.condition)
        let without = table.columns.filter { column in !conditions.contains { names($0, column) } }
        let free = table.columns.filter { Self.free["\(table.name).\($0)"] != nil }
        #expect(without.sorted() == free.sorted(), "\(table.name)")
    }

    @Test func `A part of a name is not the column`() {
        #expect(names("length(topic_by) = 1", "topic_by") && !names("length(topic_by) = 1", "topic"))
    }
}
