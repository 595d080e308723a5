import Protocol

/// Turning away whom the whole server keeps out, and ending bans. No ban means who comes through the host's own door.
extension Network {
    /// The ban that keeps somebody out; nil for none.
    func serverBan(on user: User) -> ServerBan? { serverBans.ban(on: user, at: clock.machineTime)?.ban }

    /// The ban that keeps somebody quiet; nil for none.
    func serverMute(on user: User) -> ServerBan? { serverBans.mute(on: user, at: clock.machineTime) }

    /// The ban that would keep somebody out under another nick.
    func serverBan(on user: User, as nick: String) -> ServerBan? {
        guard !serverBans.isEmpty else { return nil }
        let other = User(
            nick: nick, folded: fold(nick), userName: user.userName, realName: user.realName, host: user.host,
            from: latestNumber.next, at: now)
        other.account = user.account
        other.sessions = user.sessions
        return serverBan(on: other)
    }

    // MARK: Turning away

    /// Ends a session that has just come from an address that is kept out.
    func turnAwayIfBanned(_ session: Session) {
        guard !session.origin.isHost, let ban = serverBans.ban(on: session.address, at: clock.machineTime) else {
            return
        }
        turnAway(session, ban.ban)
    }

    /// Ends a session that would come in under these names, if it may not. True if so.
    func turnAwayIfBanned(_ session: Session, nick: String, userName: String) -> Bool {
        guard !serverBans.isEmpty, !session.origin.isHost,
            let ban = serverBan(on: newcomer(session, nick: nick, userName: userName))
        else { return false }
        turnAway(session, ban)
        return true
    }

    /// True if it depends on the user name, which a session is still to give, whether it may come in under this nick.
    func isBannedUnderSomeUserName(_ session: Session, nick: String) -> Bool {
        guard !serverBans.isEmpty, !session.origin.isHost else { return false }
        return serverBans.hasBan(
            onAnyUserNameOf: newcomer(session, nick: nick, userName: ""), at: clock.machineTime)
    }

    /// The user that a session would be under these names, to be held against masks alone.
    private func newcomer(_ session: Session, nick: String, userName: String) -> User {
        let user = User(
            nick: nick, folded: fold(nick), userName: userName, realName: "", host: session.origin.host,
            from: latestNumber.next, at: now)
        user.account = session.registration.account
        user.sessions = [session]
        return user
    }

    private func turnAway(_ session: Session, _ ban: ServerBan) {
        activity.refused(by: .ban)
        reply(session, .youAreBanned, "You are banned from this server" + ban.words)
        // The others are not told the rule: it may hold an address.
        close(session, reason: ban.reason.isEmpty ? "Banned" : "Banned: \(ban.reason)")
    }

    /// Ends those sessions of somebody that are kept out now.
    func enforceServerBans(on user: User) {
        guard !serverBans.isEmpty, let ban = serverBans.ban(on: user, at: clock.machineTime) else { return }
        for session in user.sessions where !session.origin.isHost {
            if !ban.mask.isForAddresses || ban.mask.matches(session.address) { turnAway(session, ban.ban) }
        }
        if !ban.mask.isForAddresses { removeAbsent(user, reason: "Banned") }
    }

    /// Ends every session that is kept out, also of those who have not registered yet.
    func enforceServerBans() {
        for user in users.sorted { enforceServerBans(on: user) }
        for session in sessions.sorted where session.user == nil && !session.isClosing { turnAwayIfBanned(session) }
    }

    // MARK: Time

    /// Takes out the bans whose time is over: of the server, and of channels.
    func endBans() {
        for over in serverBans.all where over.ban.isOver(at: clock.machineTime) {
            change(.removeBan(over.ban.folded))
        }
        endTimedBans()
    }
}
