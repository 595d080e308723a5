import Glibc
import Transport

/// Everybody comes back at once and joins the same room, as after a restart.
///
/// Who is not answered, because the server's backlog is full, knocks again a moment later.
package struct Storm: Load {
    package static let name = "storm"

    package var sessions: Int
    /// How many are on their way in at once.
    package var atOnce: Int

    /// - Parameter atOnce: nil for all.
    package init(sessions: Int, atOnce: Int? = nil) throws(BenchError) {
        try Self.check("sessions", sessions, 1...Self.mostSessions)
        try Self.check("at-once", atOnce ?? sessions, 1...Self.mostSessions)
        (self.sessions, self.atOnce) = (sessions, atOnce ?? sessions)
    }

    package func run(at place: Place, _ progress: (Double) -> Void) throws(BenchError) -> Figures {
        let processor = place.process?.processorSeconds
        var crowd = try Crowd((0..<sessions).map { _ in Session(room: Room.name(0)) }, at: place, ear: DeafEar())
        let start = Monotonic.now()
        try crowd.open(atOnce: atOnce, progress)
        let seconds = Double(Monotonic.now() - start) / 1e9
        try crowd.settle(place.process)
        var figures = Figures(Self.name)
        figures.add("sessions", "sessions in one room", sessions)
        figures.add("seconds", "seconds until all are in", seconds, precision: 3)
        figures.add("joins_per_second", "joins a second", Double(sessions) / seconds)
        if let process = place.process, let processor {
            figures.add("cpu_seconds", "processor, seconds", process.processorSeconds - processor, precision: 2)
        }
        return figures
    }
}
