import Logging
import Synchronization
import Transport

/// Writes down who was kept out by a limit, and why: for each reason one line in a while, for what one machine can have said of itself a
/// thousand times a second must not fill the host's disk.
///
/// It may be told things from anywhere.
final class RefusalLog: Sendable {
    private let logger: Logger
    private let quietPeriods = Mutex<[String: QuietPeriod]>([:])

    init(_ logger: Logger) { self.logger = logger }

    /// - Parameters:
    ///   - reason: one of a few sentences.
    ///   - address: whom it met this time.
    func note(_ reason: String, address: String?) {
        let now = MonotonicClock.now()
        guard let others = quietPeriods.withLock({ $0[reason, default: QuietPeriod()].take(at: now) }) else { return }
        var metadata: Logger.Metadata = [:]
        if let address { metadata["address"] = "\(address)" }
        if others > 0 { metadata["before"] = "\(others)" }
        logger.notice("\(reason)", metadata: metadata)
    }

    /// The time after a line in which no other is written for the same reason.
    struct QuietPeriod {
        private var next: UInt64 = 0
        private var unwritten = 0
        /// A minute, in nanoseconds.
        static let pause: UInt64 = 60_000_000_000

        /// Asks for a line to be written.
        ///
        /// - Parameter now: nanoseconds of `MonotonicClock`.
        /// - Returns: the number of times that no line was written since the last one; nil if none is to be written now either.
        mutating func take(at now: UInt64) -> Int? {
            guard now >= next else {
                unwritten += 1
                return nil
            }
            defer { unwritten = 0 }
            next = now + Self.pause
            return unwritten
        }
    }
}
