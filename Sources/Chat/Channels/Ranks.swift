import Protocol

/// The ranks of a member, as modes and as the prefixes shown before a nick. <https://modern.ircdocs.horse/#channel-membership-prefixes>
package struct Ranks: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let voice = Ranks(rawValue: 1 << 0)
    package static let halfOperator = Ranks(rawValue: 1 << 1)
    package static let `operator` = Ranks(rawValue: 1 << 2)
    package static let admin = Ranks(rawValue: 1 << 3)
    package static let founder = Ranks(rawValue: 1 << 4)

    /// Highest first.
    static let table: [(rank: Ranks, mode: Character, symbol: Character)] = [
        (.founder, "q", "~"), (.admin, "a", "&"), (.operator, "o", "@"), (.halfOperator, "h", "%"), (.voice, "v", "+"),
    ]

    /// The bit of the highest rank held, which compares as ranks do; 0 for none.
    var height: UInt8 {
        rawValue == 0 ? 0 : 1 << (7 - UInt8(rawValue.leadingZeroBitCount))
    }

    /// True if whoever holds these ranks may give another, and take it. Voice is a half-operator's to give; operators make operators, and
    /// only a founder makes the protected and other founders. <https://modern.ircdocs.horse/#protected-prefix>
    func mayGive(_ rank: Ranks) -> Bool {
        switch rank {
        case .voice: isAtLeast(.halfOperator)
        case .halfOperator, .operator: isAtLeast(.operator)
        default: isAtLeast(.founder)
        }
    }

    /// True if whoever holds these ranks may put out a member who holds others: nobody above, and the protected not each other.
    func mayKick(_ other: Ranks) -> Bool {
        isAtLeast(.halfOperator) && height >= other.height
            && !(height == other.height && height == Ranks.admin.rawValue)
    }

    func isAtLeast(_ rank: Ranks) -> Bool { height >= rank.rawValue }

    /// The prefixes before a nick: all of them, or the highest alone.
    func symbols(all: Bool) -> String {
        if isEmpty { return "" }
        let held = Self.table.filter { contains($0.rank) }.map(\.symbol)
        return String(all ? held : Array(held.prefix(1)))
    }
}
