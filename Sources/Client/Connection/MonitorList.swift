import Protocol

/// The people of whom the server tells on one connection if they are there. <https://ircv3.net/specs/extensions/monitor>
struct MonitorList: Sendable {
    /// So many bytes of nicks are named in one line.
    private static let maxBytes = 400

    private var watched: [FoldedName: String] = [:]
    /// Those whom the server did not take, since its list is full. They are tried again once somebody is watched no longer.
    private var refused: Set<FoldedName> = []

    /// Tells of those of whom the server has told it if they are there.
    private var online: [FoldedName: Bool] = [:]

    func contains(_ nick: FoldedName) -> Bool { watched[nick] != nil }

    /// True if somebody is there; nil where the server has not told.
    func isOnline(_ nick: FoldedName) -> Bool? { online[nick] }

    /// The server has told of somebody who is watched.
    ///
    /// - Returns: what was known before.
    mutating func learned(_ nick: FoldedName, isOnline: Bool) -> Bool? {
        online.updateValue(isOnline, forKey: nick)
    }

    /// Compares those who are watched with those who are to be, and takes the next nicks to be told to the server: a line of each.
    ///
    /// - Parameters:
    ///   - wanted: the nicks. Where there are more than can be watched, the first ones are.
    ///   - limit: so many can be watched; the server's word, whatever it is.
    mutating func reconcile(
        _ wanted: [(name: FoldedName, nick: String)], limit: Int
    ) -> (removed: [String], added: [String]) {
        let limit = max(limit, 0)
        let wanted = wanted.filter { !refused.contains($0.name) }.prefix(limit)
        let names = Set(wanted.map(\.name))
        let gone = watched.filter { !names.contains($0.key) }.sorted { $0.key < $1.key }
        let removed = Self.line(gone.map { (name: $0.key, nick: $0.value) })
        for entry in removed { (watched[entry.name], online[entry.name]) = (nil, nil) }
        if !removed.isEmpty { refused = [] }
        let added = Self.line(wanted.filter { watched[$0.name] == nil }.prefix(max(limit - watched.count, 0)))
        for entry in added { watched[entry.name] = entry.nick }
        return (removed.map(\.nick), added.map(\.nick))
    }

    /// The server does not take somebody who was to be watched.
    ///
    /// - Returns: false where nobody wanted to watch them.
    mutating func refuse(_ nick: FoldedName) -> Bool {
        guard watched.removeValue(forKey: nick) != nil else { return false }
        online[nick] = nil
        refused.insert(nick)
        return true
    }

    /// As many as fit in one line.
    private static func line(_ entries: some Sequence<(name: FoldedName, nick: String)>)
        -> [(name: FoldedName, nick: String)]
    {
        var count = 0
        return entries.prefix { entry in
            count += entry.nick.utf8.count + 1
            return count <= maxBytes
        }
    }
}
