import Protocol

/// The session's knowledge of time: the server's `time` tags, the last tick, and the person's offset from UTC.
struct SessionClock: Sendable {
    private var reader = ServerTimeReader()
    /// When time passed last.
    private(set) var lastTick: Timestamp?
    /// How far the person's clock is ahead of UTC, for times they write.
    var utcOffsetSeconds = 0

    /// Reads a `time` tag; nil where it is no time.
    mutating func read(_ tag: String) -> Timestamp? { reader.read(tag) }

    /// Time has passed.
    ///
    /// - Returns: true if the clock was set back since the last tick.
    mutating func tick(at now: Timestamp) -> Bool {
        defer { lastTick = now }
        return lastTick.map { now < $0 } ?? false
    }
}
