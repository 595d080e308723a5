import Chat
import Transport

/// The marks of what each lane is handed, and what has arrived of all that was decided where one of them has.
///
/// No two batches of a lane have the same mark, also where nothing was decided between them: the one may have arrived, and the other not.
struct DeliveryMarks {
    /// Of all that was decided up to this event, everything has been handed over.
    private var handedOver = EventNumber.none
    /// The number of the last mark of each lane; 0 for none.
    private var numbers: [UInt64]

    init(laneCount: Int) { numbers = Array(repeating: 0, count: laneCount) }

    /// - Parameter event: the last event of which, and of those before it, nothing is still to come.
    mutating func handOver(through event: EventNumber) { handedOver = max(handedOver, event) }

    /// The mark of what a lane is handed now.
    mutating func next(of lane: Int) -> LaneBatch.Mark {
        numbers[lane] += 1
        return LaneBatch.Mark(number: numbers[lane], value: handedOver.rawValue)
    }

    /// The last event of which all has arrived where a mark of the lane has.
    func event(at mark: LaneBatch.Mark, of lane: Int) -> EventNumber {
        // The events decided since have nothing for that lane.
        mark.number == numbers[lane] ? handedOver : EventNumber(rawValue: mark.value)
    }
}
