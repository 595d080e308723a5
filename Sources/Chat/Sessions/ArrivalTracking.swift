import Protocol

/// Keeps the number of the last event that is known to have reached each user. A connection may have been dead for minutes before that
/// is noticed, and what it was sent may wait here, or on its way; so the events that its account has missed count from the last that
/// is known to have arrived, and not from when the connection was given up.
///
/// The host tells what has arrived, with a line from the other end or with its end; and whoever answers a PING has all that was sent
/// before it.
extension Network {
    /// The last event that was decided, and now.
    var latest: Account.LastArrival { Account.LastArrival(event: latestNumber, at: messageTime) }

    /// All that a session was sent up to an event has reached it, as its host has found out without hearing from it.
    package func noteArrival(at id: SessionID, through event: EventNumber, at time: Timestamp) {
        advance(to: time)
        if let session = sessions[id] { noteArrival(at: session, through: event) }
    }

    /// - Parameter time: one before which nothing was decided that came behind the event; nil where it is to be found out.
    func noteArrival(at session: Session, through event: EventNumber, knownAt time: Timestamp? = nil) {
        let event = min(event, latestNumber)
        session.liveness.checked(at: monotonicNow)
        if event >= session.arrival.latest.event {
            let time = time ?? (event == latestNumber ? messageTime : events.time(of: event))
            session.arrival.reached(event, at: time)
        }
        session.arrival.confirmReplay(through: event)
    }

    /// A session was told all that it had missed, if nothing of that waits. That gets a number as an event does, by which it is
    /// known when it has arrived.
    func numberReplayEnd(_ session: Session) {
        guard session.arrival.isReplayOpen, session.arrival.missed.isEmpty, session.answers.isEmpty else { return }
        if case .asking = session.inputHold { return }
        session.arrival.endReplay(at: events.nextNumber())
    }

    /// A session is over: what has reached it has reached its user.
    func noteArrival(of session: Session, at user: User) {
        user.arrival.sessionEnded(session.arrival.confirmed)
    }

    /// Up to where somebody has what happened, by one session or another, now or before; nil for who has had none.
    func arrival(at user: User) -> Account.LastArrival? {
        user.sessions.reduce(earlierArrival(at: user)) { $1.arrival.confirmed.orLater($0) }
    }

    /// The same, where a session that was heard within the last second counts as told what it is being told: of several that come
    /// at once each would be told it otherwise.
    func likelyArrival(at user: User) -> Account.LastArrival? {
        user.sessions.reduce(earlierArrival(at: user)) { last, session in
            let isLive = session.disconnection == nil && monotonicNow.seconds(since: session.liveness.lastHeard) < 1
            return (isLive ? session.arrival.latest : session.arrival.confirmed).orLater(last)
        }
    }

    /// The last event that is known to have reached a session of the user's that is over.
    private func earlierArrival(at user: User) -> Account.LastArrival? {
        guard let kept = user.account.flatMap({ registry.accounts[fold($0)]?.lastArrival }), kept.event <= latestNumber
        else {
            return user.arrival.ended
        }
        return kept.orLater(user.arrival.ended)
    }

    // MARK: What is kept of it

    /// Seconds after which it is kept again what has reached somebody who is here.
    static let arrivalSaveSeconds: Int64 = 60

    /// Keeps up to where somebody has what happened.
    func saveLastArrival(_ user: User) {
        guard let name = user.account.map(fold) else { return }
        undeliveredMessages.forget(name)
        changeSettings(of: name) { $0.lastArrival = arrival(at: user) ?? latest }
    }

    /// The most users whose arrival is kept in one tick, so that no lines wait long behind it in the log. Users who came together, as after a
    /// restart, are so spread over some seconds, and stay spread. With a tick each second it is twice as many as come due.
    var maxArrivalSavesPerTick: Int { max(64, users.count / Int(Self.arrivalSaveSeconds / 2)) }

    /// Keeps, now and then, what has newly reached somebody who is here, because a server that is cut off keeps nothing at its end.
    ///
    /// - Parameter count: the users for whom this was done in this tick; one more where it is done here.
    func saveArrivalIfDue(at session: Session, count: inout Int) {
        guard count < maxArrivalSavesPerTick, let user = session.user, let name = user.account, settings.keepsHistory,
            monotonicNow.seconds(since: user.arrival.savedAt ?? session.openedAt) >= Self.arrivalSaveSeconds
        else { return }
        user.arrival.saved(at: monotonicNow)
        let kept = registry.accounts[fold(name)]?.lastArrival?.event ?? .none
        guard let arrived = arrival(at: user), arrived.event > kept else { return }
        saveLastArrival(user)
        count += 1
    }
}

/// When the latest events were decided, to the second.
struct RecentEventTimes {
    private var latest: Account.LastArrival
    private var before: Account.LastArrival

    init(_ number: EventNumber, at time: Timestamp) {
        latest = Account.LastArrival(event: number, at: time)
        before = latest
    }

    /// Time passes; to be called once a second with the last event.
    mutating func pass(_ number: EventNumber, at time: Timestamp) {
        before = latest
        latest = Account.LastArrival(event: number, at: time)
    }

    /// A time before which no event behind this one was decided; nil where that is too long ago to be known.
    func time(of number: EventNumber) -> Timestamp? {
        number >= latest.event ? latest.at : number >= before.event ? before.at : nil
    }
}
