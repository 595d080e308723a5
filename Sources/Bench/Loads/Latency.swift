import Glibc
import Histogram
import Transport

/// How long a message takes, in an open loop: messages are sent by the clock, whether the ones before have come or not.
///
/// Each carries the moment at which it was due. A server (or a generator) that pauses makes the messages of its pause
/// late, and late they are counted: nothing is left out because its predecessor was slow.
package struct Latency: Load {
    package static let name = "latency"

    package var members: Int
    /// Messages a second.
    package var rate: Double
    /// For how many seconds they are sent before they are counted, and then for how many more.
    package var warmUp: Double
    package var seconds: Double
    /// Of a message's text.
    package var bytes: Int

    package init(members: Int, rate: Double, warmUp: Double = 1, seconds: Double, bytes: Int) throws(BenchError) {
        try Self.check("members", members, 2...Self.maxSessions)
        try Self.check("rate", rate, 1...100_000)
        try Self.check("warm-up", warmUp, 0...600)
        try Self.check("seconds", seconds, 0.1...600)
        try Self.check("bytes", bytes, 24...400)
        (self.members, self.rate, self.bytes) = (members, rate, bytes)
        (self.warmUp, self.seconds) = (warmUp, seconds)
    }

    struct Observer: LineObserver {
        var counter: DeliveryCounter
        /// The time, in nanoseconds, from which messages count: those that were due before do not.
        var countedFrom = UInt64.max
        /// Of nanoseconds, up to a minute.
        var delays = Histogram<UInt64>(highestTrackableValue: 60_000_000_000, numberOfSignificantValueDigits: .three)

        init(sessions: Int) { counter = DeliveryCounter(sessions: sessions) }

        mutating func lineReceived(_ line: ReceivedLine, by session: Int, at time: UInt64) {
            guard counter.count(line, by: session) else { return }
            var due: UInt64 = 0
            for byte in line.text {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { break }
                due = due &* 10 &+ UInt64(byte & 15)
            }
            if due >= countedFrom { _ = delays.record(min(time - min(time, due), 60_000_000_000)) }
        }
    }

    package func run(at place: LoadTarget, _ progress: (Double) -> Void) throws(BenchError) -> LoadReport {
        let sessions = (0..<members).map { _ in LoadSession(room: Room.name(0)) }
        var pool = try SessionPool(sessions, at: place, observer: Observer(sessions: members))
        try pool.open { progress($0 / 4) }
        try pool.waitUntilIdle(place.process)
        let processor = place.process?.processorSeconds
        let (sent, rate) = try speak(in: &pool) { progress(0.25 + $0 * 0.75) }
        try pool.waitUntilIdle(place.process)
        try pool.observer.counter.check((0..<members).map { $0 == 0 ? 0 : sent }, place.target)
        let delays = pool.observer.delays
        var report = LoadReport(Self.name)
        report.add("sessions", "sessions", members)
        report.add("rate", "messages a second, as they were sent", rate)
        report.add("deliveries", "deliveries counted", Int(delays.totalCount))
        for (key, label, part) in [
            ("p50_us", "half within, us", 50.0), ("p99_us", "99 % within, us", 99),
            ("p999_us", "99.9 % within, us", 99.9),
        ] {
            report.add(key, label, Double(delays.valueAtPercentile(part)) / 1000)
        }
        report.add("max_us", "all within, us", Double(delays.max) / 1000)
        report.add(place.process, since: processor, for: pool.observer.counter.total)
        return report
    }

    /// How many were sent, and how many a second.
    private func speak(
        in pool: inout SessionPool<Observer>, _ progress: (Double) -> Void
    ) throws(BenchError) -> (sent: Int, rate: Double) {
        let interval = 1e9 / rate
        let uncounted = Int(warmUp * rate)
        let count = uncounted + max(1, Int(seconds * rate))
        let expected = count * (members - 1)
        let start = MonotonicClock.now()
        pool.observer.countedFrom = start + UInt64(Double(uncounted) * interval)
        var (sent, last) = (0, start)
        var stallTimer = pool.newStallTimer()
        while sent < count || pool.observer.counter.total < expected {
            let due = start + UInt64(Double(sent) * interval)
            let now = MonotonicClock.now()
            if sent < count, now >= due {
                let stamp = String(due)
                let rest = String(repeating: "x", count: bytes - stamp.utf8.count - 1)
                pool.sendLine("PRIVMSG \(Room.name(0)) :\(stamp) \(rest)", from: 0)
                (sent, last) = (sent + 1, now)
                progress(Double(sent) / Double(count))
                // Also where it cannot keep up: what has come is read when it has come.
                try pool.turn(waiting: 0)
            } else {
                try pool.turn(
                    waiting: sent < count ? min(Int64(due - now), StallTimer.pollTimeout) : StallTimer.pollTimeout)
            }
            guard stallTimer.mayWait(sent + pool.observer.counter.total) else {
                throw .stalled(pool.target, got: pool.observer.counter.total, expected: expected)
            }
        }
        return (count, count > 1 ? Double(count - 1) * 1e9 / Double(max(1, last - start)) : rate)
    }
}
