import Storage
import Testing

@testable import Server

@Suite struct LogWaitsTests {
    private var waits = LogWaits()

    private mutating func resolve(through count: Int, waiting: Int = 0, at now: UInt64) -> [UInt64] {
        var waited: [UInt64] = []
        waits.resolve(CommitResult(through: count, waiting: waiting), at: now) { waited.append($0) }
        return waited
    }

    @Test mutating func `What was handed over waits until the log has answered for the last of it`() {
        waits.submitted(2, at: 10)
        waits.submitted(1, at: 15)
        #expect(resolve(through: 1, at: 20) == [])
        #expect(resolve(through: 2, at: 25) == [15])
        #expect(resolve(through: 3, at: 40) == [25])
        #expect(resolve(through: 3, at: 50) == [])
    }

    @Test mutating func `One answer may be for several`() {
        waits.submitted(2, at: 10)
        waits.submitted(1, at: 15)
        #expect(resolve(through: 3, at: 20) == [10, 5])
    }

    @Test mutating func `A clock that stands still gives no time`() {
        waits.submitted(1, at: 10)
        #expect(resolve(through: 1, at: 9) == [0])
    }

    @Test mutating func `Of very many the last ones count together`() {
        for number in 0..<LogWaits.capacity + 5 { waits.submitted(1, at: UInt64(number)) }
        let all = resolve(through: LogWaits.capacity + 5, at: 10_000)
        #expect(all.count == LogWaits.capacity && all.last == UInt64(10_000 - (LogWaits.capacity - 1)))
    }

    @Test mutating func `What waits for a log that fails is the number of the last answer`() {
        _ = resolve(through: 3, waiting: 2, at: 1)
        #expect(waits.backlog == 2)
        _ = resolve(through: 3, at: 1)
        #expect(waits.backlog == 0)
    }
}
