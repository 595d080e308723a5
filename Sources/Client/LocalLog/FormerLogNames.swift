import Protocol

/// The names under which lines of a buffer that were not read stand in the log on this machine, and which the buffer has no more: each is told
/// as read when those lines are.
struct FormerLogNames: Sendable {
    private struct Name {
        let room: Bytes
        /// The last line under the name.
        let last: LineID
        let time: Timestamp
    }

    /// From the oldest to the newest.
    private var names: [Name] = []

    /// So many names are known: who changes it more often before anything is read has lines that stay unread in the log.
    static let maxCount = 20

    var isEmpty: Bool { names.isEmpty }

    /// The buffer has another name from now on.
    ///
    /// - Parameters:
    ///   - room: the folded name that it had.
    ///   - last: its last line, all of which count as read with it.
    ///   - time: the time of the newest line.
    mutating func add(_ room: Bytes, last: LineID, time: Timestamp) {
        names.removeAll { $0.room == room }
        names.append(Name(room: room, last: last, time: time))
        if names.count > Self.maxCount { names.removeFirst() }
    }

    /// The buffer has a name again.
    ///
    /// - Returns: false where it is none of these.
    mutating func remove(_ room: Bytes) -> Bool {
        let count = names.count
        names.removeAll { $0.room == room }
        return names.count < count
    }

    /// Takes all names.
    mutating func takeAll() -> [Bytes] {
        defer { names = [] }
        return names.map(\.room)
    }

    /// Takes the names whose lines have all been read, each with the time of the newest line.
    ///
    /// - Parameter end: everything below it has been read.
    mutating func takeRead(below end: LineID) -> [(room: Bytes, time: Timestamp)] {
        let read = names.filter { $0.last < end }
        names.removeAll { $0.last < end }
        return read.map { ($0.room, $0.time) }
    }
}
