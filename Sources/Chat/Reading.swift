import Protocol

/// A conversation that somebody may read, and from where on.
struct Reading {
    let conversation: Conversation
    /// The canonical name for who reads: the room's, or the other person's nick.
    let name: String
    /// The first event that may be read.
    var floor = EventNumber.none
    /// Nothing earlier may be read, or nil: it belonged to somebody else who used the name.
    var since: Timestamp?

    func allows(_ event: Event) -> Bool { since.map { event.time >= $0 } ?? true }
}

/// Who may read what.
///
/// - A room: its members, the whole of it, but for what was said while it was closed: ``Membership/floor(in:)``. Who is founder or
///   operator by its registration reads all that was said since that. The host reads everything.
/// - What two people say to each other: the accounts involved, from when the account was registered.
extension Network {
    /// The conversation behind a name, as far as the session may read it; nil if it may not, or if there is none.
    func reading(of name: String, by session: Session) -> Reading? {
        guard let user = session.user else { return nil }
        if name.hasPrefix("#") {
            guard let room = room(named: name) else { return nil }
            return reading(of: room, by: user, isHost: session.origin.isHost)
        }
        return directReading(with: name, by: user)
    }

    func reading(of room: Room, by user: User, isHost: Bool = false) -> Reading? {
        let conversation = Conversation.room(room.folded)
        guard let membership = room.membership(of: user) else {
            return isHost ? Reading(conversation: conversation, name: room.name) : nil
        }
        if isHost { return Reading(conversation: conversation, name: room.name) }
        var floor = membership.floor(in: room)
        // A founder who goes and comes back has lost nothing of the own room.
        if room.registeredBehind != .none, rank(of: user, in: room).isAtLeast(.operator) {
            floor = min(floor, room.registeredBehind.next)
        }
        return Reading(conversation: conversation, name: room.name, floor: floor)
    }

    private func directReading(with name: String, by user: User) -> Reading? {
        guard let account = user.account,
            NicknameRules.problem(with: name, limit: settings.limits.nick) == nil
        else { return nil }
        let other = users[fold(name)]
        return Reading(
            conversation: .between(fold(account), other.map(identity) ?? owner(ofNick: fold(name))),
            name: other?.nick ?? name, since: registry.accounts[fold(account)]?.registered)
    }

    /// What a person's conversations are kept under.
    func identity(of user: User) -> FoldedName { user.account.map(fold) ?? user.folded }

    /// Whose conversations go by a nick that nobody uses now.
    func owner(ofNick nick: FoldedName) -> FoldedName { registry.nicks[nick]?.account ?? nick }

    /// Every room that a user may read, with the first event that it may.
    func readableRooms(of user: User, _ session: Session) -> [Reading] {
        user.rooms.compactMap { reading(of: $0, by: user, isHost: session.origin.isHost) }
    }

    /// What the other side of a direct conversation is called, for who reads it; nil where it is not his.
    func nameOfOther(in conversation: Conversation, for user: User) -> String? {
        guard case .direct(let a, let b) = conversation else { return nil }
        let own = identity(of: user)
        guard own == a || own == b else { return nil }
        let other = own == a ? b : a
        if let account = registry.accounts[other] {
            return presentUsers[other]?.nick ?? account.name
        }
        return users[other]?.nick ?? other.description
    }
}
