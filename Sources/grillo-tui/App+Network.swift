import Client
import Dispatch
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
            case .close: wire?.close()
            case .show(let id): show(id)
            case .buffersChanged: screen.forgetClosed(session.buffers)
            case .askSecret(let prompt):
                if linear == nil {
                    screen.ask(prompt)
                } else {
                    // What is typed there is seen: no password is asked for.
                    session.submitSecret(nil, for: prompt, at: Clocks.now)
                }
            case .search(let text): screen.search(text, session)
            case .searched: if session.serverSearch?.state != .loading { screen.showFound(session) }
            case .memoryChanged: planKeeping()
            case .deriveKey: break
            case .reveal(let id, let line):
                if session.visible != id { show(id) }
                screen.reveal(line, session)
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
        DispatchQueue.main.asyncAfter(deadline: .now() + .milliseconds(delay)) { [self] in
            MainActor.assumeIsolated {
                guard number == dialNumber, leavingStatus == nil else { return }
                session.dialing()
                dial()
                drawSoon()
            }
        }
    }

    func dial() {
        let wire = Wire(
            on: lanes.lanes[0], told: { [self] wire, event in happened(event, on: wire) },
            arrived: { [self] wire in bytesArrived(on: wire) })
        self.wire = wire
        wire.dial(destination, tls, hosts)
    }

    // MARK: The network

    func happened(_ event: Wire.Event, on wire: Wire) {
        guard wire === self.wire else { return }
        switch event {
        case .opened: session.connected(isPrivate: destination.speaksTLS || destination.isLocal, at: Clocks.now)
        case .metFirst(let key):
            screen.refused("First meeting with \(destination.label), key \(key). It is remembered.")
        case .closed(let reason):
            if leavingStatus != nil { return end() }
            takeAll(from: wire)
            session.disconnected(cause: words(reason), at: Clocks.now)
        case .failed(let error):
            if !session.hasBeenOnline, dialNumber == 1, !hasTyped { return giveUp(error) }
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
            guard Clocks.monotonic < end else {
                carryOut()
                drawSoon()
                DispatchQueue.main.async { [self] in MainActor.assumeIsolated { bytesArrived(on: wire) } }
                return
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
        default: reason.description.prefix(1).lowercased() + reason.description.dropFirst()
        }
    }
}
