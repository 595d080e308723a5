import Glibc
import Transport

/// Many sessions that do nothing: how fast they come in, and what each of them costs.
package struct Idle: Load {
    package static let name = "idle"

    package var sessions: Int
    /// How long they stay.
    package var seconds: Double

    package init(sessions: Int, seconds: Double) throws(BenchError) {
        try Self.check("sessions", sessions, 1...Self.maxSessions)
        try Self.check("seconds", seconds, 0.1...600)
        (self.sessions, self.seconds) = (sessions, seconds)
    }

    package func run(at place: LoadTarget, _ progress: (Double) -> Void) throws(BenchError) -> LoadReport {
        let before = (bytes: place.process?.residentBytes, processor: place.process?.processorSeconds)
        var pool = try SessionPool((0..<sessions).map { _ in LoadSession() }, at: place, observer: NullObserver())
        let start = MonotonicClock.now()
        try pool.open(progress)
        let opened = Double(MonotonicClock.now() - start) / 1e9
        try pool.waitUntilIdle(place.process)
        let end = MonotonicClock.now() + UInt64(seconds * 1e9)
        while MonotonicClock.now() < end { try pool.turn(waiting: StallTimer.pollTimeout) }
        var report = LoadReport(Self.name)
        report.add("sessions", "sessions", sessions)
        report.add("sessions_per_second", "sessions let in a second", Double(sessions) / opened)
        if let process = place.process, let bytes = before.bytes, let processor = before.processor {
            report.add(
                "bytes_per_session", "memory a session, bytes",
                Double(process.residentBytes - bytes) / Double(sessions))
            report.add(
                "cpu_us_per_session", "processor a session, us",
                (process.processorSeconds - processor) * 1e6 / Double(sessions))
        }
        return report
    }
}
