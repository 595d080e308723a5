/// The deadlines of a lane's connections: few at a time (handshakes, farewells), so one list swept when the first is due.
struct Deadlines {
    private var pending: ContiguousArray<(due: UInt64, id: ConnectionID)> = []

    /// The time at which the next deadline is due, in nanoseconds of `MonotonicClock`; the greatest number if there is none.
    private(set) var next = UInt64.max

    /// True when `due` comes before all others: the timer must be set anew.
    mutating func add(_ due: UInt64, for id: ConnectionID) -> Bool {
        pending.append((due, id))
        guard due < next else { return false }
        next = due
        return true
    }

    /// Takes out what is due at `now`. A connection may have moved or lost its deadline since: it knows.
    mutating func takeDue(at now: UInt64) -> [ConnectionID] {
        var due: [ConnectionID] = []
        next = .max
        pending.removeAll {
            if $0.due <= now {
                due.append($0.id)
                return true
            }
            next = min(next, $0.due)
            return false
        }
        return due
    }
}
