import Protocol

/// When a session was heard, and whether it was asked if it is there.
struct SessionLiveness {
    /// The time of the last line from it, whatever it said.
    private(set) var lastHeard: Timestamp
    /// When it was asked whether it is there; nil once it has said something.
    private(set) var pingedAt: Timestamp?
    /// When it was last known what has reached it, or it was asked.
    private var checkedAt: Timestamp
    /// Up to where all has reached it when it answers the last PING, whose token is that number.
    private var pingedArrival: Account.LastArrival?

    init(at time: Timestamp) {
        lastHeard = time
        checkedAt = time
    }

    /// Notes that it says something, or takes what it is sent.
    mutating func heard(at time: Timestamp) {
        lastHeard = time
        pingedAt = nil
    }

    /// Counts it as heard, because it has said something that waits for us. A question whether it is there stays open.
    mutating func waited(at time: Timestamp) { lastHeard = time }

    /// Notes that it is known by now what has reached it.
    mutating func checked(at time: Timestamp) { checkedAt = time }

    /// Notes that it was asked whether it is there.
    ///
    /// - Parameter latest: the last event that it was sent before the question.
    mutating func pinged(at time: Timestamp, behind latest: Account.LastArrival) {
        pingedAt = time
        checkedAt = time
        pingedArrival = latest
    }

    /// Takes the answer to the last question.
    ///
    /// - Returns: the last event that it was sent before that question; nil where this is no answer to it.
    mutating func answered(_ token: Bytes?) -> Account.LastArrival? {
        guard let arrival = pingedArrival, token == Bytes(arrival.event.msgid) else { return nil }
        pingedArrival = nil
        return arrival
    }

    /// True where it has said nothing for so many seconds, or nothing has told for so long what has reached it.
    func isDue(after seconds: Int64, at time: Timestamp) -> Bool {
        time.seconds(since: min(lastHeard, checkedAt)) >= seconds
    }
}

extension Network {
    /// Asks a session that has been silent for long whether it is there, and lets it go where it does not answer. One that takes too
    /// long to register is let go, too.
    func checkLiveness(of session: Session) {
        let limits = settings.limits
        guard !session.isClosing else { return }
        if session.disconnection != nil { return endDisconnectedIfDone(session) }
        // It waits for us.
        if case .asking = session.inputHold { return }
        if session.user == nil {
            if monotonicNow.seconds(since: session.openedAt) >= limits.registrationSeconds {
                close(session, reason: "Registration timed out after \(limits.registrationSeconds) seconds")
            }
        } else if session.waitsForItsTurn {
            // It has said something that we have not answered, or not even read: that counts.
            session.liveness.waited(at: monotonicNow)
        } else if let pingedAt = session.liveness.pingedAt {
            if monotonicNow.seconds(since: pingedAt) >= limits.pongSeconds {
                close(
                    session, reason: "Ping timeout: \(monotonicNow.seconds(since: session.liveness.lastHeard)) seconds")
            }
        } else if session.liveness.isDue(after: limits.pingSeconds, at: monotonicNow) {
            session.liveness.pinged(at: monotonicNow, behind: latest)
            emit(Message("PING", latestNumber.msgid), to: session)
        }
    }
}
