import Client
import Dispatch
import Protocol
import TUI
import Transport

/// What the session wants done, and what comes from the network.
extension App {
    // MARK: What the session wants

    func carryOut() {
        for action in session.drainActions() {
            switch action {
            case .send(let bytes): serverConnection?.send(bytes)
            case .connect(let delay): connect(after: delay)
            case .upgrade(let port): upgrade(to: port)
            case .requireTLS(let seconds): hold(seconds: seconds)
            case .close:
                serverConnection?.close()
                // Left for good, perhaps while the connection was still coming about.
                if session.phase == .idle { serverConnection = nil }
            case .show(let id):
                if let visible = session.visible { screen.moveDraft(of: address(visible), to: address(id), chat) }
                show(address(id))
            case .buffersChanged: screen.forgetClosed(chat)
            case .askPassword(let prompt):
                linear == nil ? screen.ask(prompt) : askPassword(prompt)
            case .search(let text): linear == nil ? screen.search(text, chat) : searchLines(text)
            case .searched where session.serverSearch?.state == .loading: break
            case .searched: linear == nil ? screen.showFound(chat) : printFound()
            case .savedSessionChanged: scheduleSave()
            case .offerSavingAccount(let question): offer(question)
            case .enter(let link, let isHere):
                if !isHere {
                    // What the server before wanted is not told to this one.
                    screen.forgetQuestionsOfServer(of: session.network)
                    trustQuestion = nil
                }
                enter(with: link, isHere: isHere)
            case .deriveKey(let derivation): derive(derivation)
            case .reveal(let id, let line):
                if session.visible != id { show(address(id)) }
                linear == nil ? screen.reveal(line, chat) : printContext(around: line)
            case .mention(let id, let line): notify(id, line)
            case .changed: break
            case .quit: leave(status: 0)
            }
        }
    }

    func connect(after delay: Int) {
        dialNumber += 1
        let number = dialNumber
        guard delay > 0 else { return dial() }
        loop.after(.milliseconds(delay)) { [self] in
            guard number == dialNumber, leavingStatus == nil else { return }
            if session.shouldDial() { dial() }
            carryOut()
            drawSoon()
        }
    }

    func dial() {
        // One that is still being tried goes.
        serverConnection?.close()
        let serverConnection = connector.makeConnection(
            onEvent: { [self] serverConnection, event in handleEvent(event, on: serverConnection) },
            onBytes: { [self] serverConnection in bytesArrived(on: serverConnection) })
        self.serverConnection?.close()
        self.serverConnection = serverConnection
        if destination.speaksTLS, tls == nil {
            do {
                tls = try TLSContext.client(destination.identity)
            } catch {
                return session.connectionFailed(cause: error.description, isFinal: true, at: SystemClock.now)
            }
        }
        serverConnection.dial(destination, tls, hostKeyStore)
        if destination.speaksTLS { hintLater(serverConnection) }
    }

    /// Says after three seconds what it may be if nothing answers.
    private func hintLater(_ serverConnection: any ServerConnection) {
        loop.after(.seconds(3)) { [self, weak serverConnection] in
            guard let serverConnection, serverConnection === self.serverConnection, leavingStatus == nil,
                trustQuestion == nil
            else { return }
            session.dialingTakesLong(at: SystemClock.now)
            carryOut()
            drawSoon()
        }
    }

    /// Makes a key of a password: a tenth of a second or more, while the screen goes on.
    private func derive(_ derivation: KeyDerivation) {
        DispatchQueue.global(qos: .userInitiated).async { [loop] in
            let key = Transport.Cryptography.pbkdf2SHA256(
                password: derivation.password, salt: derivation.salt, iterations: derivation.iterations)
            loop.enqueue { [self] in
                session.keyDerived(key, for: derivation, at: SystemClock.now)
                carryOut()
                drawSoon()
            }
        }
    }

    // MARK: The network

    func handleEvent(_ event: ServerConnectionEvent, on serverConnection: any ServerConnection) {
        guard serverConnection === self.serverConnection else { return }
        switch event {
        case .opened where session.phase == .idle || session.phase == .ended: serverConnection.close()
        case .opened(let isVouchedFor, let ownerToken):
            self.isVouchedFor = isVouchedFor
            strictSeconds = nil
            session.connected(
                isPrivate: destination.speaksTLS || destination.isLocal, isSecure: destination.speaksTLS,
                mayUpgrade: destination.host != nil, ownerToken: ownerToken, at: SystemClock.now)
        case .unknown(let question): ask(question)
        case .closed(let reason):
            renewHold()
            if leavingStatus != nil { return end() }
            takeAll(from: serverConnection)
            session.disconnected(cause: words(reason), at: SystemClock.now)
            giveUpOnTLS()
            isFirstAttempt = false
        case .failed(let error):
            if mayGiveUp { return giveUp(error) }
            // A key that changed stops everything: it is for the person to say that it may.
            let isFinal = if case .refusedByTrust = error { true } else { false }
            session.connectionFailed(cause: error.description, isFinal: isFinal, at: SystemClock.now)
        }
        carryOut()
        drawSoon()
    }

    func bytesArrived(on serverConnection: any ServerConnection) {
        guard serverConnection === self.serverConnection else { return }
        let end = SystemClock.monotonic + Self.readBudget
        while let bytes = serverConnection.take() {
            take(bytes)
            giveUpOnTLS()
            guard SystemClock.monotonic < end else {
                carryOut()
                drawSoon()
                return loop.enqueue { [self] in bytesArrived(on: serverConnection) }
            }
        }
        carryOut()
        drawSoon()
    }

    func takeAll(from serverConnection: any ServerConnection) {
        while let bytes = serverConnection.take() { take(bytes) }
    }

    func take(_ bytes: [UInt8]) {
        let now = SystemClock.now
        bytes.withUnsafeBytes { session.received($0, at: now) }
    }

    func words(_ reason: CloseReason) -> String {
        switch reason {
        case .peerClosed: "the server closed the connection"
        case .reset, .sendQueueExceeded, .tlsFailed, .handshakeTimedOut, .notTLS, .noProxyHeader, .untrusted, .local:
            reason.description.prefix(1).lowercased() + reason.description.dropFirst()
        }
    }
}
