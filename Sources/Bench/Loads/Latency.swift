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
    /// Messages a second, and for how many seconds.
    package var rate: Double
    package var seconds: Double
    package var bytes: Int

    package init(members: Int, rate: Double, seconds: Double, bytes: Int) throws(BenchError) {
        try Self.check("members", members, 2...100_000)
        try Self.check("rate", rate, 1...100_000)
        try Self.check("seconds", seconds, 0.1...600)
        try Self.check("bytes", bytes, 24...400)
        (self.members, self.rate, self.seconds, self.bytes) = (members, rate, seconds, bytes)
    }

    struct Ear: Listener {
        /// Of nanoseconds, up to a minute.
        var delays = Histogram<UInt64>(highestTrackableValue: 60_000_000_000, numberOfSignificantValueDigits: .three)
        var deliveries = 0

        mutating func heard(_ line: Heard, by session: Int, at time: UInt64) {
            guard line.begins(with: .privmsg) else { return }
            var due: UInt64 = 0
            for byte in line.text {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { break }
                due = due &* 10 &+ UInt64(byte & 15)
            }
            deliveries += 1
            _ = delays.record(min(time - min(time, due), 60_000_000_000))
        }
    }

    package func run(at place: Place, _ progress: (Double) -> Void) throws(BenchError) -> Figures {
        var crowd = try Crowd((0..<members).map { _ in Session(room: Room.name(0)) }, at: place, ear: Ear())
        try crowd.open { progress($0 / 4) }
        try crowd.settle()
        let processor = place.process?.processorSeconds
        try speak(in: &crowd) { progress(0.25 + $0 * 0.75) }
        let delays = crowd.ear.delays
        var figures = Figures(Self.name)
        figures.add("sessions", "sessions", members)
        figures.add("rate", "messages a second", rate)
        figures.add("deliveries", "deliveries", crowd.ear.deliveries)
        for (key, label, part) in [
            ("p50_us", "half within, us", 50.0), ("p99_us", "99 % within, us", 99),
            ("p999_us", "99.9 % within, us", 99.9),
        ] {
            figures.add(key, label, Double(delays.valueAtPercentile(part)) / 1000)
        }
        figures.add("max_us", "all within, us", Double(delays.max) / 1000)
        figures.add(place.process, since: processor, for: crowd.ear.deliveries)
        return figures
    }

    private func speak(in crowd: inout Crowd<Ear>, _ progress: (Double) -> Void) throws(BenchError) {
        let interval = 1e9 / rate
        let count = max(1, Int(seconds * rate))
        let expected = count * (members - 1)
        let start = Monotonic.now()
        var sent = 0
        var patience = Patience()
        while sent < count || crowd.ear.deliveries < expected {
            let due = start + UInt64(Double(sent) * interval)
            let now = Monotonic.now()
            if sent < count, now >= due {
                let stamp = String(due)
                crowd.say("PRIVMSG \(Room.name(0)) :\(stamp) \(String(repeating: "x", count: bytes - 20))", from: 0)
                sent += 1
                progress(Double(sent) / Double(count))
            } else {
                try crowd.turn(waiting: sent < count ? min(Int64(due - now), Patience.glance) : Patience.glance)
            }
            guard patience.lasts(sent + crowd.ear.deliveries) else {
                throw .stalled(crowd.target, got: crowd.ear.deliveries, expected: expected)
            }
        }
    }
}
