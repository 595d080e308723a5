import DequeModule
import Protocol

/// Why a session's lines wait. They are neither lost nor answered out of order; nobody else waits for them.
enum Parking {
    /// It is being given a long answer; see ``LongAnswer``.
    case draining
    /// The host checks a password for it.
    case verifying(Verification)
    /// It has said more than it may; it goes on at that moment.
    case throttled(until: Timestamp)
}

extension Network {
    /// What a parked session may say before its connection is not read any more.
    private static let patience = 32

    /// Takes what a session says: at once, or when it is its turn.
    func take(_ input: Input, from session: Session) {
        if session.parking != nil {
            keep(input, from: session)
        } else if let moment = moment(for: input, from: session) {
            session.parkedInputs.prepend(input)
            session.parking = .throttled(until: moment)
            emit(.wake(session.id, at: moment))
        } else {
            obey(input, from: session)
        }
    }

    private func keep(_ input: Input, from session: Session) {
        session.parkedInputs.append(input)
        guard session.parkedInputs.count >= Self.patience, !session.isPaused else { return }
        session.isPaused = true
        emit(.pauseReading(session.id))
    }

    /// Goes on with what a session was to be told, and with what it said, while it was parked.
    func resume(_ session: Session) {
        session.parking = nil
        if !session.answers.isEmpty { givePortion(to: session) }
        while session.parking == nil, !session.isClosing, let input = session.parkedInputs.popFirst() {
            take(input, from: session)
        }
        guard session.isPaused, !session.isClosing, session.parkedInputs.count < Self.patience / 2 else { return }
        session.isPaused = false
        emit(.resumeReading(session.id))
    }

    // MARK: Draining

    /// Lets a session wait until what it was sent has left.
    func awaitDrain(of session: Session) {
        session.parking = .draining
        emit(.awaitDrain(session.id))
    }

    /// The session's connection has room again.
    package func continueAnswer(to id: SessionID, at time: Timestamp) {
        advance(to: time)
        guard let session = sessions[id], case .draining = session.parking else { return }
        // It reads: that is a sign of life.
        session.lastHeard = now
        resume(session)
    }

    // MARK: Throttling

    /// When a session may say this; nil for now.
    private func moment(for input: Input, from session: Session) -> Timestamp? {
        guard !session.origin.isExemptFromLimits else { return nil }
        if session.throttle.isRested(at: now) { session.isToldOfThrottle = false }
        guard let moment = session.throttle.spend(cost(of: input, from: session), at: now, limits: settings.limits)
        else { return nil }
        if !session.isToldOfThrottle {
            session.isToldOfThrottle = true
            let rate = settings.limits.commandsPerSecond
            standardReply(
                "NOTE", "*", "RATE_LIMITED",
                "You are sending faster than \(rate) lines a second; nothing is lost, but it waits its turn",
                to: session)
        }
        return moment
    }

    private func cost(of input: Input, from session: Session) -> Int {
        guard case .message(let message) = input else { return 1 }
        // A message of many lines is paid for when it is complete.
        if let batch = session.batch, message.tag("batch") == batch.reference { return 0 }
        if message.command == "BATCH", let batch = session.batch { return 1 + batch.lines.count / 5 }
        return commands[message.command]?.cost(of: message) ?? 1
    }

    /// The moment of an ``Effect/wake(_:at:)`` has come. Too early, or for a session that does not wait, it does nothing.
    package func wake(_ id: SessionID, at time: Timestamp) {
        advance(to: time)
        if let session = sessions[id] { wake(session) }
    }

    func wake(_ session: Session) {
        guard case .throttled(let moment) = session.parking, moment <= now else { return }
        resume(session)
    }
}
