import Protocol

/// The people who are typing in a buffer, and a note if others may not hear that we are. <https://ircv3.net/specs/client-tags/typing>
struct Typists: Sendable {
    private struct Typist {
        let nick: String
        var until: Timestamp
    }

    /// So many are remembered at most.
    private static let limit = 20

    private var all: [Typist] = []
    /// True where the server refused to tell others that we are typing, and nothing has changed since.
    var refusesOwn = false

    /// In the order in which they began.
    var nicks: [String] { all.map(\.nick) }
    var isEmpty: Bool { all.isEmpty }

    /// Somebody types until a time, unless they say so again.
    mutating func type(_ nick: String, until: Timestamp) {
        if let index = all.firstIndex(where: { $0.nick == nick }) {
            all[index].until = until
        } else if all.count < Self.limit, nick.utf8.count <= Member.longestName {
            all.append(Typist(nick: nick, until: until))
        }
    }

    mutating func remove(_ nick: String) { all.removeAll { $0.nick == nick } }

    mutating func removeAll() { all = [] }

    /// Forgets those who have been silent for too long.
    ///
    /// - Returns: false where there is none.
    mutating func expire(at now: Timestamp) -> Bool {
        let before = all.count
        all.removeAll { $0.until <= now }
        return all.count != before
    }

    mutating func clockSetBack(to now: Timestamp) {
        for index in all.indices { all[index].until = min(all[index].until, now.advanced(bySeconds: 30)) }
    }
}
