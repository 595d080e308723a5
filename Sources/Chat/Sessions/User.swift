import Protocol

/// Someone with a nick. Has one session or several; the rooms, the away state and the modes are shared by them.
final class User {
    private(set) var nick: String
    private(set) var folded: FoldedName
    private(set) var userName: String
    private(set) var host: String
    /// `nick!user@host`: made when one of the three changes, not for every message; as bytes, and as masks are held against it.
    private(set) var source: String
    private(set) var sourceBytes: Bytes
    private(set) var foldedSource: FoldedName
    /// How often something has changed that masks are held against: its names, its account, where it comes from.
    private(set) var identityVersion: UInt64 = 0
    var realName: String
    /// Whether it took its nick while it was here, by NICK: then the account's own is not put in its place.
    var hasChosenNick = false
    var account: String? {
        didSet { identityVersion += 1 }
    }
    var modes: UserModes = []
    /// When it last said something in rooms where one must wait between two messages.
    var lastSpokeAt: [FoldedName: Timestamp] = [:]
    var awayReason: String?
    var sessions: [Session] = [] {
        didSet { identityVersion += 1 }
    }
    /// The ban of the whole server that keeps it quiet, if that was asked; see ``Network/serverMute(on:)``.
    var mute: ServerMuteCache?
    /// In the order they were joined.
    var channels: [Channel] = []
    /// Rooms it was invited to and has not entered since; some may be gone.
    var invitations: [Channel] = []
    /// How far it has read, while it has no account.
    var markers: [Conversation: Timestamp] = [:]
    /// What has reached sessions of it that are over.
    var arrived: Account.LastArrival?
    /// When it was last kept what has reached its sessions; nil for not since it is here.
    var arrivalSavedAt: Timestamp?
    /// Whether it was told what others had said to it directly while it was not here.
    var hasReplayedDirects = false
    /// Rooms in which it was told what it had missed.
    var replayedChannels: Set<FoldedName> = []
    let signedOnAt: Timestamp
    /// By which events are its own where they tell no account.
    var nickHistory: NickHistory
    /// The last thing it said to others.
    var lastActive: Timestamp

    /// - Parameter first: the next event, from which on it has the nick.
    init(
        nick: String, folded: FoldedName, userName: String, realName: String, host: String,
        from first: EventNumber, at time: Timestamp
    ) {
        self.nick = nick
        self.folded = folded
        self.userName = userName
        self.realName = realName
        self.host = host
        source = nick + "!" + userName + "@" + host
        sourceBytes = Bytes(source)
        foldedSource = Casemapping.ascii.fold(source)
        signedOnAt = time
        nickHistory = NickHistory(from: first)
        lastActive = time
    }

    func rename(to nick: String, folded: FoldedName) {
        self.nick = nick
        self.folded = folded
        refreshSource()
    }

    func move(to host: String, as userName: String) {
        self.host = host
        self.userName = userName
        refreshSource()
    }

    private func refreshSource() {
        source = nick + "!" + userName + "@" + host
        sourceBytes = Bytes(source)
        foldedSource = Casemapping.ascii.fold(source)
        identityVersion += 1
    }

    /// What others see: whether one of its sessions is an operator's.
    var isOperator: Bool { modes.contains(.operator) }

    /// What its sessions may do, all together.
    var rights: OperatorRights { sessions.reduce(into: []) { $0.formUnion($1.rights) } }

    func shares(aChannelWith other: User) -> Bool {
        if self === other { return true }
        let (few, many) = channels.count <= other.channels.count ? (self, other) : (other, self)
        return few.channels.contains { $0.membership(of: many) != nil }
    }
}

/// What a user is set to. <https://modern.ircdocs.horse/#user-modes>
package struct UserModes: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let invisible = UserModes(rawValue: 1 << 0)
    package static let `operator` = UserModes(rawValue: 1 << 1)
    package static let wallops = UserModes(rawValue: 1 << 2)
    package static let bot = UserModes(rawValue: 1 << 3)
    package static let registeredOnly = UserModes(rawValue: 1 << 4)
    package static let secure = UserModes(rawValue: 1 << 5)

    /// Each with its letter, in the order they are told.
    static let letters: [(letter: Character, mode: UserModes)] = [
        ("B", .bot), ("R", .registeredOnly), ("Z", .secure), ("i", .invisible), ("o", .operator), ("w", .wallops),
    ]

    static func letter(of mode: UserModes) -> Character {
        letters.first { $0.mode == mode }?.letter ?? "?"
    }

    var letters: String {
        "+" + String(Self.letters.filter { contains($0.mode) }.map(\.letter))
    }
}
