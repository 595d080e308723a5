/// What a service tells its manager. <https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html>
package enum ServiceNotification: Hashable, Sendable {
    /// It serves.
    case ready
    /// It reads its configuration again, or begins anew. ``ready`` ends that.
    ///
    /// - Parameter time: now, in nanoseconds of the clock that only goes forward.
    case reloading(time: UInt64)
    /// It is about to end.
    case stopping
    /// How it is, in words for its host.
    case status(String)
    /// It lives.
    case watchdog
    /// The id of the process that is the service.
    case mainProcess(Int32)

    /// From now on the manager is to wait so many microseconds for a sign of life.
    case watchdogTime(microseconds: UInt64)

    /// The most characters of a status that are told.
    private static let statusLimit = 200

    /// Lines of the form `NAME=value`, each with its end.
    var assignments: String {
        switch self {
        case .ready: "READY=1\n"
        case .reloading(let time): "RELOADING=1\nMONOTONIC_USEC=\(time / 1000)\n"
        case .stopping: "STOPPING=1\n"
        // What is in a line of the log can end no line here, either.
        case .status(let words): "STATUS=\(LogText.line(String(words.prefix(Self.statusLimit))))\n"
        case .watchdog: "WATCHDOG=1\n"
        case .mainProcess(let id): "MAINPID=\(id)\n"
        case .watchdogTime(let microseconds): "WATCHDOG_USEC=\(microseconds)\n"
        }
    }

    /// A word for those of which only the latest matters; nil for the others.
    var topic: String? {
        switch self {
        case .status: "status"
        case .watchdog: "watchdog"
        case .ready, .reloading, .stopping, .mainProcess, .watchdogTime: nil
        }
    }
}
