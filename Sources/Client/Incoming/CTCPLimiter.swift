import Protocol

/// Lets answers to CTCP questions go out: four at once, then one in four seconds.
struct CTCPLimiter: Sendable {
    private static let most = 4
    private static let millisecondsEach: Int64 = 4000

    private var left = CTCPLimiter.most
    private var refilledAt: Timestamp

    init(at now: Timestamp) { refilledAt = now }

    /// - Returns: true if an answer may be sent now; it is then counted.
    mutating func take(at now: Timestamp) -> Bool {
        let refill = Int(max(0, now.milliseconds(since: refilledAt)) / Self.millisecondsEach)
        if refill > 0 {
            left = min(Self.most, left + refill)
            refilledAt = now
        }
        guard left > 0 else { return false }
        left -= 1
        return true
    }

    mutating func clockSetBack(to now: Timestamp) { refilledAt = min(refilledAt, now) }
}
