import Protocol

/// A mode of a channel that is a list of masks.
///
/// MODE, ISUPPORT and what is kept over a restart go by this table, so a list is known to all of them or to none.
package enum ChannelListMode: Character, CaseIterable, Sendable {
    // In the order in which they are kept.
    case bans = "b"
    case exceptions = "e"
    case inviteExceptions = "I"
    /// Bridges, which may let others speak in the channel by RELAYMSG.
    case bridges = "B"

    var definition: Definition {
        switch self {
        case .bans: Definition("ban", entry: .banList, end: .endOfBanList, takesMutes: true)
        case .exceptions: Definition("exception", entry: .exceptionList, end: .endOfExceptionList, takesMutes: true)
        case .inviteExceptions:
            Definition(
                "invite exception", entry: .inviteExceptionList, end: .endOfInviteExceptionList, takesMutes: false)
        case .bridges:
            Definition(
                "bridge", entry: .bridgeList, end: .endOfBridgeList, takesMutes: false, changedBy: .operator)
        }
    }

    /// All that differs between the lists.
    struct Definition {
        /// The kind of its entries, in words.
        let name: String
        /// The numerics that tell an entry, and that there is no other.
        let entry, end: Numeric
        /// True where an entry can be about the voice alone (`~m:`).
        let takesMutes: Bool
        /// The lowest rank of those who change it.
        let changedBy: Ranks

        init(_ name: String, entry: Numeric, end: Numeric, takesMutes: Bool, changedBy: Ranks = .halfOperator) {
            self.name = name
            self.entry = entry
            self.end = end
            self.takesMutes = takesMutes
            self.changedBy = changedBy
        }
    }
}

extension ChannelModes {
    /// The entries of a list, in the order in which they were set.
    subscript(list: ChannelListMode) -> [MaskEntry] {
        get {
            switch list {
            case .bans: bans
            case .exceptions: exceptions
            case .inviteExceptions: inviteExceptions
            case .bridges: bridges
            }
        }
        _modify {
            switch list {
            case .bans: yield &bans
            case .exceptions: yield &exceptions
            case .inviteExceptions: yield &inviteExceptions
            case .bridges: yield &bridges
            }
        }
    }
}
