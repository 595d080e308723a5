import Chat
import Storage
import Testing

@testable import Server

@Suite struct LogHealthTests {
    private var health = LogHealth()

    @Test mutating func `A failure is told once, and the end of it once`() {
        #expect(health.note(CommitResult(through: 1)) == nil)
        #expect(health.note(CommitResult(through: 2, failure: .full)) == .failed(.full))
        #expect(health.note(CommitResult(through: 3, failure: .readOnly)) == nil)
        // It is the last reason that counts.
        #expect(health.failure == .readOnly)
        #expect(health.note(CommitResult(through: 3, recovered: true)) == .recovered)
        #expect(health.failure == nil)
        #expect(health.note(CommitResult(through: 4)) == nil)
    }

    @Test mutating func `An entry that no log would take makes no log ill`() {
        #expect(health.note(CommitResult(through: 1, fault: .notAscending(EventNumber(rawValue: 1)), lost: 1)) == nil)
        #expect(health.failure == nil)
    }

    @Test mutating func `What was lost is added up`() {
        for lost in [0, 2, 0, 3] { _ = health.note(CommitResult(through: 1, lost: lost)) }
        #expect(health.lostCount == 5)
    }
}
