import Protocol

/// The last event that is known to have reached a session, and the replay of what its account has missed.
struct SessionArrival {
    /// The last event up to which all that it was sent is known to have reached it.
    private(set) var latest: Account.LastArrival
    /// Conversations of which it is still to be told what was missed.
    var missed: [MissedConversation] = []
    /// From where on it was told what was missed, if that is not known to have reached it.
    private var unconfirmedReplayStart: Account.LastArrival?
    /// The number behind what it was told of that, once it was told all: what has arrived up to there has that with it.
    private var replayEnd: EventNumber?

    /// - Parameter latest: the last event before it came: nothing of that was for it.
    init(behind latest: Account.LastArrival) { self.latest = latest }

    /// The last event that is known to have reached it. While a replay is not known to have, that is the event before the replay, since
    /// the replay may be lost with the connection.
    var confirmed: Account.LastArrival { unconfirmedReplayStart ?? latest }

    /// True while it was told of what was missed, and that is not known to have reached it.
    var isReplayOpen: Bool { unconfirmedReplayStart != nil }

    /// Notes that all up to an event has reached it.
    ///
    /// - Parameter time: one before which nothing was decided that came behind the event; nil where that is not known.
    mutating func reached(_ event: EventNumber, at time: Timestamp?) {
        latest = Account.LastArrival(event: event, at: time ?? latest.at)
    }

    /// Counts a replay as arrived that ended before this event, which has reached the session.
    mutating func confirmReplay(through event: EventNumber) {
        guard let replayEnd, replayEnd <= event else { return }
        (unconfirmedReplayStart, self.replayEnd) = (nil, nil)
    }

    /// Notes that it is told from now on what was missed behind an event. A replay that is open goes on with that.
    mutating func beginReplay(behind event: Account.LastArrival) {
        unconfirmedReplayStart = unconfirmedReplayStart ?? event
        replayEnd = nil
    }

    /// Notes that it was told all that was missed.
    ///
    /// - Parameter number: one that nothing has that it was told.
    mutating func endReplay(at number: EventNumber) { replayEnd = number }
}
