import Protocol

/// The rooms that the server names in answer to /list, from the first line of the answer on. <https://modern.ircdocs.horse/#list-message>
package struct RoomList: Sendable {
    package struct Room: Hashable, Sendable {
        package let name: String
        package let people: Int
        /// As it may be drawn, at most ``RoomList/maxTopicBytes`` of it.
        package let topic: String
    }

    /// So many rooms are held: the largest networks have some ten thousands. The others are counted.
    static let maxRooms = 50_000
    /// Rooms with longer names, in bytes, are left out: no line that enters them has room for much else.
    static let maxNameBytes = 200
    /// Bytes of a topic that are held.
    static let maxTopicBytes = 390
    /// Seconds after which an answer that has stopped is not waited for any longer.
    private static let maxSilence: Int64 = 30

    /// The pattern that was asked for; nil for all rooms.
    package let pattern: String?
    package private(set) var state = ListState.loading
    /// In the order in which they came.
    private var rooms: [Room] = []
    /// The number of rooms that the server named beyond those that are held.
    package private(set) var omitted = 0
    /// Grows whenever the list is worth drawing anew: as it doubles, and at its end.
    package private(set) var edition = 0
    /// When the server was asked, or its last room came.
    private var heardAt: Timestamp

    init(pattern: String?, at now: Timestamp) {
        self.pattern = pattern
        heardAt = now
    }

    package var count: Int { rooms.count }

    /// The rooms that are held, those with most people first, then by name.
    package var byPeople: [Room] {
        rooms.sorted { $0.people != $1.people ? $0.people > $1.people : $0.name < $1.name }
    }

    /// True while more of the answer can be expected.
    func isAwaited(at now: Timestamp) -> Bool {
        state == .loading && heardAt <= now && now.seconds(since: heardAt) < Self.maxSilence
    }

    /// Adds a room. Its topic is cut where it is too long.
    ///
    /// - Returns: true if the list is worth drawing anew.
    mutating func add(_ name: String, people: Int, topic: Bytes, at now: Timestamp) -> Bool {
        heardAt = now
        guard name.utf8.count <= Self.maxNameBytes else { return false }
        guard rooms.count < Self.maxRooms else {
            omitted &+= 1
            return false
        }
        let topic = DrawableText.plain(topic.prefix(ofAtMost: Self.maxTopicBytes).text)
        rooms.append(Room(name: name, people: max(people, 0), topic: topic))
        guard rooms.count.nonzeroBitCount == 1 else { return false }
        edition += 1
        return true
    }

    /// The answer has come to its end, or does not come.
    mutating func end(_ state: ListState) {
        self.state = state
        edition += 1
    }
}
