import Protocol

/// Keeps the number of the last event that is known to have reached each user. A connection may have been dead for minutes before that
/// is noticed, and what it was sent may wait here, or on its way; so the events that its account has missed count from the last that
/// is known to have arrived, and not from when the connection was given up.
///
/// The host tells what has arrived, with a line from the other end or with its end; and whoever answers a PING has all that was sent
/// before it.
extension Network {
    /// The last event that was decided, and now.
    var latest: Account.Seen { Account.Seen(event: latestNumber, at: tellingTime) }

    /// All that a session was sent up to an event has reached it, as its host has found out without hearing from it.
    package func noteArrival(at id: SessionID, through event: EventNumber, at time: Timestamp) {
        advance(to: time)
        if let session = sessions[id] { noteArrival(at: session, through: event) }
    }

    /// - Parameter time: one before which nothing was decided that came behind the event; nil where it is to be found out.
    func noteArrival(at session: Session, through event: EventNumber, knownAt time: Timestamp? = nil) {
        let event = min(event, latestNumber)
        session.checkedAt = steady
        if event >= session.arrived.event {
            let time = time ?? (event == latestNumber ? tellingTime : moments.time(of: event))
            session.arrived = Account.Seen(event: event, at: time ?? session.arrived.at)
        }
        if let told = session.toldThrough, told <= event { (session.unconfirmed, session.toldThrough) = (nil, nil) }
    }

    /// A session was told all that it had missed, if nothing of that waits. That gets a number as an event does, by which it is
    /// known when it has arrived.
    func noteTold(_ session: Session) {
        guard session.unconfirmed != nil, session.missed.isEmpty, session.answers.isEmpty else { return }
        if case .asking = session.parking { return }
        session.toldThrough = nextNumber()
    }

    /// A session is over: what has reached it has reached its user.
    func noteArrival(of session: Session, at user: User) {
        user.arrived = later(user.arrived, arrival(at: session))
    }

    /// Up to where somebody has what happened, by one session or another, now or before; nil for who has had none.
    func arrival(at user: User) -> Account.Seen? {
        user.sessions.reduce(earlierArrival(at: user)) { later($0, arrival(at: $1)) }
    }

    /// The same, where a session that was heard within the last second counts as told what it is being told: of several that come
    /// at once each would be told it otherwise.
    func likelyArrival(at user: User) -> Account.Seen? {
        user.sessions.reduce(earlierArrival(at: user)) { last, session in
            later(
                last,
                session.departure == nil && steady.seconds(since: session.lastHeard) < 1
                    ? session.arrived : arrival(at: session))
        }
    }

    /// The last event that is known to have reached a session of the user's that is over.
    private func earlierArrival(at user: User) -> Account.Seen? {
        guard let kept = user.account.flatMap({ registry.accounts[fold($0)]?.seen }), kept.event <= latestNumber else {
            return user.arrived
        }
        return later(user.arrived, kept)
    }

    /// The last event that is known to have reached a session. While a replay is not known to have, that is the event before the
    /// replay, since the replay may be lost with the connection.
    private func arrival(at session: Session) -> Account.Seen { session.unconfirmed ?? session.arrived }

    private func later(_ a: Account.Seen?, _ b: Account.Seen) -> Account.Seen {
        guard let a, a.event > b.event else { return b }
        return a
    }

    // MARK: What is kept of it

    /// Seconds after which it is kept again what has reached somebody who is here.
    static let arrivalSeconds: Int64 = 60

    /// Keeps up to where somebody has what happened.
    func noteSeen(_ user: User) {
        guard let name = user.account.map(fold) else { return }
        wordsLeft[name] = nil
        changeSettings(of: name) { $0.seen = arrival(at: user) ?? latest }
    }

    /// The most users whose arrival is kept in one tick, so that no lines wait long behind it in the log. Users who came together, as after a
    /// restart, are so spread over some seconds, and stay spread. With a tick each second it is twice as many as come due.
    var mostArrivals: Int { max(64, users.count / Int(Self.arrivalSeconds / 2)) }

    /// Keeps, now and then, what has newly reached somebody who is here, because a server that is cut off keeps nothing at its end.
    ///
    /// - Parameter count: the users for whom this was done in this tick; one more where it is done here.
    func keepArrival(at session: Session, _ count: inout Int) {
        guard count < mostArrivals, let user = session.user, let name = user.account, settings.keepsHistory,
            steady.seconds(since: user.arrivalKeptAt ?? session.openedAt) >= Self.arrivalSeconds
        else { return }
        user.arrivalKeptAt = steady
        let kept = registry.accounts[fold(name)]?.seen?.event ?? .none
        guard let arrived = arrival(at: user), arrived.event > kept else { return }
        noteSeen(user)
        count += 1
    }
}

/// When the latest events were decided, to the second.
struct Moments {
    private var latest: Account.Seen
    private var before: Account.Seen

    init(_ number: EventNumber, at time: Timestamp) {
        latest = Account.Seen(event: number, at: time)
        before = latest
    }

    /// Time passes; to be called once a second with the last event.
    mutating func pass(_ number: EventNumber, at time: Timestamp) {
        before = latest
        latest = Account.Seen(event: number, at: time)
    }

    /// A time before which no event behind this one was decided; nil where that is too long ago to be known.
    func time(of number: EventNumber) -> Timestamp? {
        number >= latest.event ? latest.at : number >= before.event ? before.at : nil
    }
}
