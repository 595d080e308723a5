import Protocol

/// The reason that a session's lines wait. None is lost while the session is there, and nobody else waits for them. Lines that people type
/// are obeyed in their order; questions that clients ask by themselves may be answered behind later lines, see ``WaitingQuestions``.
enum InputHold {
    /// It is being given a long answer; see ``LongAnswer``.
    case draining
    /// The host looks something up, or checks a password, for it.
    case asking(PendingQuery)
    /// It has said more than it may; it goes on at that moment.
    case throttled(until: Timestamp)
}

extension Network {
    /// The most that may wait of a session before its connection is not read any more: lines, questions that its client asks by itself,
    /// and bytes of both.
    private static let maxWaitingLines = 32
    private static let maxWaitingQuestions = 256
    private static let maxWaitingBytes = 16_384

    /// Takes what a session says: at once, or when it is its turn.
    func executeOrHold(_ input: Input, from session: Session) {
        if case .lines(let lines) = input, session.inputHold == nil {
            session.input.waiting.append(.lines(lines))
            return takeWaiting(from: session)
        }
        if session.inputHold != nil {
            session.input.waiting.append(input)
        } else {
            switch timing(of: input, from: session) {
            case .now: return executeInTurn(input, from: session)
            case .behindQuestions(let line): session.input.waitingQuestions.append(line)
            case .later(let moment):
                session.input.waiting.append(input)
                throttle(session, until: moment)
            }
        }
        pauseOrResumeReading(of: session)
    }

    /// Goes on with what a session was to be told, and with what it said, while its input was held.
    func resume(_ session: Session) {
        session.inputHold = nil
        if !session.answers.isEmpty { sendPortion(to: session) }
        takeWaiting(from: session)
        takeWaitingQuestions(from: session)
        pauseOrResumeReading(of: session)
    }

    private func takeWaiting(from session: Session) {
        while session.inputHold == nil, !session.isClosing, let input = session.input.waiting.first {
            if isSkippedAfterDisconnect(input, from: session) {
                session.input.waiting.removeFirst()
                continue
            }
            switch timing(of: input, from: session) {
            case .now:
                session.input.waiting.removeFirst()
                executeInTurn(input, from: session)
            case .behindQuestions(let line):
                session.input.waiting.removeFirst()
                session.input.waitingQuestions.append(line)
            case .later(let moment): throttle(session, until: moment)
            }
        }
        pauseOrResumeReading(of: session)
    }

    private func executeInTurn(_ input: Input, from session: Session) {
        execute(input, from: session)
        session.input.commandObeyed()
    }

    /// Has a connection not read while too much of it waits, and read again when half of that is done.
    private func pauseOrResumeReading(of session: Session) {
        guard !session.isClosing else { return }
        if session.disconnection != nil { return endDisconnectedIfDone(session) }
        func isBelow(_ part: Int) -> Bool {
            session.input.waiting.count < Self.maxWaitingLines / part
                && session.input.waitingQuestions.count < Self.maxWaitingQuestions / part
                && session.input.waiting.byteCount + session.input.waitingQuestions.byteCount < Self.maxWaitingBytes
                    / part
        }
        if session.input.isReadingPaused {
            guard isBelow(2) else { return }
            session.input.resumeReading()
            emit(.resumeReading(session.id))
        } else if !isBelow(1) {
            session.input.pauseReading()
            emit(.pauseReading(session.id))
        }
    }

    // MARK: Draining

    /// Lets a session wait until what it was sent has left.
    func awaitDrain(of session: Session) {
        session.inputHold = .draining
        emit(.awaitDrain(session.id))
    }

    /// The session's connection has room again.
    package func continueAnswer(to id: SessionID, at time: Timestamp) {
        advance(to: time)
        guard let session = sessions[id], case .draining = session.inputHold else { return }
        // It reads: that is a sign of life.
        session.liveness.heard(at: monotonicNow)
        resume(session)
    }

    // MARK: Waking

    private func throttle(_ session: Session, until moment: Timestamp) {
        activity.refused(by: .rate)
        session.inputHold = .throttled(until: moment)
        emit(.wake(session.id, at: moment))
    }

    /// The moment of an ``Effect/wake(_:at:)`` has come. Too early, or for a session that does not wait, it does nothing.
    package func wake(_ id: SessionID, at time: Timestamp) {
        advance(to: time)
        if let session = sessions[id] { wake(session) }
    }

    func wake(_ session: Session) {
        switch session.inputHold {
        case .throttled(let moment) where moment <= monotonicNow: resume(session)
        case .throttled, nil:
            guard !session.input.waitingQuestions.isEmpty else { return }
            takeWaitingQuestions(from: session)
            pauseOrResumeReading(of: session)
        case .draining, .asking: break
        }
    }
}
