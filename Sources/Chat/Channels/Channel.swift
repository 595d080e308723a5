import Protocol

/// A room and who is in it. (IRC says channel.)
final class Channel {
    private(set) var name: String
    private(set) var folded: FoldedName
    let createdAt: Timestamp
    private let isLobby: Bool
    /// Up to which events it was closed to newcomers, and stays so for those who came later.
    var closedThrough = ClosedThrough()
    /// Up to which event it was not registered yet: nobody reads more than others of before that for being its founder. Nothing where that
    /// is not known, or it is not registered.
    var registeredAfter = EventNumber.none
    /// To whom it was closed when that was last noted.
    var notedClosedTo: ChannelClosure = []
    /// Something was stored of it since it was made that is not for whoever makes it anew: words, the parameter of a mode, or that
    /// somebody came beside its maker. Of a room that was there before the server started that is not known, and taken to be so.
    var hasStored = true
    /// The maker of the room; nil for a room that the server made, or somebody exempt from limits.
    var creator: ChannelCreator?
    /// For a room that keeps what it is.
    var registration: Registration?
    var topic: Topic?
    /// The metadata of the room: values by key. <https://ircv3.net/specs/extensions/metadata>
    var metadata: [String: String] = [:]
    var modes = ChannelModes()
    /// In no order that means anything: who leaves is replaced by the last.
    private(set) var members: [Membership] = []
    private var places: [ObjectIdentifier: Int] = [:]
    private var cachedAudience: Audience?
    private var cachedSubscribers: [String: MetadataAudience] = [:]

    struct Topic {
        var text: String
        var setBy: String
        var setAt: Timestamp
    }

    init(name: String, folded: FoldedName, isPermanent: Bool, at time: Timestamp) {
        self.name = name
        self.folded = folded
        isLobby = isPermanent
        createdAt = time
    }

    var isEmpty: Bool { members.isEmpty }
    /// Stays when the last one leaves.
    var isPermanent: Bool { isLobby || registration != nil }

    /// Everything but the name stays. To be called by who keeps the list of rooms.
    func rename(to name: String, folded: FoldedName) {
        self.name = name
        self.folded = folded
    }

    func membership(of user: User) -> Membership? {
        places[ObjectIdentifier(user)].map { members[$0] }
    }

    /// O(1).
    func add(_ membership: Membership) {
        let user = membership.user
        places[ObjectIdentifier(user)] = members.count
        members.append(membership)
        user.channels.append(self)
        for session in user.sessions { cachedAudience?.add(session) }
        forgetSubscribers()
    }

    /// O(members), and quick: no member is looked at twice, and the audience is not made anew.
    func remove(_ user: User) {
        guard let place = places.removeValue(forKey: ObjectIdentifier(user)) else { return }
        let last = members.removeLast()
        if last.user !== user {
            members[place] = last
            places[ObjectIdentifier(last.user)] = place
        }
        if let index = user.channels.firstIndex(where: { $0 === self }) { user.channels.remove(at: index) }
        for session in user.sessions { cachedAudience?.remove(session) }
        forgetSubscribers()
    }

    func setRanks(_ ranks: Ranks, of user: User) {
        guard let place = places[ObjectIdentifier(user)] else { return }
        members[place].temporaryRanks.formIntersection(ranks)
        members[place].own = ranks.subtracting(members[place].temporaryRanks)
    }

    func setTemporaryRanks(_ ranks: Ranks, to user: User) {
        guard let place = places[ObjectIdentifier(user)] else { return }
        members[place].temporaryRanks = ranks
    }

    /// The answer of the room's lists to whether a member may speak; nil where it is not known, or the lists or the member's names have
    /// changed since.
    func muteCache(on user: User) -> ChannelMuteCache? {
        guard let muteCache = membership(of: user)?.muteCache, muteCache.lists == modes.listsVersion,
            muteCache.identity == user.identityVersion
        else { return nil }
        return muteCache
    }

    /// Keeps what was found out of a member's voice. Nothing is kept of who is no member.
    func cacheMute(_ muteCache: ChannelMuteCache, on user: User) {
        guard let place = places[ObjectIdentifier(user)] else { return }
        members[place].muteCache = muteCache
    }

    /// The sessions of all members, ready for a broadcast. Kept until who is in the room, or what their sessions can do, changes.
    var audience: Audience {
        if let cachedAudience { return cachedAudience }
        var audience = Audience()
        for member in members {
            for session in member.user.sessions { audience.add(session) }
        }
        cachedAudience = audience
        return audience
    }

    /// To be called when a session of a member is over.
    func forget(_ session: Session) {
        cachedAudience?.remove(session)
        forgetSubscribers()
    }

    /// To be called when a session of a member comes, or changes its capabilities.
    func forgetAudience() {
        cachedAudience = nil
        forgetSubscribers()
    }

    /// The sessions of all members that subscribe to a key of metadata. Kept until who is in the room changes, or what their sessions can
    /// do or subscribe to.
    func subscribers(to key: String) -> MetadataAudience {
        if let known = cachedSubscribers[key] { return known }
        var audience = MetadataAudience()
        for member in members {
            for session in member.user.sessions { audience.add(session, subscribingTo: key) }
        }
        cachedSubscribers[key] = audience
        return audience
    }

    /// True if a session of a member subscribes to any key.
    var hasSubscribers: Bool {
        members.contains { $0.user.sessions.contains { !$0.subscriptions.isEmpty } }
    }

    /// To be called when a session of a member subscribes to other keys.
    func forgetSubscribers() {
        if !cachedSubscribers.isEmpty { cachedSubscribers = [:] }
    }
}

/// One user's place in one room.
struct Membership {
    let user: User
    /// The ranks that the user was given, or has by its account.
    fileprivate(set) var own: Ranks
    /// The ranks that the user has only while one of its sessions is the host's; see ``Network/refreshHostRank(of:except:)``.
    fileprivate(set) var temporaryRanks: Ranks
    /// The event with which the member came in.
    let since: EventNumber
    /// The closings of the room when the member came in.
    let closings: ClosingsAtJoin
    /// The answer of the room's lists to whether the member may speak; nil where they were not asked. See ``Channel/muteCache(on:)``.
    fileprivate(set) var muteCache: ChannelMuteCache?

    var ranks: Ranks { own.union(temporaryRanks) }
}
