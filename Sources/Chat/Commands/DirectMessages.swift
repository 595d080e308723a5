import Protocol

/// What is said to one person, who is here or will be again.
extension Network {
    func relayToUser(_ outgoing: OutgoingMessage, _ name: String, _ session: Session) {
        guard let user = session.user else { return }
        if let service = Service.named(name) {
            if outgoing.kind == .message { call(service, session, outgoing.text) }
            return
        }
        let account = account(named: name)
        let present = users[fold(name)] ?? account.flatMap { users.owner(ofAccount: $0.folded) }
        guard let other = present, !isDisconnectedGuest(other) else {
            if let account, settings.keepsHistory { return storeForAbsentAccount(outgoing, for: account, session) }
            if !outgoing.isQuiet { reply(session, .noSuchNick, shown(name), "No such nick") }
            return
        }
        if other !== user {
            let isRegisteredOnly = other.modes.contains(.registeredOnly)
            guard mayReach(other.nick, isRegisteredOnly: isRegisteredOnly, outgoing, session) else { return }
        }
        if other.sessions.allSatisfy({ $0.disconnection != nil }), let account = other.account {
            guard mayLeaveMore(for: outgoing, at: account, session) else { return }
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
            outgoing, target: other.nick, conversations: conversations, to: audience, isToSelf: other === user, session)
        if outgoing.kind == .message, let reason = other.awayReason {
            reply(session, .away, other.nick, reason)
        }
    }

    /// Whether a user is a guest whose connections are all gone: nobody reads what is said to such a user, now or later.
    private func isDisconnectedGuest(_ user: User) -> Bool {
        user.account == nil && user.sessions.allSatisfy { $0.disconnection != nil }
    }

    /// What is said to somebody who has an account and is not here waits for him.
    private func storeForAbsentAccount(_ outgoing: OutgoingMessage, for account: Account, _ session: Session) {
        guard let user = session.user, outgoing.isStored,
            mayReach(account.name, isRegisteredOnly: account.isRegisteredOnly, outgoing, session),
            mayLeaveMore(for: outgoing, at: account.name, session)
        else { return }
        var audience = Audience()
        for session in user.sessions { audience.add(session) }
        deliver(
            outgoing, target: account.name, conversations: [.between(identity(of: user), account.folded)], to: audience,
            session)
        if outgoing.kind == .message {
            reply(session, .away, account.name, "Not connected; what you say is kept for the next login")
        }
    }

    /// Whether somebody else wants to hear it, and may; if not, that has been told.
    private func mayReach(_ name: String, isRegisteredOnly: Bool, _ outgoing: OutgoingMessage, _ session: Session)
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

    /// Whether more may wait for somebody who is not connected; if not, that has been told.
    private func mayLeaveMore(for outgoing: OutgoingMessage, at account: String, _ session: Session) -> Bool {
        guard let user = session.user, settings.keepsHistory, outgoing.isStored else { return true }
        let place = user.account == nil ? session.origin.addressPrefix : nil
        let bound = undeliveredMessages[fold(account), default: UndeliveredMessages()]
            .add(from: identity(of: user), without: place, settings.limits)
        if let bound, !outgoing.isQuiet {
            reply(session, .cannotSendToUser, account, "Not connected, and " + bound.words)
        }
        return bound == nil
    }
}

/// How much others have left for somebody since he was last here: not more than he is told when he comes back, see
/// ``Limits/replay`` and ``Limits/replayPeople``. So nobody pushes out what somebody else has left.
///
/// Of the places, half are for those without an account, and a tenth for those of them who come from one address, by whatever nicks.
struct UndeliveredMessages {
    /// Of what there is as much as may be.
    enum Bound {
        case words, people, guests, guestsOfOneAddress

        /// The end of a sentence that says that somebody is not connected.
        var words: String {
            switch self {
            case .words: "as much waits from you as will be told at the next login: try again then"
            case .people: "as much waits already as will be told at the next login: try again then"
            case .guests: "of people without an account as many wait already as may: log in to leave word"
            case .guestsOfOneAddress:
                "of people without an account as many wait from your address as may: log in to leave word"
            }
        }
    }

    private var counts: [FoldedName: Int] = [:]
    /// How many of those have no account, by where they come from.
    private var guests: [String: Int] = [:]

    /// The bound that leaves no place; nil where there was one, and then it is taken.
    ///
    /// - Parameter neighbourhood: where a sender without an account comes from; nil for who has one.
    mutating func add(from sender: FoldedName, without addressPrefix: String?, _ limits: Limits) -> Bound? {
        let count = counts[sender] ?? 0
        guard count < limits.replay else { return .words }
        if count == 0 {
            guard counts.count < limits.replayPeople else { return .people }
            if let addressPrefix {
                let some = guests[addressPrefix] ?? 0
                guard guests.values.reduce(0, +) < max(limits.replayPeople / 2, 1) else { return .guests }
                guard some < max(limits.replayPeople / 10, 1) else { return .guestsOfOneAddress }
                guests[addressPrefix] = some + 1
            }
        }
        counts[sender] = count + 1
        return nil
    }
}
