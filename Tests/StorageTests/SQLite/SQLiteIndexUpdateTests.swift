import Chat
import TestSupport
import Testing

@testable import Storage

/// How much of the log one step of the index takes.
@Suite struct SQLiteIndexUpdateTests {
    let folder = Scratch()
    var path: String { folder.file("log.sqlite") }

    /// For each step whether another is to follow at once, up to the first after which none is.
    private func steps(over numbers: ClosedRange<Int64>) throws -> [Bool] {
        let log = try SQLiteEventLog(path: path, durability: .os)
        try log.append(numbers.map { .event(.of($0, in: .channel("#a"))) })
        var work = SQLiteIndexUpdate(
            log: try SQLiteLogReader(path: path), index: try SearchIndex(path: SearchIndex.path(beside: path)))
        var steps: [Bool] = []
        repeat {
            if case .more = try work.step() { steps.append(true) } else { steps.append(false) }
        } while steps.last == true
        try work.close()
        #expect(
            try RawDatabase(SearchIndex.path(beside: path)).strings("SELECT max(through) FROM parts") == [
                "\(numbers.upperBound)"
            ])
        try log.close()
        return steps
    }

    @Test func `A step that is not full is the last: what comes meanwhile waits for the next time`() throws {
        #expect(try steps(over: 1...Int64(SQLiteIndexUpdate.portion) - 1) == [false])
    }

    @Test func `A full step is followed by another`() throws {
        #expect(try steps(over: 1...Int64(SQLiteIndexUpdate.portion)) == [true, false])
    }

    @Test func `What belongs to the next part is not left behind`() throws {
        #expect(try steps(over: (SearchShard.width - 2)...(SearchShard.width + 2)) == [true, false])
    }
}
