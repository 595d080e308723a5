import Protocol

/// Getting in: capabilities, the welcome, what the server tells of itself.
/// <https://modern.ircdocs.horse/#connection-registration>
extension ClientSession {
    mutating func receiveCapabilities(_ incoming: Incoming) {
        let list = incoming.lastText
        switch incoming.text(1).uppercased() {
        case "LS":
            // More lines follow where there is a lone `*` before the list.
            let isLast = !(incoming.message.parameters.count > 3 && incoming.text(2) == "*")
            let requests = link?.capabilities.offer(list, isLast: isLast)
            guard isLast else { break }
            if obeyStrictTransport(at: incoming.now) { return }
            greet(at: incoming.now)
            request(requests)
        case "NEW":
            let requests = link?.capabilities.offer(list, isLast: true)
            if obeyStrictTransport(at: incoming.now) { return }
            request(requests)
        case "ACK": link?.capabilities.acknowledge(list)
        case "NAK": request(link?.capabilities.refuse(list))
        case "DEL": link?.capabilities.withdraw(list)
        default: break
        }
        if phase == .registering, link?.capabilities.isSettled == true, link?.sasl == nil,
            link?.isCapabilityEndSent == false, !beginSASL(at: incoming.now)
        {
            endCapabilities()
        }
    }

    private mutating func request(_ requests: [String]?) {
        for request in requests ?? [] { send("CAP", "REQ", request) }
    }

    mutating func endCapabilities() {
        guard link?.isCapabilityEndSent == false else { return }
        link?.isCapabilityEndSent = true
        send("CAP", "END")
    }

    /// The welcome and what comes with it.
    mutating func receiveGreeting(_ numeric: UInt16, _ incoming: Incoming) {
        switch numeric {
        case 1: receiveWelcome(incoming)
        case 5: receiveISupport(incoming)
        case 221:
            receiveUserModes(incoming.text(1), replacing: true)
            // In the greeting nobody asked.
            if link?.hasTyped == true {
                let modes = incoming.drawn(1)
                let words = modes.isEmpty || modes == "+" ? "You have no modes." : "You have the modes \(modes)."
                say(words, in: replyBuffer, at: incoming.now)
            }
        case 305, 306:
            link?.isAway = numeric == 306
            say(
                numeric == 306 ? "You are marked as away. /away takes it back." : "You are back.", in: replyBuffer,
                at: incoming.now)
        case 396:
            if let host = incoming.text(1).split(separator: "@").last { link?.host = String(host) }
        case 375: break
        case 376, 422:
            // At the end of the greeting that is no news.
            if numeric == 422, link?.hasEnteredRooms == true {
                say("This server has no message of the day.", in: replyBuffer, at: incoming.now)
            }
            enterRooms(at: incoming.now)
        default: say(incoming.lastText, in: .server, at: incoming.time)
        }
    }

    private mutating func receiveWelcome(_ incoming: Incoming) {
        guard phase == .registering else { return }
        phase = .online
        isDoorClosed = false
        link?.isCapabilityEndSent = true
        link?.welcomedAt = incoming.now
        noteEntry(incoming, in: .server)
        // The server may have cut or changed what we asked for.
        let nick = incoming.text(0)
        if !nick.isEmpty, nick != "*" { setOwnNick(nick) }
        // It let us in after all.
        if let words = link?.entryRefusal {
            link?.entryRefusal = nil
            refusal = nil
            say(Sentence.made(of: words), .error, in: .server, at: incoming.time)
        }
        say(incoming.lastText, in: .server, at: incoming.time)
        abandonLogin(at: incoming.now)
        tellOfOtherNick()
        sendPing(at: incoming.now)
        markChanged(.server)
    }

    /// Whoever asked for another nick hears of it where they look first. Once: after a loss it is no news.
    private mutating func tellOfOtherNick() {
        let reason = nickRefusal
        nickRefusal = nil
        guard !hasBeenOnline, casemapping.fold(nick) != casemapping.fold(wantedNick) else { return }
        if let reason {
            unseenWelcome.insert(
                "You are \(nick) here: \(wantedNick) is not to be had (\(reason)). If it is yours, /login \(wantedNick) "
                    + "takes it back; /nick takes another.", at: 0)
        } else if let account, !wantedNick.hasPrefix(nick) {
            unseenWelcome.insert(
                "You are \(nick) here, as the others who are logged in to \(account): /nick changes it for all of them.",
                at: 0)
        }
    }

    private mutating func receiveISupport(_ incoming: Incoming) {
        // 005 was once RPL_BOUNCE: then it has no tokens.
        let tokens = incoming.message.parameters.dropFirst().dropLast().map(\.text)
        guard let old = link?.isupport, old.tokens.count + tokens.count < 1000 else { return }
        var isupport = old
        isupport.apply(tokens)
        var rules = MemberList.Rules(isupport)
        if rules != MemberList.Rules(old), !mayChangeRules() {
            isupport.keepRules(of: old)
            rules = MemberList.Rules(isupport)
        }
        guard isupport != old else { return }
        link?.isupport = isupport
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
        guard let changes = link?.ruleChanges, changes < Self.mostRuleChanges else { return false }
        link?.ruleChanges = changes + 1
        return true
    }

    private static var mostRuleChanges: Int { 4 }

    /// The nick was refused. Before the welcome another is tried; after it, the person hears of it. <https://modern.ircdocs.horse/#errnicknameinuse-433>
    mutating func receiveNickRefusal(_ numeric: UInt16, _ incoming: Incoming) -> Bool {
        guard phase == .registering, var link else { return false }
        let refused = link.nick
        var next = link.fallback.next(limit: isupport.number("NICKLEN"))
        if numeric == 432 {
            let simple = NickFallback.simplified(refused)
            if simple != refused { next = simple }
        }
        self.link?.fallback = link.fallback
        link.nick = next
        setOwnNick(next)
        let reason = Sentence.openClause(incoming.lastText)
        say(
            "\(refused) is not to be had" + (reason.isEmpty ? "" : " (\(reason))") + ". Trying \(next).", in: .server,
            at: incoming.now)
        nickRefusal = reason.isEmpty ? "the server does not say why" : reason
        send("NICK", next)
        return true
    }
}
