import Protocol

/// Counts the notes of somebody's, within a day, that rooms were closed.
///
/// A note is made when a room of that name is closed for the first time, and of a name that a room has left. It stays for as long as
/// the log holds what was stored there.
struct ClosedRoomCount {
    static let mostADay = 200
    static let refusal =
        "\(mostADay) rooms that were made by you, or from your address, were closed or renamed today, which is as many as may be: "
        + "close or rename another tomorrow"
    /// Makers that are told apart. Those beyond are counted as one.
    static let capacity = 1000

    private(set) var count = 0
    /// On the clock that only counts.
    let since: Timestamp

    init(at time: Timestamp) { since = time }

    func isOver(at time: Timestamp) -> Bool { time.seconds(since: since) >= 86_400 }

    func isFull(at time: Timestamp) -> Bool { count >= Self.mostADay && !isOver(at: time) }

    /// One more; after a day it begins anew.
    mutating func add(at time: Timestamp) {
        if isOver(at: time) { self = ClosedRoomCount(at: time) }
        if count < Self.mostADay { count += 1 }
    }

    /// One of them has left nothing.
    mutating func takeBack() { count = max(0, count - 1) }
}

/// The counts of all makers, at most ``ClosedRoomCount/capacity`` and one.
struct ClosedRoomCounts {
    private var counts: [String: ClosedRoomCount] = [:]
    /// Of all who came when as many as there may be were told apart.
    private var others: ClosedRoomCount?

    func isFull(_ maker: String, at time: Timestamp) -> Bool {
        if let count = counts[maker] { return count.isFull(at: time) }
        return counts.count >= ClosedRoomCount.capacity && others?.isFull(at: time) == true
    }

    mutating func takeBack(_ maker: String) {
        if counts[maker] == nil { others?.takeBack() } else { counts[maker]?.takeBack() }
    }

    mutating func add(_ maker: String, at time: Timestamp) {
        if counts[maker] == nil, counts.count >= ClosedRoomCount.capacity {
            counts = counts.filter { !$0.value.isOver(at: time) }
        }
        if counts[maker] == nil, counts.count >= ClosedRoomCount.capacity {
            others = others ?? ClosedRoomCount(at: time)
            others?.add(at: time)
        } else {
            counts[maker, default: ClosedRoomCount(at: time)].add(at: time)
        }
    }
}

extension Network {
    /// The name by which somebody who makes rooms is counted: an account, or an address, an IPv6 /64 counting as one; nil for who is
    /// exempt from limits.
    func maker(_ session: Session) -> String? {
        if session.origin.isExemptFromLimits { return nil }
        return session.account.map { "account \(fold($0))" } ?? "address \(session.origin.neighbourhood)"
    }

    /// False where one more note would be more than its maker may leave in a day.
    ///
    /// - Parameter maker: whoever the note is counted for; nil for nobody.
    func mayNoteClosing(of name: FoldedName, madeBy maker: String?) -> Bool {
        guard let maker, settings.keepsHistory, !hasClosingNote(name) else { return true }
        return !closedRoomCounts.isFull(maker, at: steady)
    }

    /// Undoes a change of a room's modes if it closes the room and may not; that is told then.
    ///
    /// - Parameters:
    ///   - before: the modes before the change.
    ///   - command: the one that changed them.
    /// - Returns: whether it may be.
    func mayClose(_ room: Room, changedFrom before: RoomModes, by command: Command, _ session: Session) -> Bool {
        if mayNoteClosing(of: room.folded, madeBy: room.maker) || room.closure.isEmpty { return true }
        room.modes = before
        fail(command, "CANNOT_CLOSE", ClosedRoomCount.refusal, context: [room.name], session)
        return false
    }
}
