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
        case "ACK": connection?.capabilities.acknowledge(list)
        case "NAK": request(connection?.capabilities.refuse(list))
        case "DEL": connection?.capabilities.withdraw(list)
        default: break
        }
        if phase == .registering, connection?.capabilities.isFinished == true, connection?.sasl == nil,
            connection?.isCapabilityEndSent == false, !beginSASL(at: incoming.now)
        {
            endCapabilities()
        }
    }

    private mutating func request(_ requests: [String]?) {
        for request in requests ?? [] { send("CAP", "REQ", request) }
    }

    mutating func endCapabilities() {
        guard connection?.isCapabilityEndSent == false else { return }
        connection?.isCapabilityEndSent = true
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
            if connection?.hasTyped == true {
                let modes = incoming.drawn(1)
                let words = modes.isEmpty || modes == "+" ? "You have no modes." : "You have the modes \(modes)."
                note(words, in: replyBuffer, at: incoming.now)
            }
        case 305, 306:
            connection?.isAway = numeric == 306
            note(
                numeric == 306 ? "You are marked as away. /away takes it back." : "You are back.", in: replyBuffer,
                at: incoming.now)
        case 396:
            if let host = incoming.text(1).split(separator: "@").last { connection?.host = String(host) }
        case 375: break
        case 376, 422:
            // At the end of the greeting that is no news.
            if numeric == 422, connection?.hasEnteredChannels == true {
                note("This server has no message of the day.", in: replyBuffer, at: incoming.now)
            }
            enterChannels(at: incoming.now)
        default: note(incoming.lastText, in: .server, at: incoming.time)
        }
    }

    private mutating func receiveWelcome(_ incoming: IncomingMessage) {
        guard phase == .registering else { return }
        phase = .online
        isAccountRequired = false
        connection?.isCapabilityEndSent = true
        connection?.welcomedAt = incoming.now
        openPlaybackWindow(incoming, in: .server)
        // The server may have cut or changed what we asked for.
        let nick = incoming.text(0)
        if !nick.isEmpty, nick != "*" { setOwnNick(nick) }
        // It let us in after all.
        if let words = connection?.entryRefusal {
            connection?.entryRefusal = nil
            noRetryReason = nil
            note(Sentence.made(of: words), kind: .error, in: .server, at: incoming.time)
        }
        note(incoming.lastText, in: .server, at: incoming.time)
        abandonLogin(at: incoming.now)
        queueNickNotice()
        sendPing(at: incoming.now)
        markChanged(.server)
    }

    /// Whoever asked for another nick hears of it where they look first. Once: after a loss it is no news.
    private mutating func queueNickNotice() {
        let reason = nickRefusal
        nickRefusal = nil
        guard !hasBeenOnline, casemapping.fold(nick) != casemapping.fold(wantedNick) else { return }
        if let reason {
            pendingWelcome.insert(
                "You are \(nick) here: \(wantedNick) is not to be had (\(reason)). If it is yours, /login \(wantedNick) "
                    + "takes it back; /nick takes another.", at: 0)
        } else if let account, !wantedNick.hasPrefix(nick) {
            pendingWelcome.insert(
                "You are \(nick) here, as the others who are logged in to \(account): /nick changes it for all of them.",
                at: 0)
        }
    }

    private mutating func receiveISupport(_ incoming: IncomingMessage) {
        // 005 was once RPL_BOUNCE: then it has no tokens.
        let tokens = incoming.message.parameters.dropFirst().dropLast().map(\.text)
        guard let old = connection?.isupport, old.tokens.count + tokens.count < 1000 else { return }
        var isupport = old
        isupport.apply(tokens)
        var rules = MemberList.Rules(isupport)
        if rules != MemberList.Rules(old), !mayChangeRules() {
            isupport.copyNameRules(of: old)
            rules = MemberList.Rules(isupport)
        }
        guard isupport != old else { return }
        connection?.isupport = isupport
        if casemapping != isupport.casemapping {
            casemapping = isupport.casemapping
            setOwnNick(nick)
        }
        buffers.setRules(rules)
        markChanged(.server)
    }

    /// Whether the server may say anew which names are equal and what ranks there are. Everybody is then sorted anew: once people are in rooms
    /// that is done a few times a connection, while a server needs it once.
    private mutating func mayChangeRules() -> Bool {
        guard buffers.memberCount > 0 else { return true }
        guard let changes = connection?.ruleChanges, changes < Self.maxRuleChanges else { return false }
        connection?.ruleChanges = changes + 1
        return true
    }

    private static var maxRuleChanges: Int { 4 }

    /// The nick was refused. Before the welcome another is tried; after it, the person hears of it. <https://modern.ircdocs.horse/#errnicknameinuse-433>
    mutating func receiveNickRefusal(_ numeric: UInt16, _ incoming: IncomingMessage) -> Bool {
        guard phase == .registering, var connection else { return false }
        let refused = connection.nick
        var next = connection.fallback.next(limit: isupport.number("NICKLEN"))
        if numeric == 432 {
            let simple = NickFallback.simplified(refused)
            if simple != refused { next = simple }
        }
        self.connection?.fallback = connection.fallback
        connection.nick = next
        setOwnNick(next)
        let reason = Sentence.openClause(incoming.lastText)
        note(
            "\(refused) is not to be had" + (reason.isEmpty ? "" : " (\(reason))") + ". Trying \(next).", in: .server,
            at: incoming.now)
        nickRefusal = reason.isEmpty ? "the server does not say why" : reason
        send("NICK", next)
        return true
    }
}
