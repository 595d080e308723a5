import TestSupport
import Testing

@testable import Storage

/// What a page costs does not grow with the log because SQLite goes straight to its rows.
@Suite struct QueryPlanTests {
    let folder = Scratch()

    @Test(arguments: EventReader.all + ConversationNames.all)
    func `A statement of a page searches an index and sorts nothing`(_ sql: String) throws {
        let path = folder.file("log.sqlite")
        let log = try SQLiteEventLog(path: path, durability: .os)
        let plan = try RawDatabase(path).strings("EXPLAIN QUERY PLAN \(sql)", column: 3)
        #expect(!plan.isEmpty)
        for step in plan { #expect(step.hasPrefix("SEARCH"), "\(step)") }
        try log.close()
    }

    /// `LIST SUBQUERY` is no search: what it lists has a step of its own.
    @Test(arguments: MetadataTables.renaming)
    func `A renaming goes straight to what is kept about the room`(_ sql: String) throws {
        let path = folder.file("log.sqlite")
        try SQLiteEventLog(path: path, durability: .os).close()
        let plan = try RawDatabase(path).strings("EXPLAIN QUERY PLAN \(sql)", column: 3)
            .filter { !$0.hasPrefix("LIST SUBQUERY") }
        #expect(plan.contains { $0.contains("INDEX account_metadata_by_target (target=?") })
        for step in plan { #expect(step.hasPrefix("SEARCH account_metadata USING "), "\(step)") }
    }
}
