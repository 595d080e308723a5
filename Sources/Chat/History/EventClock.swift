import Protocol

/// Gives events their times.
///
/// Clients page through history by time, so each event of a conversation is a millisecond later than the one before it, or more,
/// as long as it is not more than ``lead`` ahead of the clock; beyond that several have one time. No event is earlier than one
/// with a lower number: the log looks for events by both.
struct EventClock {
    /// The milliseconds that a burst may run ahead of the clock.
    static let lead: Int64 = 1000
    /// The most conversations that are told apart. Beyond that each counts as the one with the latest event.
    static let capacity = 4096

    /// The time of the last event of all.
    private(set) var latest: Timestamp
    /// The last event of each conversation that may have one at or after the clock's time.
    private var latestIn: [Conversation: Timestamp] = [:]
    /// No other conversation has a later event.
    private var floor: Timestamp

    /// - Parameter latest: no event is later.
    init(latest: Timestamp) {
        self.latest = latest
        floor = latest
    }

    /// The time of an event that happens now.
    mutating func time(of conversations: [Conversation], at now: Timestamp) -> Timestamp {
        if now > latest {
            // All that has happened is earlier, wherever it was.
            forgetConversations()
            latest = now
        } else {
            let bound = now.advanced(byMilliseconds: Self.lead)
            for conversation in conversations {
                let next = (latestIn[conversation] ?? floor).advanced(byMilliseconds: 1)
                latest = max(latest, min(next, bound))
            }
        }
        for conversation in conversations { latestIn[conversation] = latest }
        if latestIn.count > Self.capacity { forgetConversations() }
        return latest
    }

    /// A moment that parts what has happened from what will: later than every event so far, and no later event is earlier.
    mutating func moment(at now: Timestamp) -> Timestamp {
        latest = max(now, latest.advanced(byMilliseconds: 1))
        forgetConversations()
        return latest
    }

    /// To be called when a conversation has got another name.
    mutating func forgetConversations() {
        latestIn.removeAll(keepingCapacity: true)
        floor = latest
    }
}
