import Protocol

/// Counts the rooms of somebody's, within a day, of which a note stayed.
///
/// A note stays of a closed room that is gone, and of a name that a room has left, for as long as the log holds what was said there.
struct ClosedRoomCount {
    static let mostADay = 200
    static let refusal = "You have made \(mostADay) closed rooms today that are gone: make another tomorrow"
    /// Makers that are told apart. Beyond that the one who began to be counted first is forgotten.
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
}

extension Network {
    /// The name by which somebody who makes rooms is counted: an account, or an address, an IPv6 /64 counting as one.
    func maker(_ session: Session) -> String {
        session.account.map { "account \(fold($0))" } ?? "address \(session.origin.neighbourhood)"
    }

    /// False for who has made as many closed rooms as one may in a day.
    func mayMakeRoom(_ session: Session) -> Bool {
        session.origin.isExemptFromLimits || closedRoomCounts[maker(session)]?.isFull(at: steady) != true
    }

    /// To be called when a note stays of a room.
    func countClosedRoom(of maker: String) {
        if closedRoomCounts[maker] == nil, closedRoomCounts.count >= ClosedRoomCount.capacity,
            let oldest = closedRoomCounts.min(by: { $0.value.since < $1.value.since })
        {
            closedRoomCounts[oldest.key] = nil
        }
        closedRoomCounts[maker, default: ClosedRoomCount(at: steady)].add(at: steady)
    }

    /// To be called with what goes to the log: a room in which nothing was said has nothing to keep closed.
    func noteWords(of event: Event) {
        switch event.kind {
        case .message, .notice, .tagMessage, .topic: break
        case .part, .kick: if event.text.isEmpty { return }
        case .join, .mode, .nick, .quit, .redaction: return
        }
        for case .room(let name) in event.conversations { rooms[name]?.hasWords = true }
    }
}
