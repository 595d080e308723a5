import Client
import Dispatch
import Protocol
import TUI
import Transport

/// The actions that the session wants done, and the events that come from the network.
extension App {
    // MARK: Actions of the session

    /// Does nothing once the program is ending: what is to be said until then is said by ``leave(status:)``.
    func carryOut() {
        guard programEnd == .running else { return }
        for network in chat.networks where chat.contains(network) { carryOut(network) }
    }

    func carryOut(_ network: NetworkID) {
        func address(_ id: BufferID) -> BufferAddress { BufferAddress(network, id) }
        var isToBeClosed = false
        for action in chat[network].drainActions() {
            // Another may have taken its place.
            guard chat.contains(network) else { return }
            switch action {
            case .send(let bytes): servers[network].connection?.send(bytes)
            case .connect(let delay): connect(network, after: delay)
            case .upgrade(let port): upgrade(network, to: port)
            case .requireTLS(let seconds): hold(network, seconds: seconds)
            case .close:
                servers[network].connection?.close()
                // Left for good, perhaps while the connection was still coming about.
                if chat[network].phase == .idle { servers[network].forgetConnection() }
            case .show(let id):
                if let visible = chat[network].visible {
                    screen.moveDraft(of: address(visible), to: address(id), chat: chat)
                }
                show(address(id))
            case .buffersChanged: screen.forgetClosed(chat)
            case .split where linear != nil, .unsplit where linear != nil:
                printLines(["error: Lines come one below the other: /split needs a screen."])
            case .split(let name): screen.split(with: name, chat)
            case .unsplit: screen.unsplit(chat)
            case .askPassword(let prompt): ask(prompt)
            case .search(let text): linear == nil ? screen.search(text, chat) : searchLines(text)
            case .searched where chat[network].serverSearch?.state == .loading: break
            case .searched: linear == nil ? screen.showFound(chat, of: network) : printFound(of: network)
            case .showList(let list): screen.showList(list, chat, of: network)
            case .record, .readLog, .redactLog, .forgetLog, .renameLog, .markLogRead:
                carryOut(onLog: action, of: network)
            case .savedSessionChanged: scheduleSave()
            case .offerSavingAccount(let question): offer(question)
            case .saveSettings(let isConfirmed): saveSettings(of: network, isConfirmed: isConfirmed)
            case .changeSetting(let request): answer(request, of: network)
            case .enter(let link, let isHere):
                if !isHere {
                    // The answers that the server before wanted are not told to this one.
                    screen.forgetQuestionsOfServer(of: network)
                    servers[network].trustQuestion = nil
                }
                enter(network, with: link, isHere: isHere)
            case .deriveKey(let derivation): derive(derivation, for: network)
            case .reveal where chat[network].visible == nil: break
            case .reveal(let id, let line):
                if chat[network].visible != id { show(address(id)) }
                linear == nil ? screen.reveal(line, chat) : printContext(around: line)
            case .bouncerNetworksChanged: followBouncerNetworks(of: network)
            case .renameNetwork(let label): chat[network].setName(freeName(label, for: network))
            case .mention(let id, let line): notify(address(id), line)
            case .openNetwork(let text): openNetwork(text, from: address(chat[network].visible ?? .server))
            case .askToFollow(let question): ask(question)
            case .showCommands: linear == nil ? screen.showHelp(.commands) : printLines(chat[network].commandList)
            case .hook(let line): callHooks(line, of: network)
            case .execute(let execution): execute(execution, of: network)
            case .aliasesChanged: shareAliases(of: network)
            case .listNetworks: listNetworks(in: address(chat[network].visible ?? .server))
            case .goToBuffer(let text): goToBuffer(text, from: address(chat[network].visible ?? .server))
            case .moveBuffer(let id, let number): moveBuffer(address(id), to: number)
            case .closeNetwork: isToBeClosed = true
            case .changed: break
            case .quit(let reason): quit(reason)
            }
        }
        if isToBeClosed { closeNetwork(network) }
    }

    func connect(_ network: NetworkID, after delay: Int) {
        // Its password was not to be had: it is asked for once more.
        if let command = servers[network].failedLaunch { return prepareAgain(network, command) }
        let attempt = servers[network].planAttempt()
        guard delay > 0 else { return dial(network) }
        loop.after(.milliseconds(delay)) { [self] in
            guard chat.contains(network), attempt == servers[network].attempt, programEnd == .running else { return }
            if chat[network].shouldDial() { dial(network) }
            carryOut()
            drawSoon()
        }
    }

    func dial(_ network: NetworkID) {
        let connection = world.connector.makeConnection(
            onEvent: { [self] connection, event in handleEvent(event, on: connection, of: network) },
            onBytes: { [self] connection in bytesArrived(on: connection, of: network) })
        // One that is still being tried goes.
        servers[network].replace(with: connection)
        let destination = servers[network].destination
        if destination.speaksTLS, servers[network].tls == nil {
            do {
                servers[network].tls = try TLSContext.client(destination.identity)
            } catch {
                servers[network].forgetConnection()
                return chat[network].connectionFailed(cause: error.description, isFinal: true, at: clock.now)
            }
        }
        openLog(of: network)
        connection.dial(destination, servers[network].tls, world.hostKeyStore)
        if destination.speaksTLS { hintLater(connection, of: network) }
    }

    /// Says after three seconds what it may be if nothing answers.
    private func hintLater(_ connection: any ServerConnection, of network: NetworkID) {
        loop.after(.seconds(3)) { [self, weak connection] in
            guard let connection, servers.isCurrent(connection, of: network), programEnd == .running,
                servers[network].trustQuestion == nil
            else { return }
            chat[network].dialingTakesLong(at: clock.now)
            carryOut()
            drawSoon()
        }
    }

    /// Makes a key of a password: a tenth of a second or more, while the screen goes on.
    private func derive(_ derivation: KeyDerivation, for network: NetworkID) {
        DispatchQueue.global(qos: .userInitiated).async { [loop = world.loop] in
            let key = Transport.Cryptography.pbkdf2SHA256(
                password: derivation.password, salt: derivation.salt, iterations: derivation.iterations)
            loop.enqueue { [self] in
                guard chat.contains(network) else { return }
                chat[network].keyDerived(key, for: derivation, at: clock.now)
                carryOut()
                drawSoon()
            }
        }
    }

    // MARK: The network

    private func handleEvent(_ event: ServerConnectionEvent, on connection: any ServerConnection, of network: NetworkID)
    {
        guard servers.isCurrent(connection, of: network) else { return }
        switch event {
        case .opened: break
        case .closed(let reason) where programEnd == .running:
            servers[network].connectionEnded(by: reason)
            return bytesArrived(on: connection, of: network)
        case .closed, .failed, .unknown:
            servers[network].forgetConnection()
            guard programEnd == .running else { return closedWhileLeaving() }
        }
        let destination = servers[network].destination
        switch event {
        case .opened where chat[network].phase == .idle || chat[network].phase == .ended || programEnd != .running:
            connection.close()
        case .opened(let isVouchedFor, let ownerToken):
            servers[network].opened(isVouchedFor: isVouchedFor)
            if servers[network].takeMove() { serverMoved(network) }
            chat[network].connected(
                isPrivate: destination.speaksTLS || destination.isLocal, isSecure: destination.speaksTLS,
                mayUpgrade: destination.host != nil, ownerToken: ownerToken, at: clock.now)
        case .unknown(let question):
            ask(TrustQuestion(network: network, place: question.place, shown: question.shown))
        // Above, or when all is taken in: see ``endConnection(of:_:)``.
        case .closed: break
        case .failed(let error):
            if mayGiveUp(network) { return giveUp(error) }
            let isNameUnknown = if case .nameNotFound = error { true } else { false }
            servers[network].attemptEnded(isNameUnknown: isNameUnknown)
            // A key that changed stops everything: it is for the person to say that it may. So does a name that never was one: it is mistyped.
            let isKeyChanged = if case .refusedByTrust = error { true } else { false }
            let isFinal = isKeyChanged || isPerhapsMistyped(network)
            chat[network].connectionFailed(cause: error.description, isFinal: isFinal, at: clock.now)
        }
        carryOut()
        drawSoon()
    }

    /// A connection has ended, and all that came before is taken in. The program is running: when it ends, connections that have ended are
    /// forgotten at once.
    private func endConnection(of network: NetworkID, _ reason: CloseReason) {
        servers[network].forgetConnection()
        renewHold(network)
        chat[network].disconnected(cause: words(reason), at: clock.now)
        giveUpOnTLS(network)
        servers[network].attemptEnded()
    }

    private func bytesArrived(on connection: any ServerConnection, of network: NetworkID) {
        guard servers.isCurrent(connection, of: network) else { return }
        if servers.readQueue.arrived(network) { takeReadTurn() }
    }

    /// Takes in what the networks sent, a piece of each in turn, until there is no more or the time of the turn is used up.
    private func takeReadTurn() {
        let end = clock.monotonic + Self.readBudget
        while let network = servers.readQueue.next() {
            guard let bytes = servers[network].connection?.take() else {
                if let reason = servers[network].endReason { endConnection(of: network, reason) }
                continue
            }
            servers.readQueue.putBack(network)
            take(bytes, from: network)
            giveUpOnTLS(network)
            guard programEnd != .stopping else { return }
            guard clock.monotonic < end else { break }
        }
        carryOut()
        drawSoon()
        guard servers.readQueue.endTurn() else { return }
        loop.enqueue { [self] in
            servers.readQueue.planTaken()
            takeReadTurn()
        }
    }

    private func take(_ bytes: [UInt8], from network: NetworkID) {
        let now = clock.now
        bytes.withUnsafeBytes { chat[network].received($0, at: now) }
    }

    private func words(_ reason: CloseReason) -> String {
        switch reason {
        case .peerClosed: "the server closed the connection"
        case .reset, .sendQueueExceeded, .tlsFailed, .handshakeTimedOut, .notTLS, .noProxyHeader, .tunnelFailed,
            .untrusted,
            .local:
            reason.description.prefix(1).lowercased() + reason.description.dropFirst()
        }
    }
}
