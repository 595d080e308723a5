import Protocol

/// A connection that is gone, whose session had said more than was its turn.
struct Departure {
    /// What the others are told, unless it said QUIT itself.
    let reason: String
    let since: Timestamp
}

/// How a session ends whose connection is gone: what it had said is obeyed in its turn, at the rate at which it would have been. It is
/// there until then, also for the limit of connections from its address.
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
    }

    /// Whether a session only asks what nobody would read the answer to.
    func isMoot(_ input: Input, from session: Session) -> Bool {
        guard session.departure != nil, case .message(let message) = input, let rule = commands[message.command] else {
            return false
        }
        return rule.onlyAsks(message)
    }

    /// Ends a session whose connection is gone and that has nothing left to say, or has had its time.
    func endIfDone(_ session: Session) {
        guard let departure = session.departure, !session.isClosing else { return }
        let isDone = session.parking == nil && session.waiting.isEmpty && session.waitingQuestions.isEmpty
        let isOver = steady.seconds(since: departure.since) >= Self.departureSeconds
        // The host hears of it, too: it took it for one that may still ask.
        if isDone || isOver { close(session, reason: departure.reason) }
    }
}
