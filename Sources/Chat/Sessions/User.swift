import Protocol

/// Someone with a nick. Has one session or several; the rooms, the away state and the modes are shared by them.
final class User {
    private var names: UserNames {
        didSet { identityVersion += 1 }
    }
    /// The number of changes of what masks are held against: its names, its account, the addresses it comes from.
    private(set) var identityVersion: UInt64 = 0
    var realName: String
    /// True once it took its nick while it was here, by NICK: then the account's own is not put in its place.
    var hasChosenNick = false
    var account: String? {
        didSet { identityVersion += 1 }
    }
    var modes: UserModes = []
    var activity: UserActivity
    var awayReason: String?
    var sessions: [Session] = [] {
        didSet { identityVersion += 1 }
    }
    /// The ban of the whole server that keeps it quiet, if that was asked; see ``ServerBans/mute(on:at:)``.
    var mute: ServerMuteCache?
    /// In the order they were joined.
    var channels: [Channel] = []
    /// Rooms it was invited to and has not entered since; some may be gone.
    var invitations: [Channel] = []
    /// Up to when it has read each conversation, while it has no account.
    var markers: [Conversation: Timestamp] = [:]
    /// The metadata and the marks of a user without an account; those of an account are in the registry.
    var metadata = AccountMetadata()
    var arrival = UserArrival()
    /// By which events are its own where they tell no account.
    var nickHistory: NickHistory

    /// - Parameter first: the next event, from which on it has the nick.
    init(
        nick: String, folded: FoldedName, userName: String, realName: String, host: String,
        from first: EventNumber, at time: Timestamp
    ) {
        names = UserNames(nick: nick, folded: folded, userName: userName, host: host)
        self.realName = realName
        activity = UserActivity(at: time)
        nickHistory = NickHistory(from: first)
    }

    var nick: String { names.nick }
    var folded: FoldedName { names.folded }
    var userName: String { names.userName }
    var host: String { names.host }
    var source: String { names.source }
    var sourceBytes: Bytes { names.sourceBytes }
    var foldedSource: FoldedName { names.foldedSource }

    /// To be called by the ``UserDirectory`` alone.
    func rename(to nick: String, folded: FoldedName) { names.rename(to: nick, folded: folded) }

    /// True, as others see it, where one of its sessions is an operator's.
    var isOperator: Bool { modes.contains(.operator) }

    /// The rights of its sessions, all together.
    var rights: OperatorRights { sessions.reduce(into: []) { $0.formUnion($1.rights) } }

    func shares(aChannelWith other: User) -> Bool {
        if self === other { return true }
        let (few, many) = channels.count <= other.channels.count ? (self, other) : (other, self)
        return few.channels.contains { $0.membership(of: many) != nil }
    }
}

/// The modes of a user. <https://modern.ircdocs.horse/#user-modes>
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

    /// The modes that somebody sets and takes away at will.
    static let chosen: UserModes = [.bot, .invisible, .registeredOnly, .wallops]

    /// Those of them that are kept over a restart with somebody who stays; `+R` is kept with the account.
    static let keptWithPresence = chosen.subtracting(.registeredOnly)

    static func letter(of mode: UserModes) -> Character {
        letters.first { $0.mode == mode }?.letter ?? "?"
    }

    /// The modes of these letters; others mean nothing.
    init(letters: String) {
        self = Self.letters.filter { letters.contains($0.letter) }.reduce(into: []) { $0.insert($1.mode) }
    }

    /// As MODE tells them, such as `+Bi`.
    var letters: String { "+" + bareLetters }

    /// Without the sign.
    var bareLetters: String { String(Self.letters.filter { contains($0.mode) }.map(\.letter)) }
}
