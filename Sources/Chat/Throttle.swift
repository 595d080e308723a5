import Protocol

/// How fast somebody may give commands: a burst at once, and then so many a second. Dearer commands count as several.
///
/// It keeps one moment: the one at which all that was spent is paid for. <https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm>
struct Throttle: Hashable, Sendable {
    private var paidOffAt: Timestamp

    init(at time: Timestamp) { paidOffAt = time }

    /// Whether nothing that was spent is still to be paid for.
    func isRested(at time: Timestamp) -> Bool { paidOffAt <= time }

    /// Spends what a command costs; nil if there was enough, or else the moment at which there will be, and nothing is spent.
    ///
    /// What costs more than the whole burst is counted as the burst: it waits, but not for ever.
    mutating func spend(_ cost: Int, at time: Timestamp, limits: Limits) -> Timestamp? {
        let price = 1000 / Int64(max(limits.commandsPerSecond, 1))
        let burst = Int64(limits.commandBurst)
        let before = max(paidOffAt.milliseconds, time.milliseconds)
        let after = before + min(Int64(cost), burst) * price
        let excess = after - (time.milliseconds + burst * price)
        guard excess <= 0 else { return time.advanced(byMilliseconds: excess) }
        paidOffAt = Timestamp(milliseconds: after)
        return nil
    }
}
