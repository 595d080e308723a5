import Protocol

/// What people are and say of themselves: AWAY, SETNAME, WHO, WHOIS.
extension Network {
    // MARK: AWAY, SETNAME

    /// <https://modern.ircdocs.horse/#away-message>
    func away(_ session: Session, _ message: Message) {
        guard let user = session.user else { return }
        let reason = message.parameters.first?.prefix(ofAtMost: settings.limits.awayReason).text ?? ""
        let wasAway = user.awayReason
        user.awayReason = reason.isEmpty ? nil : reason
        if reason.isEmpty {
            reply(session, .unAway, "You are no longer marked as being away")
        } else {
            reply(session, .nowAway, "You have been marked as being away")
        }
        guard wasAway != user.awayReason else { return }
        var relay = relay(from: user, "AWAY", reason.isEmpty ? [] : [Bytes(reason)])
        relay.requires = .awayNotify
        broadcast(relay, to: peers(of: user, except: session))
    }

    /// <https://ircv3.net/specs/extensions/setname>
    func setName(_ session: Session, _ message: Message) {
        guard let user = session.user else { return }
        let name = message.parameters[0]
        guard !name.isEmpty, name.count <= settings.limits.realName else {
            return standardReply(
                "FAIL", "SETNAME", "INVALID_REALNAME", "A real name has 1 to \(settings.limits.realName) bytes",
                to: session)
        }
        user.realName = name.text
        var relay = relay(from: user, "SETNAME", [name])
        relay.requires = .setName
        send(relay, to: session)
        broadcast(relay, to: peers(of: user, except: session))
    }

    // MARK: WHO

    /// <https://modern.ircdocs.horse/#who-message>
    func who(_ session: Session, _ message: Message) {
        guard let user = session.user else { return }
        let mask = message.text(at: 0) ?? "*"
        let end = makeReply(to: session, .endOfWho, [shown(mask), "End of WHO list"])
        let onlyOperators = message.text(at: 1) == "o"
        if mask.hasPrefix("#") {
            let room = rooms[fold(mask)].flatMap { canSee($0, user) ? $0 : nil }
            let isMember = room?.membership(of: user) != nil
            answer(session, room?.members ?? [], end: end) { [unowned self] member in
                guard isMember || !member.user.modes.contains(.invisible) else { return nil }
                return onlyOperators && !member.user.isOperator
                    ? nil : whoReply(member.user, in: room, ranks: member.ranks, to: session)
            }
        } else {
            answer(session, people(matching: mask, visibleTo: user), end: end) { [unowned self] other in
                onlyOperators && !other.isOperator ? nil : whoReply(other, in: nil, ranks: [], to: session)
            }
        }
    }

    /// The one with this nick, or all that a mask fits and the asker may see.
    private func people(matching mask: String, visibleTo asker: User) -> [User] {
        if let user = users[fold(mask)] { return [user] }
        let pattern = Mask(mask)
        return users.values.filter { user in
            guard !user.modes.contains(.invisible) || asker.isOperator || asker.shares(aRoomWith: user) else {
                return false
            }
            return [user.nick, user.userName, user.host, user.realName].contains(where: pattern.matches)
        }
    }

    private func whoReply(_ user: User, in room: Room?, ranks: Ranks, to session: Session) -> Message {
        var flags = user.awayReason == nil ? "H" : "G"
        if user.isOperator { flags += "*" }
        if user.modes.contains(.bot) { flags += "B" }
        flags += ranks.symbols(all: session.has(.multiPrefix))
        let parameters = [room?.name ?? "*", user.userName, user.host, settings.serverName, user.nick, flags]
        return makeReply(to: session, .whoReply, parameters + ["0 " + user.realName])
    }

    // MARK: WHOIS

    /// <https://modern.ircdocs.horse/#whois-message>
    func whois(_ session: Session, _ message: Message) {
        guard let asker = session.user else { return }
        guard let name = message.parameters.last?.text, !name.isEmpty else {
            return reply(session, .noNicknameGiven, "No nickname given")
        }
        let nick = list(Bytes(name))[0]
        guard let user = users[fold(nick)] else {
            reply(session, .noSuchNick, shown(nick), "No such nick")
            return reply(session, .endOfWhois, shown(nick), "End of /WHOIS list")
        }
        reply(session, .whoisUser, user.nick, user.userName, user.host, "*", user.realName)
        sendWhoisChannels(of: user, asker: asker, to: session)
        reply(session, .whoisServer, user.nick, settings.serverName, settings.networkName)
        if user.isOperator { reply(session, .whoisOperator, user.nick, "is an IRC operator") }
        if user.modes.contains(.secure) { reply(session, .whoisSecure, user.nick, "is using a secure connection") }
        if user.modes.contains(.bot) { reply(session, .whoisBot, user.nick, "is a bot on \(settings.networkName)") }
        if let account = user.account { reply(session, .whoisAccount, user.nick, account, "is logged in as") }
        if let reason = user.awayReason { reply(session, .away, user.nick, reason) }
        if asker === user || asker.isOperator, let origin = user.sessions.first?.origin {
            reply(
                session, .whoisActually, user.nick, "\(user.userName)@\(origin.address)", origin.address,
                "Actual user@host, Actual IP")
        }
        reply(
            session, .whoisIdle, user.nick, String(now.seconds(since: user.lastActive)),
            String(user.signedOnAt.seconds), "seconds idle, signon time")
        reply(session, .endOfWhois, user.nick, "End of /WHOIS list")
    }

    private func sendWhoisChannels(of user: User, asker: User, to session: Session) {
        var line = ""
        for room in user.rooms where canSee(room, asker) {
            let ranks = room.membership(of: user)?.ranks ?? []
            let item = ranks.symbols(all: session.has(.multiPrefix)) + room.name
            if line.utf8.count + item.utf8.count > 300 {
                reply(session, .whoisChannels, user.nick, line)
                line = ""
            }
            line += line.isEmpty ? item : " " + item
        }
        if !line.isEmpty { reply(session, .whoisChannels, user.nick, line) }
    }
}
