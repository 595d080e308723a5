import Protocol

/// What becomes of a user from outside: the account it is logged in to, the host that others see.
extension Network {
    /// Somebody has logged in to an account, or out of it. Before registration it is kept for then.
    /// <https://ircv3.net/specs/extensions/account-notify>
    package func setAccount(of id: SessionID, to account: String?, at time: Timestamp) {
        advance(to: time)
        guard let session = sessions[id] else { return }
        setAccount(of: session, to: account)
    }

    func setAccount(of session: Session, to account: String?) {
        let before = session.user == nil ? session.registration.account : session.user?.account
        guard before != account else { return }
        let source = session.user?.source ?? "*!*@" + session.origin.host
        if let account {
            reply(session, .loggedIn, source, account, "You are now logged in as \(account)")
        } else {
            reply(session, .loggedOut, source, "You are now logged out")
        }
        guard let user = session.user else {
            session.registration.account = account
            return
        }
        if let owner = account.flatMap({ users.owner(ofAccount: fold($0)) }), owner !== user {
            let wanted = session.refusedNick ?? user.nick
            merge(session, into: owner)
            takeAccountNick(of: owner, wanted: wanted)
            reviewOperatorGrant(of: owner)
            return enforceServerBans(on: owner)
        }
        users.setAccount(of: user, to: account)
        var relay = relay(from: user, "ACCOUNT", [Bytes(account ?? "*")])
        relay.requires = .accountNotify
        broadcast(relay, to: peers(of: user, watching: true))
        leaveReservedNick(user)
        reviewOperatorGrant(of: user)
        enforceServerBans(on: user)
        guard account != nil, !session.isClosing else { return }
        takeRefusedNick(of: session, for: user)
        restoreRegisteredOnly(of: user, session)
        moveReadMarkers(of: user, to: user)
        notePresence(of: user)
        // What was said in a room since it came there, the client has.
        replayMissed(to: session, channels: user.channels.map { ($0, before: $0.membership(of: user)?.since) })
    }

    /// The user name or the host that others see has changed. Who does not know CHGHOST sees the user leave and come back.
    /// <https://ircv3.net/specs/extensions/chghost>
    package func changeHost(of id: SessionID, to host: String, userName: String? = nil, at time: Timestamp) {
        advance(to: time)
        guard let session = sessions[id], let user = session.user else { return }
        let userName = userName ?? user.userName
        guard host != user.host || userName != user.userName else { return }
        var relay = relay(from: user, "CHGHOST", [Bytes(userName), Bytes(host)])
        relay.requires = .changeHost
        var quit = self.relay(from: user, "QUIT", [Bytes("Changing host")])
        quit.excludes = .changeHost
        user.move(to: host, as: userName)
        broadcast(relay, to: peers(of: user, watching: true))
        let others = otherPeers(of: user)
        broadcast(quit, to: others)
        for channel in user.channels { comeBack(user, to: channel) }
        for own in user.sessions { reply(own, .visibleHost, host, "is now your displayed host") }
    }

    /// Those who share a room with a user, without its own sessions.
    private func otherPeers(of user: User) -> Audience {
        var audience = Audience()
        let broadcast = sessions.nextUniqueNumber()
        for channel in user.channels {
            for member in channel.members where member.user !== user {
                for session in member.user.sessions where session.lastBroadcast != broadcast {
                    session.lastBroadcast = broadcast
                    audience.add(session)
                }
            }
        }
        return audience
    }

    private func comeBack(_ user: User, to channel: Channel) {
        var audience = Audience()
        for member in channel.members where member.user !== user {
            for session in member.user.sessions { audience.add(session) }
        }
        var join = relay(from: user, "JOIN", [Bytes(channel.name)])
        join.extendedParameters = extendedJoinParameters(of: user, channel)
        join.excludes = .changeHost
        broadcast(join, to: audience)
        let ranks = channel.membership(of: user)?.ranks ?? []
        let letters = Ranks.table.filter { ranks.contains($0.rank) }.map(\.mode)
        guard !letters.isEmpty else { return }
        let words = [channel.name, "+" + String(letters)] + letters.map { _ in user.nick }
        var mode = Relay(
            message: Message(source: Bytes(settings.serverName), "MODE", words.map { Bytes($0) }), time: messageTime)
        mode.excludes = .changeHost
        broadcast(mode, to: audience)
    }
}
