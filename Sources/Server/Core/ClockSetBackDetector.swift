import Protocol

/// Notices that the machine's clock stands before what has happened. Time never runs back in the history: until the clock has
/// caught up, what happens bears the time at which it stood.
struct ClockSetBackDetector {
    enum Finding: Hashable {
        /// The clock was set back, by so many seconds.
        case behind(seconds: Int64)
        case caughtUp
    }

    /// The latest moment that was seen.
    private var latest: Timestamp
    private var isBehind = false

    /// Less is what clocks do that are kept right, in seconds.
    private static let toleratedLag: Int64 = 2

    init(latest: Timestamp) { self.latest = latest }

    /// Compares the clock with the history.
    ///
    /// - Returns: the news about the clock; nil as long as it goes on as it was.
    mutating func look(at wall: Timestamp) -> Finding? {
        let lag = latest.seconds(since: wall)
        latest = max(latest, wall)
        if lag > Self.toleratedLag, !isBehind {
            isBehind = true
            return .behind(seconds: lag)
        }
        guard lag <= 0, isBehind else { return nil }
        isBehind = false
        return .caughtUp
    }
}
