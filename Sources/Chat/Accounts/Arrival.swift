import Protocol

/// Keeps the number of the last event that is known to have reached each user. A connection may have been dead for minutes before that
/// is noticed; so the events that its account has missed count from its last sign of life, and not from when it was given up.
extension Network {
    /// A session gave a sign of life: what was sent to it before has arrived.
    func noteArrival(at session: Session) {
        session.arrived = Account.Seen(event: latestNumber, at: tellingTime)
        // Unless it is still being told.
        if session.parking == nil, session.missed.isEmpty, session.answers.isEmpty { session.unconfirmed = nil }
    }

    /// A session is over: what has reached it has reached its user.
    func noteArrival(of session: Session, at user: User) {
        user.arrived = later(user.arrived, arrival(at: session))
    }

    /// Up to where somebody has what happened, by one session or another; nil for who has had none.
    func arrival(at user: User) -> Account.Seen? {
        user.sessions.reduce(user.arrived) { later($0, arrival(at: $1)) }
    }

    /// The last event that is known to have reached a session. While a replay has not been confirmed by a sign of life, that is the event
    /// before the replay, since the replay may be lost with the connection; but not of a session that was heard within the last second.
    private func arrival(at session: Session) -> Account.Seen {
        guard let unconfirmed = session.unconfirmed,
            session.isClosing || steady.seconds(since: session.lastHeard) >= 1
        else { return session.arrived }
        return unconfirmed
    }

    private func later(_ a: Account.Seen?, _ b: Account.Seen) -> Account.Seen {
        guard let a, a.event > b.event else { return b }
        return a
    }
}
