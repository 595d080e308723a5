import Protocol

/// How fast messages may be sent without being thrown out for it: so many at once, then one after each while.
///
/// Old servers close the connection of who writes faster than about one line in two seconds (RFC 1459, 8.10); those that keep history let the sender wait.
package struct SendRate: Hashable, Sendable {
    package var burst: Int
    package var millisecondsEach: Int

    static let careful = SendRate(burst: 5, millisecondsEach: 2000)
    static let modern = SendRate(burst: 10, millisecondsEach: 500)
    /// For servers that let the sender wait and throw nobody out: all at once.
    static let unlimited = SendRate(burst: .max, millisecondsEach: 1)

    /// How long the last of so many waits, in whole seconds.
    package func seconds(for count: Int) -> Int { (max(0, count - burst) * millisecondsEach + 999) / 1000 }
}

/// The turns that are left.
struct SendRateLimiter: Sendable {
    private var left: Int?
    private var countedAt = Timestamp(milliseconds: 0)

    mutating func take(_ sendRate: SendRate, at now: Timestamp) -> Bool {
        guard sendRate != .unlimited else { return true }
        var turns = left ?? sendRate.burst
        if left == nil || now < countedAt { countedAt = now }
        let gained = now.milliseconds(since: countedAt) / Int64(sendRate.millisecondsEach)
        if gained > 0 {
            turns = min(sendRate.burst, turns + Int(min(gained, 1000)))
            countedAt = Timestamp(milliseconds: countedAt.milliseconds + gained * Int64(sendRate.millisecondsEach))
        }
        if turns == sendRate.burst { countedAt = now }
        left = max(0, turns - 1)
        return turns > 0
    }
}
