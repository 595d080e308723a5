import Chat
import Protocol

/// The questions that the memory of the server answers.
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

    /// The events that fit a query, the newest first.
    func search(_ query: SearchQuery) throws(LogError) -> SearchPage

    /// The accounts, rooms and other facts that the server knows beside the events.
    func registry() throws(LogError) -> Registry

    /// Asks several things of one and the same state.
    func inSnapshot<Answer>(_ questions: () throws(LogError) -> Answer) throws(LogError) -> Answer
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
