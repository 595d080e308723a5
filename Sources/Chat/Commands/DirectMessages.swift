import Protocol

/// Messages to one person, who is connected, or is a registered account that reads them later.
extension Network {
    func relayToUser(_ session: Session, _ outgoing: OutgoingMessage, _ name: String) {
        guard let user = session.user else { return }
        if let service = Service.named(name) {
            if outgoing.kind == .message { call(session, service, outgoing.text) }
            return
        }
        let account = account(named: name)
        let present = users[fold(name)] ?? account.flatMap { users.owner(ofAccount: $0.folded) }
        guard let other = present, !isDisconnectedGuest(other) else {
            if let account, settings.keepsHistory { return storeForAbsentAccount(session, outgoing, for: account) }
            if !outgoing.isQuiet { reply(session, .noSuchNick, shown(name), "No such nick") }
            return
        }
        if other !== user {
            let isRegisteredOnly = other.modes.contains(.registeredOnly)
            guard mayReach(session, other.nick, isRegisteredOnly: isRegisteredOnly, outgoing: outgoing) else { return }
        }
        if other.sessions.allSatisfy({ $0.disconnection != nil }), let account = other.account {
            guard mayLeaveMore(session, for: outgoing, at: account) else { return }
        }
        var audience = Audience()
        for session in other.sessions { audience.add(session) }
        if other !== user {
            for session in user.sessions { audience.add(session) }
        }
        // Kept where an account can read it again.
        let isKept = user.account != nil || other.account != nil
        let conversations: [Conversation] =
            isKept ? [.between(identity(of: user), identity(of: other))] : []
        deliver(
            session, outgoing, target: other.nick, conversations: conversations, to: audience, isToSelf: other === user)
        if outgoing.kind == .message, let reason = other.awayReason {
            reply(session, .away, other.nick, reason)
        }
    }

    /// True for a guest whose connections are all gone: nobody reads what is said to such a user, now or later.
    private func isDisconnectedGuest(_ user: User) -> Bool {
        user.account == nil && user.sessions.allSatisfy { $0.disconnection != nil }
    }

    /// Stores what is said to an account whose owner is not here, until the next login.
    private func storeForAbsentAccount(_ session: Session, _ outgoing: OutgoingMessage, for account: Account) {
        guard let user = session.user, outgoing.isStored,
            mayReach(session, account.name, isRegisteredOnly: account.isRegisteredOnly, outgoing: outgoing),
            mayLeaveMore(session, for: outgoing, at: account.name)
        else { return }
        var audience = Audience()
        for session in user.sessions { audience.add(session) }
        deliver(
            session, outgoing, target: account.name, conversations: [.between(identity(of: user), account.folded)],
            to: audience)
        if outgoing.kind == .message {
            reply(session, .away, account.name, "Not connected; what you say is kept for the next login")
        }
    }

    /// - Returns: true if somebody else wants to hear it, and may. If not, the session has been told so.
    private func mayReach(_ session: Session, _ name: String, isRegisteredOnly: Bool, outgoing: OutgoingMessage)
        -> Bool
    {
        guard let user = session.user else { return false }
        if isRegisteredOnly, user.account == nil {
            if !outgoing.isQuiet {
                reply(session, .needRegisteredNick, name, "You need an account to speak to this person")
            }
            return false
        }
        guard let mute = serverMute(on: user) else { return true }
        if !outgoing.isQuiet { reply(session, .cannotSendToUser, name, "You are muted on this server" + mute.words) }
        return false
    }

    /// - Returns: true if more may wait for somebody who is not connected. If not, the session has been told so.
    private func mayLeaveMore(_ session: Session, for outgoing: OutgoingMessage, at account: String) -> Bool {
        guard let user = session.user, settings.keepsHistory, outgoing.isStored else { return true }
        let place = user.account == nil ? session.origin.addressPrefix : nil
        let bound = undeliveredMessages.add(
            from: identity(of: user), without: place, to: fold(account), limits: settings.limits)
        if let bound, !outgoing.isQuiet {
            reply(session, .cannotSendToUser, account, "Not connected, and " + bound.words)
        }
        return bound == nil
    }
}
