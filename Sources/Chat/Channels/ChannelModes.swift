import Protocol

/// The modes and lists of a room. <https://modern.ircdocs.horse/#channel-modes>
struct ChannelModes {
    /// Modes that are on or off.
    struct Flags: OptionSet, Hashable {
        let rawValue: UInt16

        static let inviteOnly = Flags(rawValue: 1 << 0)
        static let moderated = Flags(rawValue: 1 << 1)
        static let noExternalMessages = Flags(rawValue: 1 << 2)
        static let secret = Flags(rawValue: 1 << 3)
        static let protectedTopic = Flags(rawValue: 1 << 4)
        static let noCTCP = Flags(rawValue: 1 << 5)
        static let registeredOnly = Flags(rawValue: 1 << 6)
        static let moderatedForUnregistered = Flags(rawValue: 1 << 7)

        /// Each with its letter, in the order they are told.
        static let letters: [(letter: Character, flag: Flags)] = [
            ("C", .noCTCP), ("M", .moderatedForUnregistered), ("R", .registeredOnly), ("i", .inviteOnly),
            ("m", .moderated), ("n", .noExternalMessages), ("s", .secret), ("t", .protectedTopic),
        ]
    }

    var flags: Flags = [.noExternalMessages]
    /// Said with JOIN to come in.
    var key: String?
    /// As many members as there may be.
    var limit: Int?
    static let limits = 1...1_000_000_000
    /// Seconds that lie between two messages of one member: slow mode.
    var slowModeSeconds: Int?
    var bans: [MaskEntry] = [] {
        didSet {
            listsVersion += 1
            endsAt = bans.lazy.compactMap(\.until).min()
        }
    }
    var exceptions: [MaskEntry] = [] {
        didSet { listsVersion += 1 }
    }
    /// The number of times that the lists have changed that say who may speak.
    private(set) var listsVersion: UInt64 = 0
    /// When the first of the bans ends that do: asked of every room, every second.
    private(set) var endsAt: Timestamp?
    var inviteExceptions: [MaskEntry] = []
    var bridges: [MaskEntry] = []

    var listEntryCount: Int { ChannelListMode.allCases.reduce(0) { $0 + self[$1].count } }

    /// `+klnt` with its parameters.
    ///
    /// - Parameter showingSecrets: true to tell also the parameters that are for members only; there is a `*` in their place otherwise.
    func description(showingSecrets: Bool) -> (modeString: String, parameters: [String]) {
        var letters = "+" + String(Flags.letters.filter { flags.contains($0.flag) }.map(\.letter))
        var parameters: [String] = []
        for mode in ChannelParameterMode.allCases {
            guard let parameter = self[mode] else { continue }
            letters.append(mode.rawValue)
            parameters.append(showingSecrets || !mode.definition.isSecret ? parameter : "*")
        }
        return (letters, parameters)
    }
}

/// An entry of a ban, exception or invite-exception list.
struct MaskEntry {
    let ban: BanMask
    let setBy: String
    let setAt: Timestamp
    /// When it ends; nil for never.
    var until: Timestamp?
    /// For those whom it hits.
    var reason: String?
}
