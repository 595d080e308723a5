import Protocol

/// When a user said something.
struct UserActivity {
    let signedOnAt: Timestamp
    /// When it last said something to others.
    private(set) var lastAt: Timestamp
    /// When it last said something in rooms where one must wait between two messages, on the clock that only counts on.
    private var lastInSlowChannels: [FoldedName: Timestamp] = [:]

    init(at time: Timestamp) {
        signedOnAt = time
        lastAt = time
    }

    mutating func spoke(at time: Timestamp) { lastAt = time }

    func lastSpoke(inSlow channel: FoldedName) -> Timestamp? { lastInSlowChannels[channel] }

    /// - Parameter capacity: the number of rooms above which those are forgotten in which it need not wait any more.
    mutating func spoke(inSlow channel: FoldedName, at time: Timestamp, capacity: Int) {
        if lastInSlowChannels.count >= capacity {
            lastInSlowChannels = lastInSlowChannels.filter {
                time.seconds(since: $0.value) < Int64(Network.slowModeRange.upperBound)
            }
        }
        lastInSlowChannels[channel] = time
    }
}
