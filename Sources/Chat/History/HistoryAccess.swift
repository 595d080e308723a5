import Protocol

/// A conversation that somebody may read, and from where on.
struct HistoryAccess {
    let conversation: Conversation
    /// The canonical name for who reads: the room's, or the other person's nick.
    let name: String
    /// The first event that may be read.
    var floor = EventNumber.none
    /// Nothing earlier may be read, or nil: it belonged to somebody else who used the name.
    var since: Timestamp?

    func allows(_ event: Event) -> Bool { since.map { event.time >= $0 } ?? true }
}

/// The rules for reading history.
///
/// - A room: its members, the whole of it, but for what was said while it was closed: ``Membership/floor(in:)``. Who is founder or
///   operator by its registration reads all that was said since that. The host reads everything.
/// - The messages of two people to each other: the accounts involved, from when the account was registered.
extension Network {
    /// The conversation behind a name, as far as the session may read it; nil if it may not, or if there is none.
    func historyAccess(of name: String, by session: Session) -> HistoryAccess? {
        guard let user = session.user else { return nil }
        if name.hasPrefix("#") {
            guard let channel = channel(named: name) else { return nil }
            return historyAccess(of: channel, by: user, isHost: session.origin.isHost)
        }
        return directHistoryAccess(with: name, by: user)
    }

    func historyAccess(of channel: Channel, by user: User, isHost: Bool = false) -> HistoryAccess? {
        let conversation = Conversation.channel(channel.folded)
        guard let membership = channel.membership(of: user) else {
            return isHost ? HistoryAccess(conversation: conversation, name: channel.name) : nil
        }
        if isHost { return HistoryAccess(conversation: conversation, name: channel.name) }
        var floor = membership.floor(in: channel)
        // A founder who goes and comes back has lost nothing of the own room.
        if channel.registeredAfter != .none, rank(of: user, in: channel).isAtLeast(.operator) {
            floor = min(floor, channel.registeredAfter.next)
        }
        return HistoryAccess(conversation: conversation, name: channel.name, floor: floor)
    }

    private func directHistoryAccess(with name: String, by user: User) -> HistoryAccess? {
        guard let account = user.account,
            NicknameRules.problem(with: name, limit: settings.limits.nick) == nil
        else { return nil }
        let other = users[fold(name)]
        return HistoryAccess(
            conversation: .between(fold(account), other.map(identity) ?? owner(ofNick: fold(name))),
            name: other?.nick ?? name, since: registry.accounts[fold(account)]?.registered)
    }

    /// The name under which a user's conversations are kept.
    func identity(of user: User) -> FoldedName { user.account.map(fold) ?? user.folded }

    /// The owner of the conversations that go by a nick that nobody uses now.
    func owner(ofNick nick: FoldedName) -> FoldedName { registry.nicks[nick]?.account ?? nick }

    /// Every room that a user may read, with the first event that it may.
    func readableChannels(_ session: Session, of user: User) -> [HistoryAccess] {
        user.channels.compactMap { historyAccess(of: $0, by: user, isHost: session.origin.isHost) }
    }

    /// The name of the other side of a direct conversation, for a user who reads it; nil where the user has no part in it.
    func nameOfOther(in conversation: Conversation, for user: User) -> String? {
        guard case .direct(let a, let b) = conversation else { return nil }
        let own = identity(of: user)
        guard own == a || own == b else { return nil }
        let other = own == a ? b : a
        if let account = registry.accounts[other] {
            return users.owner(ofAccount: other)?.nick ?? account.name
        }
        return users[other]?.nick ?? other.description
    }
}
