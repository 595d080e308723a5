import Protocol

/// The account that a session is logged in to, and what follows from another one.
extension Network {
    /// Logs a session in to an account, or out where that is nil. Before registration it is kept for then.
    /// <https://ircv3.net/specs/extensions/account-notify>
    ///
    /// - Parameter metadata: what its user had until then, where that is forgotten already; nil to look for it.
    func setAccount(of session: Session, to account: String?, metadata: AccountMetadata? = nil) {
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
        let known = metadata ?? allMetadata(of: user)
        users.setAccount(of: user, to: account)
        moveMetadata(of: user, from: known, by: session)
        var relay = relay(from: user, command: "ACCOUNT", parameters: [Bytes(account ?? "*")])
        relay.requires = .accountNotify
        broadcast(relay, to: peers(of: user, watching: true))
        leaveReservedNick(user)
        reviewOperatorGrant(of: user)
        enforceServerBans(on: user)
        guard account != nil, !session.isClosing else { return }
        takeRefusedNick(of: session, for: user)
        restoreRegisteredOnly(session, of: user)
        moveReadMarkers(of: user, to: user)
        notePresence(of: user)
        // The client has the words said in a room since its user came there.
        replayMissed(to: session, channels: user.channels.map { ($0, before: $0.membership(of: user)?.since) })
    }
}
