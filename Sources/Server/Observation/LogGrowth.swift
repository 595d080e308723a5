import Protocol

/// The growth of the files of the history, by their size an hour at a time, over a day.
struct LogGrowth {
    private struct Sample {
        let time: Timestamp
        let bytes: Int64
    }

    /// One for each hour, the oldest first: one that is a day old or older, and those since.
    private var samples: [Sample] = []
    /// In seconds.
    private static let interval: Int64 = 3600
    private static let day: Int64 = 86_400

    /// True where the size is to be noted.
    func isDue(at time: Timestamp) -> Bool {
        samples.last.map { time.seconds(since: $0.time) >= Self.interval } ?? true
    }

    mutating func note(_ bytes: Int64, at time: Timestamp) {
        guard isDue(at: time) else { return }
        samples.append(Sample(time: time, bytes: bytes))
        let surplus = samples.dropFirst().prefix { time.seconds(since: $0.time) >= Self.day }.count
        samples.removeFirst(surplus)
    }

    /// Bytes a day, negative where the files shrink; nil where not even an hour is known.
    func perDay(_ bytes: Int64, at time: Timestamp) -> Int64? {
        guard let first = samples.first else { return nil }
        let seconds = time.seconds(since: first.time)
        let (difference, overflows) = bytes.subtractingReportingOverflow(first.bytes)
        guard seconds >= Self.interval, !overflows else { return nil }
        let rate = (Double(difference) * Double(Self.day) / Double(seconds)).rounded()
        return Int64(exactly: rate)
    }
}
