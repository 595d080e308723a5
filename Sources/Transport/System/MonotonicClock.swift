import Glibc

/// The clock that only goes forward, in nanoseconds.
package enum MonotonicClock {
    package static func now() -> UInt64 {
        var time = timespec()
        // It cannot fail for a clock that there is, and does not begin before 0.
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(clamping: time.tv_sec) * 1_000_000_000 + UInt64(clamping: time.tv_nsec)
    }

    /// The nanoseconds since an earlier moment; 0 where that is not the earlier one.
    package static func since(_ earlier: UInt64) -> UInt64 {
        let now = now()
        return now > earlier ? now - earlier : 0
    }

    static func after(_ duration: Duration) -> UInt64 {
        let (sum, overflows) = now().addingReportingOverflow(duration.nanoseconds)
        return overflows ? .max : sum
    }
}

extension Duration {
    /// Rounded down; 0 for a negative duration, and a hundred years for a longer one.
    var nanoseconds: UInt64 {
        let (seconds, attoseconds) = components
        let longest: Int64 = 100 * 366 * 86_400
        guard (0..<longest).contains(seconds) else { return seconds < 0 ? 0 : UInt64(longest) * 1_000_000_000 }
        return UInt64(seconds) * 1_000_000_000 + UInt64(max(0, attoseconds) / 1_000_000_000)
    }
}
