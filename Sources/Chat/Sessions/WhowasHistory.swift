import DequeModule
import Protocol

/// The users who have left or changed their nick, as far as WHOWAS remembers: the last ``Limits/whowas`` of them, of whatever nicks.
struct WhowasHistory {
    struct Entry {
        let nick: String
        let userName: String
        let host: String
        let realName: String
        let account: String?
        let leftAt: Timestamp
    }

    /// The oldest first.
    private var entries: [FoldedName: Deque<Entry>] = [:]
    /// The nicks of all entries, the oldest entry's first.
    private var order: Deque<FoldedName> = []

    mutating func add(_ user: User, at time: Timestamp, limits: Limits) {
        let entry = Entry(
            nick: user.nick, userName: user.userName, host: user.host, realName: user.realName, account: user.account,
            leftAt: time)
        entries[user.folded, default: []].append(entry)
        order.append(user.folded)
        while order.count > limits.whowas { forgetOldest() }
    }

    /// The former holders of a nick, the last one first.
    func holders(of nick: FoldedName, atMost limit: Int) -> [Entry] {
        Array((entries[nick] ?? []).reversed().prefix(limit))
    }

    var count: Int { order.count }

    private mutating func forgetOldest() {
        guard let nick = order.popFirst() else { return }
        entries[nick]?.removeFirst()
        if entries[nick]?.isEmpty == true { entries[nick] = nil }
    }
}
