import Glibc
import Protocol

/// The system's clock, which may be set while the server runs.
enum WallClock {
    static func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}

/// A clock that shows the system's time when the program began, and from then on only counts: it is not set, and goes on while the
/// machine sleeps. What the server's rules are told of has its time.
enum SteadyClock {
    static func now() -> Timestamp { Timestamp(milliseconds: begin + counter()) }

    /// The milliseconds that the wall clock showed when the counter was 0.
    private static let begin = WallClock.now().milliseconds - counter()

    private static func counter() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
