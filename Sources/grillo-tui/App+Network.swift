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
            isSessionChanged = true
            switch action {
            case .send(let bytes): wire?.send(bytes)
            case .connect(let delay): connect(after: delay)
            case .upgrade(let port): upgrade(to: port)
            case .holdToTLS(let seconds): hold(seconds: seconds)
            case .close:
                wire?.close()
                // Left for good, perhaps while the connection was still coming about.
                if session.phase == .idle { wire = nil }
            case .show(let id):
                if let visible = session.visible { screen.takeDraft(of: visible, to: id, session) }
                show(id)
            case .buffersChanged: screen.forgetClosed(session.buffers)
            case .askSecret(let prompt):
                linear == nil ? screen.ask(prompt) : askSecret(prompt)
            case .search(let text): linear == nil ? screen.search(text, session) : searchLines(text)
            case .searched where session.serverSearch?.state == .loading: break
            case .searched: linear == nil ? screen.showFound(session) : tellFound()
            case .memoryChanged: planKeeping()
            case .offerKeeping(let question): offer(question)
            case .enter(let link, let isHere):
                if !isHere {
                    // What the server before wanted is not told to this one.
                    screen.forgetQuestionsOfServer()
                    trustQuestion = nil
                }
                enter(with: link, isHere: isHere)
            case .deriveKey(let derivation): derive(derivation)
            case .reveal(let id, let line):
                if session.visible != id { show(id) }
                linear == nil ? screen.reveal(line, session) : tellLines(around: line)
            case .mention(let id, let line): call(id, line)
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
            if session.dialing() { dial() }
            carryOut()
            drawSoon()
        }
    }

    func dial() {
        // One that is still being tried goes.
        wire?.close()
        let wire = Wire(
            on: lanes.lanes[0], to: loop, told: { [self] wire, event in happened(event, on: wire) },
            arrived: { [self] wire in bytesArrived(on: wire) })
        self.wire?.close()
        self.wire = wire
        if destination.speaksTLS, tls == nil {
            do {
                tls = try TLSContext.client(destination.identity)
            } catch {
                return session.connectionFailed(cause: error.description, isFinal: true, at: Clocks.now)
            }
        }
        wire.dial(destination, tls, keeper)
        if destination.speaksTLS { hintLater(wire) }
    }

    /// Says after three seconds what it may be if nothing answers.
    private func hintLater(_ wire: Wire) {
        loop.after(.seconds(3)) { [self, weak wire] in
            guard let wire, wire === self.wire, leavingStatus == nil, trustQuestion == nil else { return }
            session.dialingTakesLong(at: Clocks.now)
            carryOut()
            drawSoon()
        }
    }

    /// Makes a key of a password: a tenth of a second or more, while the screen goes on.
    private func derive(_ derivation: KeyDerivation) {
        DispatchQueue.global(qos: .userInitiated).async { [loop] in
            let key = Transport.Cryptography.pbkdf2SHA256(
                password: derivation.password, salt: derivation.salt, iterations: derivation.iterations)
            loop.soon { [self] in
                session.keyDerived(key, for: derivation, at: Clocks.now)
                carryOut()
                drawSoon()
            }
        }
    }

    // MARK: The network

    func happened(_ event: Wire.Event, on wire: Wire) {
        guard wire === self.wire else { return }
        switch event {
        case .opened where session.phase == .idle || session.phase == .ended: wire.close()
        case .opened(let isVouchedFor, let ownerWord):
            self.isVouchedFor = isVouchedFor
            strictSeconds = nil
            session.connected(
                isPrivate: destination.speaksTLS || destination.isLocal, isSecure: destination.speaksTLS,
                mayUpgrade: destination.host != nil, ownerWord: ownerWord, at: Clocks.now)
        case .unknown(let question): ask(question)
        case .closed(let reason):
            renewHold()
            if leavingStatus != nil { return end() }
            takeAll(from: wire)
            session.disconnected(cause: words(reason), at: Clocks.now)
            giveUpOnTLS()
            isEntering = false
        case .failed(let error):
            if mayGiveUp { return giveUp(error) }
            // A key that changed stops everything: it is for the person to say that it may.
            let isFinal = if case .refusedByTrust = error { true } else { false }
            session.connectionFailed(cause: error.description, isFinal: isFinal, at: Clocks.now)
        }
        carryOut()
        drawSoon()
    }

    func bytesArrived(on wire: Wire) {
        guard wire === self.wire else { return }
        let end = Clocks.monotonic + Self.turn
        while let bytes = wire.take() {
            take(bytes)
            giveUpOnTLS()
            guard Clocks.monotonic < end else {
                carryOut()
                drawSoon()
                return loop.soon { [self] in bytesArrived(on: wire) }
            }
        }
        carryOut()
        drawSoon()
    }

    func takeAll(from wire: Wire) {
        while let bytes = wire.take() { take(bytes) }
    }

    func take(_ bytes: [UInt8]) {
        let now = Clocks.now
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
