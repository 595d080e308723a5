import Transport

/// How long a load waits for a server that does nothing.
struct StallTimer {
    /// How long one look lasts, in nanoseconds.
    static let pollTimeout: Int64 = 100_000_000

    private let limit: UInt64
    private var last = -1
    private var since = MonotonicClock.now()

    init(seconds: Double) { limit = UInt64(seconds * 1e9) }

    /// Tells if there is reason to go on waiting.
    ///
    /// - Parameter progress: any count that changes when something happens.
    mutating func mayWait(_ progress: Int) -> Bool {
        let now = MonotonicClock.now()
        if progress != last { (last, since) = (progress, now) }
        return now - since < limit
    }
}
