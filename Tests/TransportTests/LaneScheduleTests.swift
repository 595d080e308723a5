import Testing

@testable import Transport

@Suite("When a lane takes its turns")
struct LaneScheduleTests {
    private let id = ConnectionID(rawValue: 1)

    private func batch(_ text: String) -> LaneBatch {
        var batch = LaneBatch()
        batch.append(Frame(text), to: id)
        return batch
    }

    @Test func `What comes while a turn is due begins no other, and goes with it`() {
        var schedule = LaneSchedule()
        let begins = [schedule.add(batch("one")), schedule.add(batch("two"))]
        #expect(begins == [true, false])
        let taken = [schedule.take(), schedule.take()]
        #expect(taken.map { $0?.orders.count } == [2, nil])
    }

    @Test func `What comes during a turn gets another, and what comes after the last begins anew`() {
        var schedule = LaneSchedule()
        _ = schedule.add(batch("one"))
        _ = schedule.take()
        let begins = schedule.add(batch("two"))
        #expect(!begins)
        let first = schedule.endTurn(after: 5)
        _ = schedule.take()
        let second = schedule.endTurn(after: 5)
        #expect(first == 0)
        #expect(second == nil)
        let beginsAnew = schedule.add(batch("three"))
        #expect(beginsAnew)
    }

    @Test func `A lane that is behind rests half as long as its turn took, from a millisecond to ten`() {
        func rest(after duration: UInt64) -> UInt64? {
            var schedule = LaneSchedule()
            _ = schedule.add(batch("waits"))
            return schedule.endTurn(after: duration)
        }
        #expect(rest(after: 999_999) == 0)
        #expect(rest(after: 1_000_000) == 500_000)
        #expect(rest(after: 9_999_998) == 4_999_999)
        #expect(rest(after: 10_000_000) == 5_000_000)
        #expect(rest(after: 10_000_002) == 5_000_000)
    }

    @Test func `A turn takes what comes up to its bound, and a lane with more than that does not rest`() {
        func turns(_ sizes: [Int]) -> [Int] {
            var schedule = LaneSchedule()
            for size in sizes { _ = schedule.add(batch(String(repeating: "x", count: size))) }
            return Array(AnyIterator { schedule.take()?.bytes })
        }
        let full = LaneSchedule.maxTurnBytes
        #expect(turns([full - 1, 1, 1]) == [full, 1])
        #expect(turns([full, 1]) == [full, 1])
        #expect(turns([full + 1, 1, 1]) == [full + 1, 2])

        func rest(with size: Int) -> UInt64? {
            var schedule = LaneSchedule()
            _ = schedule.add(batch(String(repeating: "x", count: size)))
            return schedule.endTurn(after: 2_000_000)
        }
        #expect(rest(with: full - 1) == 1_000_000)
        #expect(rest(with: full) == 0)
    }

    @Test func `A lane with nothing to do does not rest`() {
        var schedule = LaneSchedule()
        _ = schedule.add(batch("one"))
        _ = schedule.take()
        let rest = schedule.endTurn(after: 100_000_000)
        #expect(rest == nil)
    }
}
