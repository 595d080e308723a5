import Protocol

/// A thing that has metadata, as a session names it in METADATA.
enum MetadataTarget {
    /// The session itself, which is not registered yet.
    case newcomer
    case user(User)
    case channel(Channel)
}

/// Whose metadata a session may read and change.
extension Network {
    /// The thing of that name whose metadata a session may read; nil where there is none, or the session may know nothing of it: of a user
    /// who is invisible and shares no room with it, and of a room that only its members know, or that one enters by invitation or with a key
    /// (`+s`, `+i`, `+k`). Nothing else that keeps somebody out is asked: whoever is banned may know of it.
    func metadataTarget(named name: String, for session: Session) -> MetadataTarget? {
        guard let user = session.user else { return name == "*" ? .newcomer : nil }
        if name == "*" { return .user(user) }
        if name.hasPrefix("#") {
            return channel(named: name, seenBy: user).flatMap { showsMetadata($0, to: user) ? .channel($0) : nil }
        }
        return users[fold(name)].flatMap { showsMetadata($0, to: user) ? .user($0) : nil }
    }

    func showsMetadata(_ other: User, to user: User) -> Bool {
        !other.modes.contains(.invisible) || other.shares(aChannelWith: user)
    }

    private func showsMetadata(_ channel: Channel, to user: User) -> Bool {
        let modes = channel.modes
        return !modes.flags.contains(.inviteOnly) && modes.key == nil || channel.membership(of: user) != nil
    }

    /// True if a user may still be told of another, who may have gone since.
    func isReadable(_ other: User, by viewer: User) -> Bool {
        users[other.folded] === other && showsMetadata(other, to: viewer)
    }

    /// The same for a room, which may have gone, or be closed, since.
    func isReadable(_ channel: Channel, by viewer: User) -> Bool {
        self.channel(named: channel.name, seenBy: viewer) === channel && showsMetadata(channel, to: viewer)
    }

    /// The name by which a session is told of a thing.
    func name(of target: MetadataTarget) -> String {
        switch target {
        case .newcomer: "*"
        case .user(let user): user.nick
        case .channel(let channel): channel.name
        }
    }

    /// True if a session may change what everybody sees of a thing: of its own user, and of a room by those who run it.
    func mayChangeMetadata(_ session: Session, of target: MetadataTarget) -> Bool {
        switch target {
        case .newcomer: true
        case .user(let user): session.user === user
        case .channel(let channel):
            session.user.flatMap { channel.membership(of: $0) }?.ranks.isAtLeast(.operator) == true
                || may(session, .channels)
        }
    }

    // MARK: What there is

    /// All metadata of a user: that of their account where they are logged in, or else that of the guest.
    func allMetadata(of user: User) -> AccountMetadata {
        guard let account = user.account else { return user.metadata }
        return registry.metadata[fold(account)] ?? AccountMetadata()
    }

    /// The metadata of a user that others may read: values by key.
    func profile(of user: User) -> [String: String] { allMetadata(of: user).profile }

    /// The marks that a user has set on a room or a person, for the user's own sessions alone: values by key.
    func marks(of user: User, on target: FoldedName) -> [String: String] { allMarks(of: user)[target] ?? [:] }

    /// The same for all rooms and people.
    func allMarks(of user: User) -> [FoldedName: [String: String]] { allMetadata(of: user).marks }

    /// All that a session is told of a thing, by key: what everybody sees, and its user's own marks.
    func metadata(of target: MetadataTarget, for session: Session) -> [String: String] {
        switch target {
        case .newcomer: session.registration.metadata
        case .user(let user):
            profile(of: user).merging(session.user.map { marks(of: $0, on: user.folded) } ?? [:]) { $1 }
        case .channel(let channel):
            channel.metadata.merging(session.user.map { marks(of: $0, on: channel.folded) } ?? [:]) { $1 }
        }
    }
}
