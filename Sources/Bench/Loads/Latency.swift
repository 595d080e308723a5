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
        try Self.check("members", members, 2...Self.mostSessions)
        try Self.check("rate", rate, 1...100_000)
        try Self.check("warm-up", warmUp, 0...600)
        try Self.check("seconds", seconds, 0.1...600)
        try Self.check("bytes", bytes, 24...400)
        (self.members, self.rate, self.bytes) = (members, rate, bytes)
        (self.warmUp, self.seconds) = (warmUp, seconds)
    }

    struct Ear: Listener {
        var tally: Tally
        /// What was due before is not counted.
        var countedFrom = UInt64.max
        /// Of nanoseconds, up to a minute.
        var delays = Histogram<UInt64>(highestTrackableValue: 60_000_000_000, numberOfSignificantValueDigits: .three)

        init(sessions: Int) { tally = Tally(sessions: sessions) }

        mutating func heard(_ line: Heard, by session: Int, at time: UInt64) {
            guard tally.count(line, by: session) else { return }
            var due: UInt64 = 0
            for byte in line.text {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { break }
                due = due &* 10 &+ UInt64(byte & 15)
            }
            if due >= countedFrom { _ = delays.record(min(time - min(time, due), 60_000_000_000)) }
        }
    }

    package func run(at place: Place, _ progress: (Double) -> Void) throws(BenchError) -> Figures {
        let sessions = (0..<members).map { _ in Session(room: Room.name(0)) }
        var crowd = try Crowd(sessions, at: place, ear: Ear(sessions: members))
        try crowd.open { progress($0 / 4) }
        try crowd.settle(place.process)
        let processor = place.process?.processorSeconds
        let (sent, rate) = try speak(in: &crowd) { progress(0.25 + $0 * 0.75) }
        try crowd.settle(place.process)
        try crowd.ear.tally.check((0..<members).map { $0 == 0 ? 0 : sent }, place.target)
        let delays = crowd.ear.delays
        var figures = Figures(Self.name)
        figures.add("sessions", "sessions", members)
        figures.add("rate", "messages a second, as they were sent", rate)
        figures.add("deliveries", "deliveries counted", Int(delays.totalCount))
        for (key, label, part) in [
            ("p50_us", "half within, us", 50.0), ("p99_us", "99 % within, us", 99),
            ("p999_us", "99.9 % within, us", 99.9),
        ] {
            figures.add(key, label, Double(delays.valueAtPercentile(part)) / 1000)
        }
        figures.add("max_us", "all within, us", Double(delays.max) / 1000)
        figures.add(place.process, since: processor, for: crowd.ear.tally.total)
        return figures
    }

    /// How many were sent, and how many a second.
    private func speak(
        in crowd: inout Crowd<Ear>, _ progress: (Double) -> Void
    ) throws(BenchError) -> (sent: Int, rate: Double) {
        let interval = 1e9 / rate
        let uncounted = Int(warmUp * rate)
        let count = uncounted + max(1, Int(seconds * rate))
        let expected = count * (members - 1)
        let start = Monotonic.now()
        crowd.ear.countedFrom = start + UInt64(Double(uncounted) * interval)
        var (sent, last) = (0, start)
        var patience = crowd.newPatience()
        while sent < count || crowd.ear.tally.total < expected {
            let due = start + UInt64(Double(sent) * interval)
            let now = Monotonic.now()
            if sent < count, now >= due {
                let stamp = String(due)
                let rest = String(repeating: "x", count: bytes - stamp.utf8.count - 1)
                crowd.say("PRIVMSG \(Room.name(0)) :\(stamp) \(rest)", from: 0)
                (sent, last) = (sent + 1, now)
                progress(Double(sent) / Double(count))
                // Also where it cannot keep up: what has come is read when it has come.
                try crowd.turn(waiting: 0)
            } else {
                try crowd.turn(waiting: sent < count ? min(Int64(due - now), Patience.glance) : Patience.glance)
            }
            guard patience.lasts(sent + crowd.ear.tally.total) else {
                throw .stalled(crowd.target, got: crowd.ear.tally.total, expected: expected)
            }
        }
        return (count, count > 1 ? Double(count - 1) * 1e9 / Double(max(1, last - start)) : rate)
    }
}
