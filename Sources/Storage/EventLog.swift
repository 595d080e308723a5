import Chat
import Protocol

/// The memory of the server: every event once, and its place in every conversation it touches.
///
/// An engine only appends and scans. What a page of history is, who may read it and when to try again is decided above it,
/// once for all engines.
///
/// What every engine holds to; `EventLogContract` in the tests is the same list:
/// 1. A group is stored whole or not at all, and is durable when ``append(_:)`` returns.
/// 2. The numbers of events rise, within a group and from one to the next. There may be gaps.
/// 3. The places of a conversation are numbered 1, 2, 3… without a gap, in the order of the events' numbers.
/// 4. Time never runs back: an event that is earlier than the last one gets the last one's time.
/// 5. What was stored comes back byte for byte.
///
/// An engine is used from one queue at a time. That is why this is not `Sendable`: ``LogWriter`` takes an engine over
/// (`sending`) and keeps it on its own queue, and the compiler refuses any other use of it.
package protocol EventLog: AnyObject {
    /// Where the log ends. Costs nothing.
    var end: LogEnd { get }

    /// Stores a group. An empty one does nothing. The conversations of an event are distinct.
    func append(_ events: [Event]) throws(LogError)

    /// The events of a conversation whose sequences are within `range`, at most `limit`, in the given direction.
    /// Nothing for a conversation that the log does not know. The cost grows with what is returned only.
    func scan(
        _ conversation: Conversation, _ range: ClosedRange<Int64>, _ direction: ScanDirection, limit: Int
    ) throws(LogError) -> [PlacedEvent]

    /// The event with this number.
    func find(_ number: EventNumber) throws(LogError) -> Event?

    /// Every conversation behind `previous` in the order of ``Conversation/precedes(_:)``, at most `limit`.
    func conversations(after previous: Conversation?, limit: Int) throws(LogError) -> [Conversation]

    /// Ends all use and leaves everything in its file. Asking anything afterwards fails.
    func close() throws(LogError)
}

extension EventLog {
    /// The whole conversation from one end, at most `limit` events.
    package func scan(
        _ conversation: Conversation, _ direction: ScanDirection = .forward, limit: Int
    ) throws(LogError) -> [PlacedEvent] {
        try scan(conversation, 1...Int64.max, direction, limit: limit)
    }
}

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

/// An event as one conversation remembers it.
package struct PlacedEvent: Hashable, Sendable {
    /// Its place in the conversation; the first is 1.
    package var sequence: Int64
    package var event: Event

    package init(sequence: Int64, event: Event) {
        self.sequence = sequence
        self.event = event
    }
}

package enum ScanDirection: Hashable, Sendable {
    /// From the oldest on.
    case forward
    /// From the newest back.
    case backward
}

extension Conversation {
    /// The order in which conversations are listed: rooms, then people; by their bytes.
    package func precedes(_ other: Conversation) -> Bool {
        switch (self, other) {
        case (.room(let a), .room(let b)): a < b
        case (.direct(let a, let c), .direct(let b, let d)): a == b ? c < d : a < b
        case (.room, .direct): true
        case (.direct, .room): false
        }
    }
}

extension LogEnd {
    /// Checks that a group comes behind this end, by its numbers.
    func requireAscending(_ events: [Event]) throws(LogError) {
        var last = number
        for event in events {
            guard event.number > last else { throw .notAscending(event.number) }
            last = event.number
        }
    }
}
