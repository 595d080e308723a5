import Chat
import Protocol

/// What can be asked of the memory of the server.
///
/// It is used from one queue at a time. That is why it is not `Sendable`: who is given one (`sending`) keeps it on a queue of
/// its own, and the compiler refuses any other use of it.
package protocol LogReading: AnyObject {
    /// The events of a conversation whose sequences are within `range`, at most `limit`, in the given direction.
    /// Nothing for a conversation that the log does not know. The cost grows with what is returned only.
    func scan(
        _ conversation: Conversation, _ range: ClosedRange<Int64>, _ direction: ScanDirection, limit: Int
    ) throws(LogError) -> [PlacedEvent]

    /// From the first sequence that a conversation still has to the one that comes next. Empty where nothing is left, and
    /// 1..<1 for a conversation that the log does not know.
    func extent(of conversation: Conversation) throws(LogError) -> Range<Int64>

    /// The number and time of the event at a place, without reading the event.
    func place(_ sequence: Int64, in conversation: Conversation) throws(LogError) -> ConversationPosition?

    /// The event with this number.
    func find(_ number: EventNumber) throws(LogError) -> Event?

    /// The events whose numbers are within `range`, whatever conversation they belong to, at most `limit`.
    func events(
        _ range: ClosedRange<EventNumber>, _ direction: ScanDirection, limit: Int
    ) throws(LogError) -> [Event]

    /// Every conversation behind `previous` in the order of ``Conversation/precedes(_:)``, at most `limit`.
    func conversations(after previous: Conversation?, limit: Int) throws(LogError) -> [Conversation]

    /// All direct conversations of somebody, in no order.
    func directConversations(of name: FoldedName) throws(LogError) -> [Conversation]

    /// What fits a query, the newest first.
    func search(_ query: SearchQuery) throws(LogError) -> SearchPage

    /// What the server knows beside what happened.
    func registry() throws(LogError) -> Registry

    /// Asks several things of one and the same state.
    func inSnapshot<Answer>(_ questions: () throws(LogError) -> Answer) throws(LogError) -> Answer
}

/// The memory of the server: every event once, and its place in every conversation it touches.
///
/// An engine only appends, scans and forgets. What a page of history is, who may read it and when to try again is decided
/// above it, once for all engines.
///
/// What every engine holds to; `EventLogContract` in the tests is the same list:
/// 1. A group is stored whole or not at all, and is durable when ``append(_:)-([LogEntry])`` returns.
/// 2. The numbers of events rise, within a group and from one to the next. There may be gaps.
/// 3. The places of a conversation are numbered 1, 2, 3… without a gap, in the order of the events' numbers. The first ones
///    may be gone; a number is never used twice, even if all are gone.
/// 4. Time never runs back: an event that is earlier than the last one gets the last one's time.
/// 5. What was stored comes back byte for byte, until it is blanked.
/// 6. A redaction blanks the event that its subject names, in the same transaction.
/// 7. Changes of the registry are stored in the order of the entries, with the events around them.
package protocol EventLog: LogReading {
    /// Where the log ends. Costs nothing.
    var end: LogEnd { get }

    /// Stores a group. An empty one does nothing. The conversations of an event are distinct.
    func append(_ entries: [LogEntry]) throws(LogError)

    /// Takes out what was said in these events (``Event/blank()``). Their numbers, times and places stay. Those that are not
    /// there are passed over.
    func blank(_ numbers: [EventNumber]) throws(LogError)

    /// Forgets the oldest of a conversation up to a sequence, at most `limit` places, and tells how many they were.
    /// An event that no conversation remembers any more is gone.
    func drop(_ conversation: Conversation, through sequence: Int64, limit: Int) throws(LogError) -> Int

    /// Forgets the oldest events of all up to a number, at most `limit`, and tells how many they were.
    func drop(through number: EventNumber, limit: Int) throws(LogError) -> Int

    /// How many bytes are taken by what is kept.
    func size() throws(LogError) -> Int64

    /// A second way to read the same log, which neither waits for appends nor delays them. It sees all that was stored when
    /// it is asked. Nothing if the engine has no such way.
    func makeReader() throws(LogError) -> sending (any LogReading)?

    /// Ends all use and leaves everything in its file. Asking anything afterwards fails.
    func close() throws(LogError)
}

extension LogReading {
    /// The whole conversation from one end, at most `limit` events.
    package func scan(
        _ conversation: Conversation, _ direction: ScanDirection = .forward, limit: Int
    ) throws(LogError) -> [PlacedEvent] {
        try scan(conversation, 1...Int64.max, direction, limit: limit)
    }

    package func inSnapshot<Answer>(_ questions: () throws(LogError) -> Answer) throws(LogError) -> Answer {
        try questions()
    }
}

extension EventLog {
    package func append(_ events: [Event]) throws(LogError) {
        try append(events.map(LogEntry.event))
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

/// Where an event stands in a conversation. From one place to the next all three rise; the time may stay the same.
package struct ConversationPosition: Hashable, Sendable {
    package var sequence: Int64
    package var number: EventNumber
    package var time: Timestamp

    /// From 1 to where no conversation gets, and so that a step further is still a number.
    static let sequences: ClosedRange<Int64> = 1...(1 << 62)

    package init(sequence: Int64, number: EventNumber, time: Timestamp) {
        self.sequence = sequence
        self.number = number
        self.time = time
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
        case (.channel(let a), .channel(let b)): a < b
        case (.direct(let a, let c), .direct(let b, let d)): a == b ? c < d : a < b
        case (.channel, .direct): true
        case (.direct, .channel): false
        }
    }

    /// Whether it is a direct conversation of this person.
    package func isDirect(of name: FoldedName) -> Bool {
        if case .direct(let a, let b) = self { a == name || b == name } else { false }
    }
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
