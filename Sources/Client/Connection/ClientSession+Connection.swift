import Protocol

/// The connection's life: opened, registered, lost, tried again.
extension ClientSession {
    /// Begins: asks for the first connection, or, where an account is configured without its password, first for that.
    package mutating func start(at now: Timestamp) {
        guard phase == .idle else { return }
        if let account = login.account, login.accountPassword == nil, !configuration.hasCertificate {
            askPassword(.login, account: account, isExpected: true)
            return
        }
        connectFirst()
    }

    mutating func connectFirst() {
        lifecycle.dial()
        markChanged(.server)
        emit(.connect(afterMilliseconds: 0))
    }

    /// The connection stands. Registration begins: <https://modern.ircdocs.horse/#connection-registration>.
    ///
    /// - Parameters:
    ///   - isPrivate: true if nobody but the server can read what is sent (TLS, or a server on this machine): else no password is sent.
    ///   - isSecure: true if the connection speaks TLS.
    ///   - mayUpgrade: true if the server may ask for TLS: then nothing is said before it has had the chance.
    ///   - ownerToken: shows the server that the person hosts it; good for this connection alone.
    package mutating func connected(
        isPrivate: Bool = false, isSecure: Bool = false, mayUpgrade: Bool = false,
        ownerToken: String? = nil, at now: Timestamp
    ) {
        guard phase != .ended, connection == nil else { return }
        let security = ConnectionSecurity(
            isPrivate: isPrivate, isTLS: isSecure, mayUpgrade: mayUpgrade && !isSecure, ownerToken: ownerToken)
        connection = ConnectionState(security, at: now)
        lifecycle.connected()
        setOwnNick(ownNick.first())
        send("CAP", "LS", "302")
        if !security.mayUpgrade { sendRegistration(at: now) }
        note("Connected. Registering as \(nick).", in: .server, at: now)
    }

    /// The connection has ended; `cause` is one clause without a full stop, such as `the server closed the connection`.
    package mutating func disconnected(cause: String, at now: Timestamp) {
        guard let connection else { return }
        let wasSilent = !connection.incoming.hasBegun && !connection.security.isTLS && connection.security.mayUpgrade
        if wasSilent { lifecycle.foundTLS() }
        let hint = wasSilent ? " without a word: perhaps it speaks TLS there; try --tls" : ""
        // Some servers say no more than this of a password that is missing or wrong.
        if phase == .registering, lifecycle.noRetryReason == nil, connection.registration.entryRefusal == nil,
            let words = connection.registration.disconnectReason,
            words.lowercased().contains("password"), !DisconnectReason.suspendsLogin(words)
        {
            refuseServerPassword()
            self.connection?.registration.refuseEntry(words)
        }
        if phase == .registering, lifecycle.noRetryReason == nil { stopRetryingIfRefused(connection) }
        if phase == .registering, !connection.security.isTLS,
            connection.registration.disconnectReason?.contains("TLS") == true
        {
            lifecycle.foundTLS()
            lifecycle.stopRetrying(because: "Start again with --tls.")
        }
        // The server's words of refusal are the reason. Its words with ERROR would only tell the same once more.
        if let words = self.connection?.registration.entryRefusal {
            let lead = phase == .registering ? "Not let in" : "Connection lost"
            return endConnection(cause: words.isEmpty ? "the server does not say why" : words, lead: lead, at: now)
        }
        let words = connection.registration.disconnectReason.map {
            "the server closed the connection" + ($0.isEmpty ? "" : ": " + $0)
        }
        endConnection(cause: (words ?? cause) + hint, at: now)
    }

    /// No connection came about. `isFinal` where trying again is for the person to decide, such as a key that has changed.
    package mutating func connectionFailed(cause: String, isFinal: Bool = false, at now: Timestamp) {
        guard connection == nil, phase != .ended else { return }
        if isFinal { lifecycle.stopRetrying(because: "/reconnect tries again.") }
        retry(after: cause, lead: "Cannot connect", at: now)
    }

    /// The server has been silent for a few seconds. That it would do without TLS cannot be known from that, and is not said.
    package mutating func dialingTakesLong(at now: Timestamp) {
        guard phase == .connecting else { return }
        note(
            "No answer yet. If it stays so, check the address, the port and the network.", kind: .error, in: .server,
            at: now)
    }

    /// The person does not want to wait: tries at once, with a new connection where there is one.
    package mutating func reconnectNow(at now: Timestamp) {
        guard phase != .ended else { return }
        if connection != nil {
            send("QUIT", "Reconnecting")
            emit(.close)
            dropConnection(cause: "reconnecting", at: now)
        }
        lifecycle.dialNow()
        markChanged(.server)
        emit(.connect(afterMilliseconds: 0))
    }

    /// Time has passed. To be called about once a second while connected; more often does no harm.
    package mutating func tick(at now: Timestamp) {
        watchClock(at: now)
        tickLog(at: now)
        guard let connection else { return }
        self.connection?.liveness.ticked(at: now)
        if phase == .registering {
            let waited = now.milliseconds(since: connection.registration.connectedAt)
            if waited >= 60_000 {
                emit(.close)
                endConnection(cause: "the server did not finish the greeting within 60 seconds", at: now)
            } else if waited >= Self.loginTimeout {
                // A login that goes on is not cut off: it has as long since its last step.
                let isMoving = now.milliseconds(since: connection.login.movedAt) < Self.loginTimeout
                if connection.login.exchange != nil, isMoving { return }
                abandonLogin(at: now)
                endCapabilities()
            } else if waited >= Self.capabilityListTimeout, !connection.registration.isSent {
                if !connection.incoming.hasBegun {
                    note(
                        "It says nothing: perhaps it speaks TLS there; try --tls.", kind: .error, in: .server,
                        at: now
                    )
                }
                sendRegistration(at: now)
            }
            return
        }
        if connection.login.exchange?.waitsForServer == true,
            now.milliseconds(since: connection.login.movedAt) >= Self.loginTimeout
        {
            abandonLogin(at: now)
        }
        tickHistory(at: now)
        planReadMarkers(at: now)
        tickTypists(at: now)
        tickSearch(at: now)
        tickTyping(at: now)
        tickMonitoring()
        tickMetadata(at: now)
        if let visible { requestNames(in: visible, at: now) }
        sendWaiting(at: now)
        self.connection?.backgroundRequests.tick(at: now)
        sendBackgroundRequests(at: now)
        if let welcomedAt = connection.registration.welcomedAt {
            let online = now.milliseconds(since: welcomedAt)
            if online >= 5_000 { enterChannels(at: now) }
            lifecycle.stayedOnline(for: online)
        }
        let wantsPing = self.connection.map { $0.sendQueue.wantsPing || $0.reactions.wantsPing } ?? false
        if wantsPing, self.connection?.liveness.isWaiting == false, phase == .online { sendPing(at: now) }
        switch self.connection?.liveness.tick(at: now) {
        case .ping(let token): sendPing(token)
        case .timedOut:
            emit(.close)
            endConnection(cause: "no answer for 90 seconds", at: now)
        case .nothing, nil: break
        }
    }

    /// Ends the connection from inside: whether it is tried again says ``ConnectionLifecycle/noRetryReason``.
    mutating func endConnection(cause: String, lead: String = "Connection lost", at now: Timestamp) {
        let isToldInChannel = visible.flatMap { buffers[$0]?.isJoined } == true
        dropConnection(cause: cause, at: now)
        guard phase != .ended else { return }
        retry(after: cause, lead: lead, isToldInChannel: isToldInChannel, at: now)
    }

    private mutating func retry(
        after cause: String, lead: String, isToldInChannel: Bool = false, at now: Timestamp
    ) {
        markChanged(.server)
        let stop = cause.last.map { ".!?…".contains($0) } == true ? "" : "."
        switch lifecycle.planRetry(after: cause, at: now) {
        case .after(let delay):
            let seconds = (delay + 500) / 1000
            note(
                "\(lead): \(cause)\(stop) Trying again in \(seconds) s.", kind: .error, in: .server, at: now)
            emit(.connect(afterMilliseconds: delay))
        case .never(let reason):
            let words = "\(lead): \(cause)\(stop) \(reason)"
            if isToldInChannel {
                note(words, kind: .error, in: .server, at: now)
            } else {
                reportInServerAndVisible(words, at: now)
            }
        }
    }

    /// Says why nothing goes on without the person, with the server's lines and where the person is.
    mutating func reportInServerAndVisible(_ words: String, at now: Timestamp) {
        note(words, kind: .error, in: .server, at: now)
        if let visible, visible != .server { note(words, kind: .error, in: visible, at: now) }
    }

    /// The moment of ``ConnectionPhase/waiting(until:)`` has come: the shell is to dial, unless this says that it was left meanwhile.
    package mutating func shouldDial() -> Bool {
        if lifecycle.endWait() { markChanged(.server) }
        return phase == .connecting
    }

    mutating func dropConnection(cause: String, at now: Timestamp) {
        guard let connection else { return }
        // A connection that never came about tells nothing of what was sent over the one before.
        if phase == .online { log.wentOffline(isHistoryMissing: !hasHistory) }
        let isRemembered = hasHistory || phase == .registering
        lifecycle.wentOffline(at: connection.liveness.lastHeard)
        for sent in connection.sendQueue.unconfirmed { markNotSent(sent.line, in: sent.buffer) }
        _ = failSearch("The connection was lost.")
        dropPlannedRegistration(at: connection.liveness.latest)
        self.connection = nil
        channelEntry.connectionLost()
        presence.connectionLost()
        login.connectionLost()
        let (pinned, casemapping) = (preferences.pinned, casemapping)
        for id in buffers.map(\.id) {
            let wasJoined =
                buffers.update(id) { buffer in
                    buffer.connectionLost(at: connection.liveness.lastHeard)
                    buffer.typists.removeAll()
                    buffer.isPeerOnline = nil
                    buffer.marks.isMuted = false
                    buffer.marks.isPinned = pinned.contains(casemapping.fold(buffer.name))
                    guard buffer.kind == .channel, buffer.isJoined else { return false }
                    buffer.membership.lost()
                    buffer.members.removeAll()
                    return true
                } ?? false
            if !isRemembered { resolveLost(in: id, at: now) }
            if wasJoined, phase != .ended {
                let words = Bytes("You are offline: \(cause).")
                append(LineContent(time: now, kind: .error, text: words, flags: .own), to: id)
            }
            markChanged(id)
        }
    }

    mutating func setOwnNick(_ nick: String) {
        ownNick.set(nick, casemapping: casemapping)
        if let visible { markChanged(visible) }
    }
}
