import Chat
import Testing
import Transport

@testable import Server

/// What has arrived where a mark has.
struct DeliveryMarksTests {
    private var marks = DeliveryMarks(laneCount: 2)

    private func event(_ mark: LaneBatch.Mark, lane: Int = 0) -> Int64 { marks.event(at: mark, of: lane).rawValue }

    @Test mutating func `Of two batches between which nothing was decided the first does not stand for the second`() {
        marks.handOver(through: EventNumber(rawValue: 10))
        let (first, second) = (marks.next(of: 0), marks.next(of: 0))
        marks.handOver(through: EventNumber(rawValue: 11))
        #expect(event(first) == 10)
        #expect(event(second) == 11)
    }

    @Test mutating func `What has nothing for a lane has arrived there with what came before it`() {
        marks.handOver(through: EventNumber(rawValue: 1))
        let (one, other) = (marks.next(of: 0), marks.next(of: 1))
        marks.handOver(through: EventNumber(rawValue: 2))
        let next = marks.next(of: 0)
        marks.handOver(through: EventNumber(rawValue: 3))
        #expect(event(one) == 1 && event(next) == 3 && event(other, lane: 1) == 3)
    }

    @Test mutating func `A lane that was handed nothing lacks nothing`() {
        marks.handOver(through: EventNumber(rawValue: 5))
        #expect(event(LaneBatch.Mark(number: 0, value: 0)) == 5)
    }
}
