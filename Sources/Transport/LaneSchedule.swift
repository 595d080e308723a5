/// What waits for a lane, and when the lane takes its next turn for it. A value that knows no queue and no clock.
///
/// One turn carries out all that waits: the further a lane is behind, the more frames leave in one write. A lane that is behind
/// after a long turn rests before the next, while its sockets are still read: a write costs as much as dozens of frames in it
/// do, so what comes meanwhile costs next to nothing. Where nothing waits after a turn, nobody waits for a rest.
struct LaneSchedule {
    /// In nanoseconds: a turn is long from here on.
    static let longTurn: UInt64 = 1_000_000
    /// In nanoseconds: no rest is longer.
    static let longestRest: UInt64 = 5_000_000

    private var waiting = LaneBatch()
    /// Whether a turn is being taken, or will be.
    private var isTurnDue = false

    /// Puts `batch` behind what waits. True if a turn must be begun for it.
    mutating func add(_ batch: LaneBatch) -> Bool {
        if waiting.isEmpty { waiting = batch } else { waiting.append(batch) }
        defer { isTurnDue = true }
        return !isTurnDue
    }

    /// All that waits.
    mutating func take() -> LaneBatch {
        defer { waiting = LaneBatch() }
        return waiting
    }

    /// A turn that took `duration` nanoseconds is over. Nothing if there is no need of another; else in how many nanoseconds.
    mutating func endTurn(after duration: UInt64) -> UInt64? {
        isTurnDue = !waiting.isEmpty
        guard isTurnDue else { return nil }
        return duration < Self.longTurn ? 0 : min(duration / 2, Self.longestRest)
    }
}
