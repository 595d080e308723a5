import Glibc
import Transport

/// Many sessions that do nothing: how fast they come in, and what each of them costs.
package struct Idle: Load {
    package static let name = "idle"

    package var sessions: Int
    /// How long they stay.
    package var seconds: Double

    package init(sessions: Int, seconds: Double) throws(BenchError) {
        try Self.check("sessions", sessions, 1...Self.mostSessions)
        try Self.check("seconds", seconds, 0.1...600)
        (self.sessions, self.seconds) = (sessions, seconds)
    }

    package func run(at place: Place, _ progress: (Double) -> Void) throws(BenchError) -> Figures {
        let before = (bytes: place.process?.residentBytes, processor: place.process?.processorSeconds)
        var crowd = try Crowd((0..<sessions).map { _ in Session() }, at: place, ear: DeafEar())
        let start = Monotonic.now()
        try crowd.open(progress)
        let opened = Double(Monotonic.now() - start) / 1e9
        try crowd.settle(place.process)
        let end = Monotonic.now() + UInt64(seconds * 1e9)
        while Monotonic.now() < end { try crowd.turn(waiting: Patience.glance) }
        var figures = Figures(Self.name)
        figures.add("sessions", "sessions", sessions)
        figures.add("sessions_per_second", "sessions let in a second", Double(sessions) / opened)
        if let process = place.process, let bytes = before.bytes, let processor = before.processor {
            figures.add(
                "bytes_per_session", "memory a session, bytes",
                Double(process.residentBytes - bytes) / Double(sessions))
            figures.add(
                "cpu_us_per_session", "processor a session, us",
                (process.processorSeconds - processor) * 1e6 / Double(sessions))
        }
        return figures
    }
}
