import Protocol

/// The lists that the person has asked for on one connection, to be looked through on the screen.
struct AskedLists: Sendable {
    /// The last one; nil where none was asked for.
    private(set) var rooms: RoomList?
    /// The one that was asked for last, and the folded name of its room.
    private(set) var names: NameList?
    private var namesRoom: FoldedName?

    // MARK: Rooms

    mutating func expectRooms(_ pattern: String?, at now: Timestamp) { rooms = RoomList(pattern: pattern, at: now) }

    /// - Returns: true if the list is worth drawing anew.
    mutating func addRoom(_ name: String, people: Int, topic: Bytes, at now: Timestamp) -> Bool {
        rooms?.add(name, people: people, topic: topic, at: now) ?? false
    }

    /// - Returns: false where no rooms are waited for.
    mutating func endRooms(_ state: ListState) -> Bool {
        guard rooms?.state == .loading else { return false }
        rooms?.end(state)
        return true
    }

    // MARK: Names

    mutating func expectNames(of channel: String, as folded: FoldedName) {
        (names, namesRoom) = (NameList(of: channel), folded)
    }

    /// True while the people of that room are waited for.
    func awaitsNames(of channel: FoldedName) -> Bool { names?.state == .loading && namesRoom == channel }

    mutating func addNames(_ members: [Member], of channel: FoldedName) {
        if awaitsNames(of: channel) { names?.add(members) }
    }

    mutating func completeNames(_ rules: MemberList.Rules, known: MemberList?) {
        names?.complete(rules, known: known)
    }

    mutating func refuseNames() { names?.refuse() }
}
