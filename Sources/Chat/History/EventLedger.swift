import Protocol

/// Gives events their numbers and times, and knows when the latest ones were decided.
final class EventLedger {
    /// The number of the last event that was decided.
    private(set) var latestNumber: EventNumber
    private var clock: EventClock
    private var recentTimes: RecentEventTimes

    /// - Parameters:
    ///   - number: that of the last event in the log.
    ///   - now: no event in the log is later.
    init(after number: EventNumber, at now: Timestamp) {
        latestNumber = number
        // An empty log has no event at that time.
        clock = EventClock(latest: number == .none ? now.advanced(byMilliseconds: -1) : now)
        recentTimes = RecentEventTimes(number, at: now)
    }

    /// The time of the last event.
    var latestTime: Timestamp { clock.latest }

    /// Gives the next event its number.
    func nextNumber() -> EventNumber {
        latestNumber = latestNumber.next
        return latestNumber
    }

    /// The time of an event that happens now; see ``EventClock/time(of:at:)``.
    func time(of conversations: [Conversation], at now: Timestamp) -> Timestamp {
        clock.time(of: conversations, at: now)
    }

    /// A moment that parts what has happened from what will; see ``EventClock/moment(at:)``.
    func moment(at now: Timestamp) -> Timestamp { clock.moment(at: now) }

    /// To be called when a conversation has got another name.
    func forgetConversations() { clock.forgetConversations() }

    /// Time passes. To be called once a second.
    func pass(at time: Timestamp) { recentTimes.pass(latestNumber, at: time) }

    /// A time before which no event behind this one was decided; nil where that is too long ago to be known.
    func time(of number: EventNumber) -> Timestamp? { recentTimes.time(of: number) }
}
