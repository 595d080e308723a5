import Glibc
import Protocol
import Synchronization
import Transport

/// The clocks of this machine.
package struct SystemClock: MachineClock {
    package init() {}

    package var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    package var monotonic: Int64 { Int64(clamping: MonotonicClock.now()) }

    package func localOffset(_ moment: Timestamp) -> Int { Self.offsets.at(moment) }

    private static let offsets = LocalOffsets()
}

/// Remembers the offset of the quarter of an hour last asked for: no time zone changes within one.
private final class LocalOffsets: Sendable {
    private let last = Mutex<(quarter: Int64, offset: Int)>((.min, 0))

    func at(_ moment: Timestamp) -> Int {
        let quarter = moment.seconds / 900
        return last.withLock { last in
            if last.quarter != quarter {
                var seconds = time_t(moment.seconds)
                var parts = tm()
                localtime_r(&seconds, &parts)
                last = (quarter, parts.tm_gmtoff)
            }
            return last.offset
        }
    }
}
