import Protocol

/// A connection that is gone, whose session had said more than was its turn.
struct Departure {
    /// What the others are told, unless it said QUIT itself.
    let reason: String
    let since: Timestamp
}

/// How a session ends whose connection is gone: what it had said is obeyed in its turn, at the rate at which it would have been. It is
/// there until then, also for the limit of connections from its address; but it makes room there for one that comes, and there are not
/// very many of its like, see ``Neighbours``.
extension Network {
    /// Seconds that this may take; what is not reached by then is lost.
    static let departureSeconds: Int64 = 180

    /// To be called when a session's connection is gone.
    func depart(_ session: Session, reason: String) {
        if session.user == nil || session.waiting.isEmpty && session.waitingQuestions.isEmpty {
            return end(session, reason: reason)
        }
        session.departure = Departure(reason: reason, since: steady)
        // Nobody reads it any more.
        session.answers.removeAll()
        session.missed = []
        session.isPaused = false
        switch session.parking {
        case .draining, nil: resume(session)
        // It goes on by itself.
        case .throttled, .asking: break
        }
        guard session.isCounted, !session.isClosing else { return }
        endEarly(neighbours.depart(session.id, from: session.origin.neighbourhood))
    }

    /// Lets a session in if its address may have one more, for which the oldest of those makes room whose connection is gone.
    func admit(_ session: Session) {
        let (place, limits) = (session.origin.neighbourhood, settings.limits)
        if neighbours.wouldAdmit(withoutOneFrom: place, limits: limits) {
            endEarly(neighbours.firstDeparting(from: place))
        }
        if let problem = neighbours.admit(from: place, limits: limits) {
            emit(.turnedAway(address: session.origin.address, reason: problem))
            close(session, reason: problem)
        } else {
            session.isCounted = true
        }
    }

    /// Ends a session whose connection is gone, whatever it has left to say.
    private func endEarly(_ id: SessionID?) {
        guard let session = id.flatMap({ sessions[$0] }), let departure = session.departure else { return }
        close(session, reason: departure.reason)
    }

    /// Whether a session says what nobody would read the answer to, or what is over with the session itself.
    func isMoot(_ input: Input, from session: Session) -> Bool {
        guard session.departure != nil, case .message(let message) = input, let rule = commands[message.command] else {
            return false
        }
        return Self.transient.contains(message.command) || rule.onlyAsks(message)
    }

    /// The commands that change only what is one session's own.
    private static let transient: Set<Command> = ["AWAY", "CAP", "MONITOR"]

    /// Ends a session whose connection is gone and that has nothing left to say, or has had its time.
    func endIfDone(_ session: Session) {
        guard let departure = session.departure, !session.isClosing else { return }
        let isDone = session.parking == nil && session.waiting.isEmpty && session.waitingQuestions.isEmpty
        let isOver = steady.seconds(since: departure.since) >= Self.departureSeconds
        // The host hears of it, too: it took it for one that may still ask.
        if isDone || isOver { close(session, reason: departure.reason) }
    }
}
