import Glibc

/// The clock that only goes forward, in nanoseconds.
package enum Monotonic {
    package static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    static func after(_ duration: Duration) -> UInt64 {
        now() + duration.nanoseconds
    }
}

extension Duration {
    /// Rounded down; nothing for a negative duration.
    var nanoseconds: UInt64 {
        let (seconds, attoseconds) = components
        return seconds < 0 ? 0 : UInt64(seconds) * 1_000_000_000 + UInt64(max(0, attoseconds) / 1_000_000_000)
    }
}
