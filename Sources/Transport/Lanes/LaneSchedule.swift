/// The batches that wait for a lane, and the time of the lane's next turn for them. A value that knows no queue and no clock.
///
/// One turn carries out what waits: the further a lane is behind, the more frames leave in one write; up to a bound, so that
/// nobody is offered at once what would fill its send queue. A lane that is behind after a long turn rests before the next,
/// while its sockets are still read: a write costs as much as dozens of frames in it do, so what comes meanwhile costs next to
/// nothing. Where nothing waits after a turn, or more than the next one takes, there is no rest.
struct LaneSchedule {
    /// Bytes of frames in one turn, unless what was submitted in one piece has more.
    static let maxTurnBytes = 256 << 10
    /// In nanoseconds: a turn is long from here on.
    static let longTurnThreshold: UInt64 = 1_000_000
    /// In nanoseconds: no rest is longer.
    static let maxRest: UInt64 = 5_000_000

    private var waiting: [LaneBatch] = []
    /// True if a turn is being taken, or will be.
    private var isTurnDue = false

    /// Puts `batch` behind what waits. True if a turn must be begun for it.
    mutating func add(_ batch: LaneBatch) -> Bool {
        waiting.append(batch)
        defer { isTurnDue = true }
        return !isTurnDue
    }

    /// Takes the batch that is to be carried out next; nil if none waits.
    mutating func take() -> LaneBatch? {
        guard var turn = waiting.first else { return nil }
        var count = 1
        while count < waiting.count, turn.bytes + waiting[count].bytes <= Self.maxTurnBytes {
            turn.append(waiting[count])
            count += 1
        }
        waiting.removeFirst(count)
        return turn
    }

    /// A turn that took `duration` nanoseconds is over. Nothing if there is no need of another; else in how many nanoseconds.
    mutating func endTurn(after duration: UInt64) -> UInt64? {
        isTurnDue = !waiting.isEmpty
        guard isTurnDue else { return nil }
        guard duration >= Self.longTurnThreshold, waiting.reduce(0, { $0 + $1.bytes }) < Self.maxTurnBytes else {
            return 0
        }
        return min(duration / 2, Self.maxRest)
    }
}
