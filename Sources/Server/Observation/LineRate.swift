import Protocol

/// The number of lines that are said in a second, from a count that only grows: the mean of the last minute, or of the time since the start where that
/// is shorter.
struct LineRate {
    private struct Sample {
        let time: Timestamp
        let total: Int
    }

    /// At most one for each second, the oldest first: one that is a minute old or older, and those since.
    private var samples: [Sample]
    /// In milliseconds.
    private static let span: Int64 = 60_000

    /// - Parameter time: now, by a clock that is not set; nothing has been said before.
    init(startingAt time: Timestamp) { samples = [Sample(time: time, total: 0)] }

    /// To be called once a second or so.
    ///
    /// - Parameter total: the number of lines that have been said since the start.
    mutating func note(_ total: Int, at time: Timestamp) {
        guard let last = samples.last, time.milliseconds(since: last.time) >= 1000 else { return }
        samples.append(Sample(time: time, total: total))
        let surplus = samples.dropFirst().prefix { time.milliseconds(since: $0.time) >= Self.span }.count
        samples.removeFirst(surplus)
    }

    /// Lines a second. Less than a second after the start they count as said in a whole second.
    func perSecond(_ total: Int, at time: Timestamp) -> Double {
        guard let first = samples.first else { return 0 }
        let age = time.milliseconds(since: first.time)
        guard age > Self.span else { return Double(max(total - first.total, 0)) * 1000 / Double(max(age, 1000)) }
        // Between two samples the lines count as spread evenly.
        let second = samples.dropFirst().first ?? Sample(time: time, total: total)
        let passed = Double(age - Self.span) / Double(max(second.time.milliseconds(since: first.time), 1))
        let start = Double(first.total) + Double(second.total - first.total) * min(passed, 1)
        return max(Double(total) - start, 0) * 1000 / Double(Self.span)
    }
}
