import Protocol
import Synchronization
import TerminalApp

/// A clock that stands still until a test lets time pass. It begins at noon of Tuesday 3 October 2023, in Greenwich.
final class FakeClock: MachineClock {
    private static let noon = Timestamp(iso8601: "2023-10-03T12:00:00Z")!

    private let passed = Mutex(Duration.zero)

    /// The time since the beginning.
    var elapsed: Duration {
        get { passed.withLock { $0 } }
        set { passed.withLock { $0 = newValue } }
    }

    var now: Timestamp { Timestamp(milliseconds: Self.noon.milliseconds + monotonic / 1_000_000) }

    /// An hour has passed since the machine was started.
    var monotonic: Int64 {
        let (seconds, attoseconds) = elapsed.components
        return (3600 + seconds) * 1_000_000_000 + attoseconds / 1_000_000_000
    }

    func localOffset(_ moment: Timestamp) -> Int { 0 }
}
