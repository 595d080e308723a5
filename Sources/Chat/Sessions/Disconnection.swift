import Protocol

/// A connection that is gone, whose session had said more than was its turn.
struct Disconnection {
    /// The words that the others are told, unless it said QUIT itself.
    let reason: String
    let since: Timestamp
}

/// The end of sessions whose connection is gone: what such a session had said is obeyed in its turn, at the rate at which it would have been. It is
/// there until then, also for the limit of connections from its address; but it makes room there for one that comes, and there are not
/// very many of its like, see ``ConnectionLimiter``.
extension Network {
    /// Seconds that this may take; what is not reached by then is lost.
    static let lingerSeconds: Int64 = 180

    /// To be called when a session's connection is gone.
    func disconnected(_ session: Session, reason: String) {
        if session.user == nil || session.input.waiting.isEmpty && session.input.waitingQuestions.isEmpty {
            return end(session, reason: reason)
        }
        session.disconnection = Disconnection(reason: reason, since: monotonicNow)
        // Nobody reads it any more.
        session.answers.removeAll()
        session.arrival.missed = []
        session.input.resumeReading()
        switch session.inputHold {
        case .draining, nil: resume(session)
        // It goes on by itself.
        case .throttled, .asking: break
        }
        guard session.isCountedByLimiter, !session.isClosing else { return }
        endEarly(sessions.disconnected(session))
    }

    /// Lets a session in if its address may have one more, for which the oldest of those makes room whose connection is gone.
    func admit(_ session: Session) {
        endEarly(sessions.sessionInTheWay(of: session, limits: settings.limits))
        guard let problem = sessions.admit(session, limits: settings.limits) else { return }
        activity.refused(by: .connectionLimit)
        emit(.turnedAway(address: session.origin.address, reason: problem))
        close(session, reason: problem)
    }

    /// Ends a session whose connection is gone, whatever it has left to say.
    private func endEarly(_ session: Session?) {
        guard let session, let disconnection = session.disconnection else { return }
        close(session, reason: disconnection.reason)
    }

    /// True if a session without a connection says what nobody would read the answer to, or what is over with the session itself.
    func isSkippedAfterDisconnect(_ input: Input, from session: Session) -> Bool {
        guard session.disconnection != nil, case .message(let message) = input, let rule = commands[message.command]
        else {
            return false
        }
        return Self.transient.contains(message.command) || rule.onlyAsks(message)
    }

    /// The commands that change only what is one session's own.
    private static let transient: Set<Command> = ["AWAY", "CAP", "MONITOR"]

    /// Ends a session whose connection is gone and that has nothing left to say, or has had its time.
    func endDisconnectedIfDone(_ session: Session) {
        guard let disconnection = session.disconnection, !session.isClosing else { return }
        let isDone = session.inputHold == nil && session.input.waiting.isEmpty && session.input.waitingQuestions.isEmpty
        let isOver = monotonicNow.seconds(since: disconnection.since) >= Self.lingerSeconds
        // The host hears of it, too: it took it for one that may still ask.
        if isDone || isOver { close(session, reason: disconnection.reason) }
    }
}
