import Protocol

/// What is known to have reached somebody. A connection may have been dead for minutes before that is noticed; so what its account
/// has missed counts from the last sign of life, and not from when the connection was given up.
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

    /// What a session was told of the time before it came may be lost with it. Of one that came just now it is not asked.
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
