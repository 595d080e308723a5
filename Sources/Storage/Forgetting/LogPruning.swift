import Chat
import Protocol

/// The course of forgetting the oldest.
struct LogPruning {
    private let retention: Retention
    private let time: Timestamp
    private(set) var forgotten = PruningResult()

    init(retention: Retention, time: Timestamp) {
        self.retention = retention
        self.time = time
    }

    /// The number of events that are forgotten in one portion: some 5 ms of work.
    private static let portion = 256

    /// One portion. False when what is left may stay.
    mutating func step(on log: any EventLog) throws(LogError) -> Bool {
        let oldest = try log.events(EventNumber.none ... .highest, .forward, limit: Self.portion)
        guard !oldest.isEmpty else { return false }
        var last: EventNumber?
        if let age = retention.age {
            let bound = time.advanced(bySeconds: -age)
            last = oldest.last { $0.time < bound }?.number
        }
        if last == nil, let size = retention.size, try log.size() > size { last = oldest.last?.number }
        guard let last else { return false }
        forgotten.count += try log.drop(through: last, limit: Self.portion)
        forgotten.last = last
        return true
    }
}

/// The part of the history that went: everything up to an event, and that event.
package struct PruningResult: Hashable, Sendable {
    package var count = 0
    package var last = EventNumber.none
}
