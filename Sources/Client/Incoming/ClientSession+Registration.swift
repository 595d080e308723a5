import Protocol

/// Getting in: capabilities, the welcome, what the server tells of itself.
/// <https://modern.ircdocs.horse/#connection-registration>
extension ClientSession {
    mutating func receiveCapabilities(_ incoming: IncomingMessage) {
        let list = incoming.lastText
        switch incoming.text(1).uppercased() {
        case "LS":
            // More lines follow where there is a lone `*` before the list.
            let isLast = !(incoming.message.parameters.count > 3 && incoming.text(2) == "*")
            let requests = connection?.capabilities.offer(list, isLast: isLast)
            guard isLast else { break }
            if obeyStrictTransport(at: incoming.now) { return }
            sendRegistration(at: incoming.now)
            request(requests)
        case "NEW":
            let requests = connection?.capabilities.offer(list, isLast: true)
            if obeyStrictTransport(at: incoming.now) { return }
            request(requests)
        case "ACK":
            connection?.capabilities.acknowledge(list)
            askFeatures()
            announcePresence()
            subscribeToMetadata()
        case "NAK": request(connection?.capabilities.refuse(list))
        case "DEL":
            connection?.capabilities.withdraw(list)
            metadataWithdrawn()
        default: break
        }
        if phase == .registering, connection?.capabilities.isFinished == true, connection?.login.exchange == nil,
            connection?.capabilities.isEnded == false, connection?.registration.isMakingAccount == false,
            !beginSASL(at: incoming.now), !beginEarlyRegistration(at: incoming.now)
        {
            endCapabilities()
        }
    }

    /// Asks what the server tells of itself before it lets us in, such as the longest nick.
    /// <https://ircv3.net/specs/extensions/extended-isupport>
    private mutating func askFeatures() {
        guard phase == .registering, capabilities.contains("draft/extended-isupport"),
            connection?.registration.askFeatures() == true
        else { return }
        send("ISUPPORT")
    }

    private mutating func request(_ requests: [String]?) {
        for request in requests ?? [] { send("CAP", "REQ", request) }
    }

    mutating func endCapabilities() {
        guard let now = connection?.liveness.latest, connection?.capabilities.end() == true,
            bindBouncerNetwork(at: now)
        else { return }
        send("CAP", "END")
    }

    /// The welcome and what comes with it.
    mutating func receiveWelcomeNumeric(_ numeric: UInt16, _ incoming: IncomingMessage) {
        switch numeric {
        case 1: receiveWelcome(incoming)
        case 5: receiveISupport(incoming)
        case 221:
            receiveUserModes(incoming.text(1), replacing: true)
            // In the greeting nobody asked.
            if connection?.replies.hasTyped == true {
                let modes = incoming.drawn(1)
                let words = modes.isEmpty || modes == "+" ? "You have no modes." : "You have the modes \(modes)."
                note(words, in: replyBuffer, at: incoming.now)
            }
        case 305, 306:
            connection?.identity.setAway(numeric == 306)
            if presence.takeSilentAnswer() { return markChanged(visible ?? .server) }
            note(
                numeric == 306 ? "You are marked as away. /back undoes it." : "You are back.", in: replyBuffer,
                at: incoming.now)
        case 396:
            if let host = incoming.text(1).split(separator: "@").last {
                connection?.identity.setHost(String(host))
            }
        case 375: break
        case 376, 422:
            // At the end of the greeting that is no news.
            if numeric == 422, connection?.registration.hasEnteredChannels == true {
                note("This server has no message of the day.", in: replyBuffer, at: incoming.now)
            }
            enterChannels(at: incoming.now)
        // Asked for later, the message of the day is an answer.
        default:
            let isAnswer = connection?.registration.hasEnteredChannels == true
            note(incoming.lastText, kind: isAnswer ? .info : .greeting, in: .server, at: incoming.time)
        }
    }

    private mutating func receiveWelcome(_ incoming: IncomingMessage) {
        guard phase == .registering else { return }
        if isUnboundByMistake {
            return refuseBinding(
                cause: "the server did not ask which network of the bouncer is meant",
                remedy: "/reconnect tries again.", at: incoming.now)
        }
        lifecycle.welcomed()
        login.setAccountRequired(false)
        login.offerRegistration(nil)
        _ = connection?.capabilities.end()
        let refusal = connection?.registration.welcomed(at: incoming.now)
        openPlaybackWindow(incoming, in: .server)
        notePlaybackTimes(at: incoming.now)
        // The server may have cut or changed what we asked for.
        let nick = incoming.text(0)
        if !nick.isEmpty, nick != "*" { setOwnNick(nick) }
        // It let us in after all.
        if let words = refusal ?? nil {
            lifecycle.allowRetrying()
            note(Sentence.made(of: words), kind: .error, in: .server, at: incoming.time)
        }
        note(incoming.lastText, kind: .greeting, in: .server, at: incoming.time)
        abandonLogin(at: incoming.now)
        dropPlannedRegistration(at: incoming.now)
        announcePresenceAtWelcome()
        queueNickNotice()
        sendPing(at: incoming.now)
        markChanged(.server)
    }

    /// Whoever asked for another nick hears of it where they look first. Once: after a loss it is no news.
    private mutating func queueNickNotice() {
        let reason = ownNick.takeRefusal()
        let wantedNick = ownNick.wanted
        guard !hasBeenOnline, casemapping.fold(nick) != casemapping.fold(wantedNick) else { return }
        if let reason {
            channelEntry.welcomeFirst(
                with:
                    "You are \(nick) here: \(wantedNick) is not available (\(reason)). If it is yours, /login \(wantedNick) "
                    + "takes it back; /nick takes another.")
        } else if let account, !wantedNick.hasPrefix(nick) {
            channelEntry.welcomeFirst(
                with:
                    "You are \(nick) here, as the others who are logged in to \(account): /nick changes it for all of them."
            )
        }
    }

    private mutating func receiveISupport(_ incoming: IncomingMessage) {
        // 005 was once RPL_BOUNCE: then it has no tokens.
        let tokens = incoming.message.parameters.dropFirst().dropLast().map(\.text)
        guard connection?.features.apply(tokens, hasMembers: buffers.memberCount > 0) == true else { return }
        let old = casemapping
        buffers.setRules(MemberList.Rules(isupport))
        if casemapping != old { setOwnNick(nick) }
        markChanged(.server)
    }

    /// The nick was refused. Before the welcome another is tried; after it, the person hears of it. <https://modern.ircdocs.horse/#errnicknameinuse-433>
    mutating func receiveNickRefusal(_ numeric: UInt16, _ incoming: IncomingMessage) -> Bool {
        guard phase == .registering, connection != nil else { return false }
        let refused = nick
        let reason = Sentence.openClause(incoming.lastText)
        let next = ownNick.next(
            isMalformed: numeric == 432, limit: isupport.number("NICKLEN"),
            because: reason.isEmpty ? "the server does not say why" : reason)
        setOwnNick(next)
        note(
            "\(refused) is not available" + (reason.isEmpty ? "" : " (\(reason))") + ". Trying \(next).", in: .server,
            at: incoming.now)
        send("NICK", next)
        return true
    }
}
