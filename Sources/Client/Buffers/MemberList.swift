import Protocol

/// Somebody in a room.
package struct Member: Hashable, Sendable {
    package var nick: String
    /// The rank symbols that are known of them, highest first: `@+`. Without `multi-prefix` only the highest.
    package var prefixes = ""
    package var user: String?
    package var host: String?
    /// The account they are logged in to, where the server tells it.
    package var account: String?
    package var isAway = false
    /// True if the server says that they are a program. <https://ircv3.net/specs/extensions/bot-mode>
    package var isBot = false
    /// Higher for who spoke more recently; 0 for who has not.
    package var lastSpoke = 0

    /// So many bytes of a name, user name, host or account are kept at most: servers give some dozens.
    static let longestName = 255

    /// Cuts what a server made longer than it can be, so that the members of all rooms have their bound in bytes as well.
    var bounded: Member {
        func cut(_ text: String?) -> String? {
            guard let text, text.utf8.count > Self.longestName else { return text }
            return String(decoding: text.utf8.prefix(Self.longestName), as: UTF8.self)
        }
        var member = self
        (member.user, member.host, member.account) = (cut(user), cut(host), cut(account))
        if prefixes.utf8.count > Self.longestName { member.prefixes = "" }
        return member
    }

    package init(nick: String, prefixes: String = "") {
        self.nick = nick
        self.prefixes = prefixes
    }
}

/// The members of a room, in order of rank and then of name.
///
/// Finding, adding and removing take logarithmic time; the rows of a screen are had without looking at the others.
package struct MemberList: Sendable {
    /// The rules by which names are equal, and the ranks that there are: the server tells both in 005.
    package struct Rules: Hashable, Sendable {
        package var casemapping: Casemapping
        /// Highest first.
        package var prefixes: [ChannelModeKinds.Prefix]

        package init(casemapping: Casemapping = .rfc1459, prefixes: [ChannelModeKinds.Prefix]) {
            self.casemapping = casemapping
            self.prefixes = prefixes
        }

        package init(_ isupport: ISupport) {
            self.init(casemapping: isupport.casemapping, prefixes: isupport.channelModeKinds.prefixes)
        }

        /// 0 for the highest rank; the number of ranks for none.
        func rank(of member: Member) -> Int {
            prefixes.firstIndex { member.prefixes.contains($0.symbol) } ?? prefixes.count
        }
    }

    private struct Key: Comparable, Sendable {
        let rank: Int
        let name: FoldedName

        static func < (a: Key, b: Key) -> Bool { a.rank != b.rank ? a.rank < b.rank : a.name < b.name }
    }

    private var rules: Rules
    private var members: [FoldedName: Member] = [:]
    private var order = SortedBlocks<Key>()
    /// The numbers of members with each rank, by the number of the rank.
    private var countsByRank: [Int: Int] = [:]
    /// The number of members who are away, as far as the server tells.
    package private(set) var awayCount = 0
    /// The number of nicks that have each skeleton: nicks with one skeleton could be taken for one another.
    private var skeletons: [String: Int] = [:]

    package init(rules: Rules) { self.rules = rules }

    package var count: Int { members.count }
    package var isEmpty: Bool { members.isEmpty }

    /// A member by nick, in whatever case.
    package subscript(nick: String) -> Member? { members[rules.casemapping.fold(nick)] }

    /// A nick in the form in which it is compared here.
    func fold(_ nick: String) -> FoldedName { rules.casemapping.fold(nick) }

    package func contains(_ nick: some Sequence<UInt8>) -> Bool { members[rules.casemapping.fold(nick)] != nil }

    /// The members from one place in the order up to another, the way a list on the screen wants them.
    /// Places beyond the end are left out.
    package func slice(_ range: Range<Int>) -> [Member] {
        order.slice(range).compactMap { members[$0.name] }
    }

    /// The ranks that there are, the highest first.
    package var ranks: [ChannelModeKinds.Prefix] { rules.prefixes }

    /// The numbers of members with each of the ``ranks``, and last of those with none: in the order of the list they stand so.
    package var rankCounts: [Int] { (0...rules.prefixes.count).map { countsByRank[$0] ?? 0 } }

    /// The place in the order of somebody with a nick, in whatever case; nil where nobody bears it.
    package func place(of nick: String) -> Int? {
        let name = rules.casemapping.fold(nick)
        return members[name].flatMap { order.place(of: Key(rank: rules.rank(of: $0), name: name)) }
    }

    /// Everybody in no order, for completion and search.
    package var unordered: some Collection<Member> { members.values }

    /// The folded nicks of everybody, in no order.
    var names: some Collection<FoldedName> { members.keys }

    /// True if a reader could take a name for a member's nick.
    ///
    /// - Parameter skeleton: the name's: see ``NameSkeleton``.
    func isConfusable(_ skeleton: String) -> Bool { skeletons[skeleton] != nil }

    private mutating func count(_ member: Member, by change: Int) {
        countsByRank[rules.rank(of: member), default: 0] += change
        if member.isAway { awayCount += change }
    }

    private mutating func countSkeleton(of nick: String, by change: Int) {
        let skeleton = NameSkeleton.of(nick)
        let count = skeletons[skeleton, default: 0] + change
        skeletons[skeleton] = count > 0 ? count : nil
    }

    /// Adds somebody, or puts this in place of what was known of them. Nobody whose nick is longer than any server gives.
    package mutating func insert(_ member: Member) {
        guard member.nick.utf8.count <= Member.longestName else { return }
        let member = member.bounded
        let name = rules.casemapping.fold(member.nick)
        let old = members.updateValue(member, forKey: name)
        if old?.nick != member.nick {
            if let old { countSkeleton(of: old.nick, by: -1) }
            countSkeleton(of: member.nick, by: 1)
        }
        if let old { count(old, by: -1) }
        count(member, by: 1)
        if let old {
            let rank = rules.rank(of: old)
            if rank == rules.rank(of: member) { return }
            order.remove(Key(rank: rank, name: name))
        }
        order.insert(Key(rank: rules.rank(of: member), name: name))
    }

    @discardableResult
    package mutating func remove(_ nick: String) -> Member? {
        let name = rules.casemapping.fold(nick)
        guard let member = members.removeValue(forKey: name) else { return nil }
        countSkeleton(of: member.nick, by: -1)
        count(member, by: -1)
        order.remove(Key(rank: rules.rank(of: member), name: name))
        return member
    }

    /// Changes what is known of somebody, their nick or rank too. False where nobody bears the nick.
    @discardableResult
    package mutating func update(_ nick: String, _ change: (inout Member) -> Void) -> Bool {
        guard var member = self[nick] else { return false }
        change(&member)
        if rules.casemapping.fold(member.nick) != rules.casemapping.fold(nick) { remove(nick) }
        insert(member)
        return true
    }

    /// Notes that somebody spoke. One look-up: this is done for every message.
    mutating func spoke(_ nick: Bytes, _ sequence: Int) {
        members[rules.casemapping.fold(nick)]?.lastSpoke = sequence
    }

    package mutating func removeAll() {
        members.removeAll()
        skeletons.removeAll()
        order = SortedBlocks()
        countsByRank.removeAll()
        awayCount = 0
    }

    /// Takes over new rules and sorts everybody anew.
    package mutating func setRules(_ rules: Rules) {
        guard rules != self.rules else { return }
        let everybody = members.values
        self.rules = rules
        removeAll()
        for member in everybody { insert(member) }
    }
}
