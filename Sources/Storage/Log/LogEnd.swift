import Chat
import Protocol

/// The last event of a log: a server begins after it.
package struct LogEnd: Hashable, Sendable {
    /// ``EventNumber/none`` in an empty log.
    package var number: EventNumber
    package var time: Timestamp

    package init(number: EventNumber, time: Timestamp) {
        self.number = number
        self.time = time
    }

    package static let empty = LogEnd(number: .none, time: Timestamp(milliseconds: 0))
}

extension LogEnd {
    /// Checks that a group comes behind this end, by its numbers.
    func requireAscending(_ entries: [LogEntry]) throws(LogError) {
        var last = number
        for entry in entries {
            guard let number = entry.number else { continue }
            guard number > last else { throw .notAscending(number) }
            last = number
        }
    }
}
