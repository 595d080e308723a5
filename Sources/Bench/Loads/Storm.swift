import Glibc
import Transport

/// Everybody comes back at once and joins the same room, as after a restart.
///
/// A session that is not answered, because the server's backlog is full, knocks again a moment later.
package struct Storm: Load {
    package static let name = "storm"

    package var sessions: Int
    /// How many are on their way in at once.
    package var atOnce: Int

    /// - Parameter atOnce: nil for all.
    package init(sessions: Int, atOnce: Int? = nil) throws(BenchError) {
        try Self.check("sessions", sessions, 1...Self.maxSessions)
        try Self.check("at-once", atOnce ?? sessions, 1...Self.maxSessions)
        (self.sessions, self.atOnce) = (sessions, atOnce ?? sessions)
    }

    package func run(at place: LoadTarget, _ progress: (Double) -> Void) throws(BenchError) -> LoadReport {
        let processor = place.process?.processorSeconds
        var pool = try SessionPool(
            (0..<sessions).map { _ in LoadSession(room: Room.name(0)) }, at: place, observer: NullObserver())
        let start = MonotonicClock.now()
        try pool.open(atOnce: atOnce, progress)
        let seconds = Double(MonotonicClock.now() - start) / 1e9
        try pool.waitUntilIdle(place.process)
        var report = LoadReport(Self.name)
        report.add("sessions", "sessions in one room", sessions)
        report.add("seconds", "seconds until all are in", seconds, precision: 3)
        report.add("joins_per_second", "joins a second", Double(sessions) / seconds)
        if let process = place.process, let processor {
            report.add("cpu_seconds", "processor, seconds", process.processorSeconds - processor, precision: 2)
        }
        return report
    }
}
