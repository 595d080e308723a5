import Protocol

/// The nicks of the people on one network of whom the person wants to hear when they come and go.
struct FriendList: Sendable {
    /// So many are watched at most: servers watch some dozens to some hundreds for one connection.
    static let maxCount = 100

    /// In the order in which they were added, each once.
    private(set) var nicks: [String] = []

    var isFull: Bool { nicks.count >= Self.maxCount }

    /// True if a nick is a friend's.
    func contains(_ nick: FoldedName, casemapping: Casemapping) -> Bool {
        nicks.contains { casemapping.fold($0) == nick }
    }

    /// Adds a nick, unless it is there in whatever case, or the list is full.
    mutating func add(_ nick: String, casemapping: Casemapping) {
        guard !isFull, !contains(casemapping.fold(nick), casemapping: casemapping) else { return }
        nicks.append(nick)
    }

    /// - Returns: false where it is not there.
    mutating func remove(_ nick: String, casemapping: Casemapping) -> Bool {
        let (folded, count) = (casemapping.fold(nick), nicks.count)
        nicks.removeAll { casemapping.fold($0) == folded }
        return nicks.count != count
    }

    /// Takes back what was kept, without what no server can watch.
    mutating func restore(_ saved: [String]) {
        nicks = []
        // The rules by which names are compared are known only once the server has told them.
        for nick in saved where nick.canBeMonitored { add(nick, casemapping: .ascii) }
    }
}
