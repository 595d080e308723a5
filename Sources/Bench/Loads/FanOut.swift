import Glibc
import Transport

/// As fast as it goes: in every room some speak and all others hear it.
package struct FanOut: Load {
    package static let name = "fan-out"

    /// As the command line has it.
    package var mode: String
    package var rooms: Int
    /// Sessions in a room, and how many of them speak.
    package var members: Int
    package var senders: Int
    /// Messages that may be under way at once.
    package var window: Int
    /// Of a message's text.
    package var bytes: Int
    /// How long new messages are sent; the last ones are waited for.
    package var seconds: Double

    package init(
        _ mode: String = Self.name, rooms: Int, members: Int, senders: Int, window: Int, bytes: Int, seconds: Double
    ) throws(BenchError) {
        try Self.check("rooms", rooms, 1...10_000)
        try Self.check("members", members, 2...Self.maxSessions)
        guard rooms * members <= Self.maxSessions else {
            throw .outOfBounds(
                "--rooms \(rooms) of --members \(members) are \(rooms * members) sessions: \(Self.maxSessions) at most"
            )
        }
        try Self.check("senders", senders, 1...members)
        try Self.check("window", window, 1...100_000)
        try Self.check("bytes", bytes, 1...400)
        try Self.check("seconds", seconds, 0.1...600)
        self.mode = mode
        (self.rooms, self.members, self.senders) = (rooms, members, senders)
        (self.window, self.bytes, self.seconds) = (window, bytes, seconds)
    }

    struct Observer: LineObserver {
        var counter: DeliveryCounter

        @inline(__always)
        mutating func lineReceived(_ line: ReceivedLine, by session: Int, at time: UInt64) {
            _ = counter.count(line, by: session)
        }
    }

    package func run(at place: LoadTarget, _ progress: (Double) -> Void) throws(BenchError) -> LoadReport {
        let sessions = (0..<rooms * members).map { LoadSession(room: Room.name($0 / members)) }
        var pool = try SessionPool(
            sessions, at: place, observer: Observer(counter: DeliveryCounter(sessions: sessions.count)))
        try pool.open { progress($0 / 2) }
        try pool.waitUntilIdle(place.process)
        let (processor, ownProcessor) = (place.process?.processorSeconds, OwnProcess.processorSeconds)
        let (generator, elapsed) = try speak(in: &pool) { progress(0.5 + $0 / 2) }
        let own = OwnProcess.processorSeconds - ownProcessor
        try pool.waitUntilIdle(place.process)
        try pool.observer.counter.check(generator.shares(of: pool.sessions), place.target)
        let deliveries = pool.observer.counter.total
        var report = LoadReport(mode)
        report.add("sessions", "sessions", sessions.count)
        report.add("rooms", "rooms", rooms)
        report.add("window", "messages under way", window)
        report.add("bytes", "bytes a message", bytes)
        report.add("seconds", "seconds", elapsed, precision: 2)
        report.add("messages_per_second", "messages a second", Double(generator.messages) / elapsed)
        report.add("deliveries_per_second", "deliveries a second", Double(deliveries) / elapsed)
        report.add(
            "load_cpu_us_per_delivery", "processor of the load a delivery, us", own * 1e6 / Double(max(1, deliveries)),
            precision: 3)
        report.add(place.process, since: processor, for: deliveries)
        return report
    }

    /// Says all messages.
    ///
    /// - Returns: the generator of the messages, and the seconds until the last was delivered.
    private func speak(
        in pool: inout SessionPool<Observer>, _ progress: (Double) -> Void
    ) throws(BenchError) -> (generator: MessageGenerator, seconds: Double) {
        // A room's speakers after one another: people answer each other, and a server may send what is close together in one.
        let speakers = (0..<rooms).flatMap { room in
            (0..<senders).map { (session: room * members + $0, room: Room.name(room)) }
        }
        var generator = MessageGenerator(speakers, window: window, bytes: bytes, others: members - 1)
        let start = MonotonicClock.now()
        let end = start + UInt64(seconds * 1e9)
        var (now, turns) = (start, 0)
        var stallTimer = pool.newStallTimer()
        while now < end || pool.observer.counter.total < generator.expected {
            if now < end { generator.fillWindow(&pool, deliveries: pool.observer.counter.total) }
            try pool.turn(waiting: StallTimer.pollTimeout)
            now = MonotonicClock.now()
            guard stallTimer.mayWait(pool.observer.counter.total) else {
                throw .stalled(pool.target, got: pool.observer.counter.total, expected: generator.expected)
            }
            turns += 1
            if turns % 256 == 0 { progress(min(1, Double(now - start) / (seconds * 1e9))) }
        }
        return (generator, Double(now - start) / 1e9)
    }
}
