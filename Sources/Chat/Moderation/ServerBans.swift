import Protocol

/// A ban of the whole server, read.
struct ParsedServerBan {
    let ban: ServerBan
    let mask: BanMask
}

extension ServerBan {
    /// Rule, reason and end, to be read behind what it does.
    var words: String {
        let end = until.map { "until \($0.iso8601)" } ?? "for good"
        return (reason.isEmpty ? "" : ": \(reason)") + " (\(mask), \(end))"
    }
}

/// Which ban of the whole server keeps a user quiet, kept with the user until the bans, or what it is known by, change.
struct ServerMuteCache {
    let ban: ServerBan?
    /// ``Network/serverBansVersion`` and ``User/identityVersion`` of the answer.
    let bans: UInt64
    let identity: UInt64
}

/// Whom the whole server keeps out or quiet. Who comes through the host's own door is never meant.
extension Network {
    /// To be called when the registry's bans have changed.
    func parseServerBans() {
        parsedServerBans = registry.bans.values.sorted { ($0.setAt, $0.folded) < ($1.setAt, $1.folded) }.compactMap {
            ban in
            BanMask(ban.mask).map { ParsedServerBan(ban: ban, mask: $0) }
        }
        hasMutes = parsedServerBans.contains(where: \.mask.isMute)
        serverBansVersion += 1
    }

    private func firstServerBan(_ isMute: Bool, where matches: (BanMask) -> Bool) -> ServerBan? {
        parsedServerBans.first { $0.mask.isMute == isMute && !isOver($0.ban) && matches($0.mask) }?.ban
    }

    /// The ban that keeps somebody out, if there is one.
    func serverBan(on user: User) -> ServerBan? {
        firstServerBan(false) { $0.matches(user, seeingAddresses: true) }
    }

    /// The ban that would keep somebody out under another nick.
    func serverBan(on user: User, as nick: String) -> ServerBan? {
        guard !parsedServerBans.isEmpty else { return nil }
        let other = User(
            nick: nick, folded: fold(nick), userName: user.userName, realName: user.realName, host: user.host,
            from: latestNumber.next, at: now)
        other.account = user.account
        other.sessions = user.sessions
        return serverBan(on: other)
    }

    /// The ban that keeps somebody quiet, if there is one.
    func serverMute(on user: User) -> ServerBan? {
        guard hasMutes, !user.sessions.contains(where: \.origin.isHost) else { return nil }
        if let kept = user.mute, kept.bans == serverBansVersion, kept.identity == user.identityVersion,
            kept.ban.map(isOver) != true
        {
            return kept.ban
        }
        let ban = firstServerBan(true) { $0.matches(user, seeingAddresses: true) }
        user.mute = ServerMuteCache(ban: ban, bans: serverBansVersion, identity: user.identityVersion)
        return ban
    }

    private func isOver(_ ban: ServerBan) -> Bool { ban.until.map { $0 <= clock.machineTime } ?? false }

    // MARK: Turning away

    /// Ends a session that has just come from an address that is kept out.
    func turnAwayIfBanned(_ session: Session) {
        guard !session.origin.isHost, let ban = firstServerBan(false, where: { $0.matches(session.address) }) else {
            return
        }
        turnAway(session, ban)
    }

    /// Ends a session that would come in under these names, if it may not. True if so.
    func turnAwayIfBanned(_ session: Session, nick: String, userName: String) -> Bool {
        guard !parsedServerBans.isEmpty, !session.origin.isHost else { return false }
        let user = User(
            nick: nick, folded: fold(nick), userName: userName, realName: "", host: session.origin.host,
            from: latestNumber.next, at: now)
        user.account = session.requestedAccount
        user.sessions = [session]
        guard let ban = serverBan(on: user) else { return false }
        turnAway(session, ban)
        return true
    }

    private func turnAway(_ session: Session, _ ban: ServerBan) {
        reply(session, .youAreBanned, "You are banned from this server" + ban.words)
        // The others are not told the rule: it may hold an address.
        close(session, reason: ban.reason.isEmpty ? "Banned" : "Banned: \(ban.reason)")
    }

    /// Ends those sessions of somebody that are kept out now.
    func enforceServerBans(on user: User) {
        guard !parsedServerBans.isEmpty, let ban = serverBan(on: user), let mask = BanMask(ban.mask) else { return }
        for session in user.sessions where !session.origin.isHost {
            if !mask.isForAddresses || mask.matches(session.address) { turnAway(session, ban) }
        }
        if !mask.isForAddresses { removeAbsent(user, reason: "Banned") }
    }

    /// Ends every session that is kept out, also of those who have not registered yet.
    func enforceServerBans() {
        for user in users.sorted { enforceServerBans(on: user) }
        for session in sessions.sorted where session.user == nil && !session.isClosing { turnAwayIfBanned(session) }
    }

    // MARK: Time

    /// Takes out the bans whose time is over: of the server, and of rooms.
    func endBans() {
        for standing in parsedServerBans where isOver(standing.ban) {
            change(.removeBan(standing.ban.folded))
        }
        let over = channels.all.filter { $0.modes.endsAt.map { $0 <= clock.machineTime } ?? false }
        for channel in over.sorted(by: { $0.folded < $1.folded }) { endBans(of: channel) }
    }

    private func endBans(of channel: Channel) {
        let over = channel.modes.bans.filter { $0.until.map { $0 <= clock.machineTime } ?? false }
        channel.modes.bans.removeAll { $0.until.map { $0 <= clock.machineTime } ?? false }
        persist(channel)
        let changes = over.map { ModeChange(isSet: false, mode: "b", parameter: $0.ban.text) }
        for part in modeParts(changes, in: channel, by: settings.serverName) { tellServerModes(part, of: channel) }
    }

    private func tellServerModes(_ part: [ModeChange], of channel: Channel) {
        let (modeString, parameters) = ModeChange.format(part)
        let words = [modeString] + parameters
        let event = makeModeEvent(by: settings.serverName, in: channel, words)
        record(event)
        broadcastMode(event, in: channel, words)
    }
}
