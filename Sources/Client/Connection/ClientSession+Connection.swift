import Protocol

/// The connection's life: opened, registered, lost, tried again.
extension ClientSession {
    /// Begins: asks for the first connection, or, where an account is configured without its password, first for that.
    package mutating func start(at now: Timestamp) {
        guard phase == .idle else { return }
        if let account = accountName, accountSecret == nil, !configuration.hasCertificate {
            askSecret(.login, account: account, isExpected: true)
            return
        }
        connectFirst()
    }

    mutating func connectFirst() {
        phase = .connecting
        markChanged(.server)
        emit(.connect(afterMilliseconds: 0))
    }

    /// The connection stands. Registration begins: <https://modern.ircdocs.horse/#connection-registration>.
    ///
    /// - Parameters:
    ///   - isPrivate: whether nobody but the server can read what is sent (TLS, or this machine): else no password is sent.
    ///   - isSecure: whether it is TLS.
    ///   - mayUpgrade: whether the server may ask for TLS: then nothing is said before it has had the chance.
    ///   - ownerWord: shows the server that the person hosts it; good for this connection alone.
    package mutating func connected(
        isPrivate: Bool = false, isSecure: Bool = false, mayUpgrade: Bool = false,
        ownerWord: String? = nil, at now: Timestamp
    ) {
        guard phase != .ended, link == nil else { return }
        var fallback = NickFallback(wanted: (chosenNick.map { [$0] } ?? []) + configuration.nicks)
        let nick = fallback.next(limit: nil)
        link = Link(nick: nick, fallback: fallback, at: now)
        link?.isPrivate = isPrivate
        link?.isSecure = isSecure
        link?.mayUpgrade = mayUpgrade && !isSecure
        link?.ownerWord = ownerWord
        phase = .registering
        setOwnNick(nick)
        send("CAP", "LS", "302")
        if link?.mayUpgrade != true { greet(at: now) }
        say("Connected. Registering as \(nick).", in: .server, at: now)
    }

    /// The connection has ended; `cause` is one clause without a full stop, such as `the server closed the connection`.
    package mutating func disconnected(cause: String, at now: Timestamp) {
        guard let link else { return }
        let wasSilent = !link.isRecognised && !link.isSecure && link.mayUpgrade
        if wasSilent { isTLSLikely = true }
        let hint = wasSilent ? " without a word: perhaps it speaks TLS there, which --tls tries" : ""
        // Some servers say no more than this of a password that is missing or wrong.
        if phase == .registering, refusal == nil, link.entryRefusal == nil, let words = link.closingWords,
            words.lowercased().contains("password"), !ClosingWords.isHolding(words)
        {
            refuseServerPassword()
            self.link?.entryRefusal = words
        }
        if phase == .registering, refusal == nil { obeyClosing(link) }
        if phase == .registering, !link.isSecure, link.closingWords?.contains("TLS") == true {
            isTLSLikely = true
            refusal = "Start anew with --tls."
        }
        // What the server said of it before is not told once more.
        if let words = self.link?.entryRefusal {
            let lead = phase == .registering ? "Not let in" : "Connection lost"
            return lose(cause: words.isEmpty ? "the server does not say why" : words, lead: lead, at: now)
        }
        let words = link.closingWords.map { "the server closed the connection" + ($0.isEmpty ? "" : ": " + $0) }
        lose(cause: (words ?? cause) + hint, at: now)
    }

    /// No connection came about. `isFinal` where trying again is for the person to decide, such as a key that has changed.
    package mutating func connectionFailed(cause: String, isFinal: Bool = false, at now: Timestamp) {
        guard link == nil, phase != .ended else { return }
        if isFinal { refusal = "/reconnect tries again." }
        retry(after: cause, lead: "Cannot connect", at: now)
    }

    /// The server has been silent for a few seconds. That it would do without TLS cannot be known from that, and is not said.
    package mutating func dialingTakesLong(at now: Timestamp) {
        guard phase == .connecting else { return }
        say("No answer yet. If it stays so, check the address, the port and the network.", .error, in: .server, at: now)
    }

    /// The person does not want to wait: tries at once, with a new connection where there is one.
    package mutating func reconnectNow(at now: Timestamp) {
        guard phase != .ended else { return }
        refusal = nil
        if link != nil {
            send("QUIT", "Reconnecting")
            emit(.close)
            leaveLink(cause: "reconnecting", at: now)
        }
        reconnect.reset()
        phase = .connecting
        markChanged(.server)
        emit(.connect(afterMilliseconds: 0))
    }

    /// Time has passed. To be called about once a second while connected; more often does no harm.
    package mutating func tick(at now: Timestamp) {
        watchClock(at: now)
        guard let link else { return }
        self.link?.tickedAt = now
        if phase == .registering {
            let waited = now.milliseconds(since: link.connectedAt)
            if waited >= 60_000 {
                emit(.close)
                lose(cause: "the server did not finish the greeting within 60 seconds", at: now)
            } else if waited >= Self.loginTimeout {
                // A login that goes on is not cut off: it has as long since its last step.
                if link.sasl != nil, now.milliseconds(since: link.saslMovedAt) < Self.loginTimeout { return }
                abandonLogin(at: now)
                endCapabilities()
            } else if waited >= Self.greetingDelay, !link.isGreeted {
                if !link.isRecognised {
                    say(
                        "It says nothing: perhaps it speaks TLS there, which --tls tries.", .error, in: .server, at: now
                    )
                }
                greet(at: now)
            }
            return
        }
        if link.sasl?.waitsForServer == true, now.milliseconds(since: link.saslMovedAt) >= Self.loginTimeout {
            abandonLogin(at: now)
        }
        tickHistory(at: now)
        planReadMarkers(at: now)
        tickTypists(at: now)
        tickSearch(at: now)
        tickTyping(at: now)
        sendWaiting(at: now)
        self.link?.questions.tick(at: now)
        sendOwnQuestions(at: now)
        if let welcomedAt = link.welcomedAt {
            let online = now.milliseconds(since: welcomedAt)
            if online >= 5_000 { enterRooms(at: now) }
            if online >= ReconnectPolicy.stableMilliseconds { reconnect.reset() }
        }
        let isUnsettled = self.link.map { !$0.unsettled.isEmpty || $0.reactions.contains { !$0.isPinged } }
        if isUnsettled == true, self.link?.liveness.isWaiting == false, phase == .online { sendPing(at: now) }
        switch self.link?.liveness.tick(at: now) {
        case .ping(let token): sendPing(token)
        case .timedOut:
            emit(.close)
            lose(cause: "no answer for 90 seconds", at: now)
        case .nothing, nil: break
        }
    }

    /// Ends the connection from inside: what is not to be tried again is in ``refusal``.
    mutating func lose(cause: String, lead: String = "Connection lost", at now: Timestamp) {
        let isToldInRoom = visible.flatMap { buffers[$0]?.isJoined } == true
        leaveLink(cause: cause, at: now)
        guard phase != .ended else { return }
        retry(after: cause, lead: lead, isToldInRoom: isToldInRoom, at: now)
    }

    private mutating func retry(
        after cause: String, lead: String, isToldInRoom: Bool = false, at now: Timestamp
    ) {
        markChanged(.server)
        let stop = cause.last.map { ".!?…".contains($0) } == true ? "" : "."
        if let refusal {
            phase = .idle
            let words = "\(lead): \(cause)\(stop) \(refusal)"
            return isToldInRoom ? say(words, .error, in: .server, at: now) : sayOutside(words, at: now)
        }
        let delay = reconnect.delay(random: random.next())
        phase = .waiting(until: now.advanced(byMilliseconds: Int64(delay)))
        let seconds = (delay + 500) / 1000
        say("\(lead): \(cause)\(stop) Trying again in \(seconds) s.", .error, in: .server, at: now)
        emit(.connect(afterMilliseconds: delay))
    }

    /// Says why nothing goes on without the person, with the server's lines and where the person is.
    mutating func sayOutside(_ words: String, at now: Timestamp) {
        say(words, .error, in: .server, at: now)
        if let visible, visible != .server { say(words, .error, in: visible, at: now) }
    }

    /// The moment of ``ConnectionPhase/waiting(until:)`` has come: the shell is to dial, unless this says that it was left meanwhile.
    package mutating func dialing() -> Bool {
        if case .waiting = phase {
            phase = .connecting
            markChanged(.server)
        }
        return phase == .connecting
    }

    mutating func leaveLink(cause: String, at now: Timestamp) {
        guard let link else { return }
        lastNick = link.nick
        // A connection that never came about tells nothing of what was sent over the one before.
        let isRemembered = hasHistory || phase == .registering
        offlineSince = offlineSince ?? link.heardAt
        for sent in link.unsettled { markNotSent(sent.line, in: sent.buffer) }
        for message in link.waiting { if let line = message.line { markNotSent(line, in: message.buffer) } }
        _ = failSearch("The connection was lost.")
        self.link = nil
        roomsToShow = []
        for id in buffers.map(\.id) {
            let wasJoined =
                buffers.update(id) { buffer in
                    buffer.leave(at: link.heardAt)
                    buffer.typists = []
                    guard buffer.kind == .room, buffer.isJoined else { return false }
                    buffer.isJoined = false
                    buffer.isWanted = true
                    buffer.members.removeAll()
                    return true
                } ?? false
            if !isRemembered { settleLost(in: id, at: now) }
            if wasJoined, phase != .ended { say("You are offline: \(cause).", .error, in: id, at: now) }
            markChanged(id)
        }
    }

    /// The nick that the person would have if nobody else had it.
    var wantedNick: String { chosenNick ?? configuration.nicks[0] }

    mutating func setOwnNick(_ nick: String) {
        link?.nick = nick
        lastNick = nick
        matcher = NameMatcher(name: nick, casemapping: casemapping)
        if let visible { markChanged(visible) }
    }
}
