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
        try Self.check("members", members, 2...Self.mostSessions)
        guard rooms * members <= Self.mostSessions else {
            throw .outOfBounds(
                "--rooms \(rooms) of --members \(members) are \(rooms * members) sessions: \(Self.mostSessions) at most"
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

    struct Ear: Listener {
        var tally: Tally

        @inline(__always)
        mutating func heard(_ line: Heard, by session: Int, at time: UInt64) {
            _ = tally.count(line, by: session)
        }
    }

    package func run(at place: Place, _ progress: (Double) -> Void) throws(BenchError) -> Figures {
        let sessions = (0..<rooms * members).map { Session(room: Room.name($0 / members)) }
        var crowd = try Crowd(sessions, at: place, ear: Ear(tally: Tally(sessions: sessions.count)))
        try crowd.open { progress($0 / 2) }
        try crowd.settle(place.process)
        let (processor, ownProcessor) = (place.process?.processorSeconds, OwnProcess.processorSeconds)
        let (talk, elapsed) = try speak(in: &crowd) { progress(0.5 + $0 / 2) }
        let own = OwnProcess.processorSeconds - ownProcessor
        try crowd.settle(place.process)
        try crowd.ear.tally.check(talk.shares(of: crowd.sessions), place.target)
        let deliveries = crowd.ear.tally.total
        var figures = Figures(mode)
        figures.add("sessions", "sessions", sessions.count)
        figures.add("rooms", "rooms", rooms)
        figures.add("window", "messages under way", window)
        figures.add("bytes", "bytes a message", bytes)
        figures.add("seconds", "seconds", elapsed, precision: 2)
        figures.add("messages_per_second", "messages a second", Double(talk.messages) / elapsed)
        figures.add("deliveries_per_second", "deliveries a second", Double(deliveries) / elapsed)
        figures.add(
            "load_cpu_us_per_delivery", "processor of the load a delivery, us", own * 1e6 / Double(max(1, deliveries)),
            precision: 3)
        figures.add(place.process, since: processor, for: deliveries)
        return figures
    }

    /// What was said, and the seconds until the last was delivered.
    private func speak(
        in crowd: inout Crowd<Ear>, _ progress: (Double) -> Void
    ) throws(BenchError) -> (talk: Talk, seconds: Double) {
        // A room's speakers after one another: people answer each other, and a server may send what is close together in one.
        let speakers = (0..<rooms).flatMap { room in
            (0..<senders).map { (session: room * members + $0, room: Room.name(room)) }
        }
        var talk = Talk(speakers, window: window, bytes: bytes, others: members - 1)
        let start = Monotonic.now()
        let end = start + UInt64(seconds * 1e9)
        var (now, turns) = (start, 0)
        var patience = crowd.newPatience()
        while now < end || crowd.ear.tally.total < talk.expected {
            if now < end { talk.topUp(&crowd, deliveries: crowd.ear.tally.total) }
            try crowd.turn(waiting: Patience.glance)
            now = Monotonic.now()
            guard patience.lasts(crowd.ear.tally.total) else {
                throw .stalled(crowd.target, got: crowd.ear.tally.total, expected: talk.expected)
            }
            turns += 1
            if turns % 256 == 0 { progress(min(1, Double(now - start) / (seconds * 1e9))) }
        }
        return (talk, Double(now - start) / 1e9)
    }
}
