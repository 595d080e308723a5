import DequeModule
import Storage

/// The time that the log takes until it has answered for what it was handed, and how much waits because it fails. A moment is noted each time
/// that something is handed over, not for each entry.
struct LogWaits {
    private struct Submission {
        /// The number of entries that had been handed over, with it.
        var through: Int
        let at: UInt64
    }

    private var submissions: Deque<Submission> = []
    private var count = 0
    /// The entries that were shown to people and wait to be stored.
    private(set) var backlog = 0

    /// The most moments that are kept; of what comes above that, the waiting counts from the last of them.
    static let capacity = 4096

    /// Notes that so many entries are handed over.
    ///
    /// - Parameter now: nanoseconds of `MonotonicClock`, here and below.
    mutating func submitted(_ entryCount: Int, at now: UInt64) {
        count += entryCount
        if submissions.count < Self.capacity {
            submissions.append(Submission(through: count, at: now))
        } else {
            submissions[submissions.endIndex - 1].through = count
        }
    }

    /// The nanoseconds for which the oldest of what the log has not answered for has waited; 0 where it has answered for all.
    func longest(at now: UInt64) -> UInt64 { submissions.first.map { now - min(now, $0.at) } ?? 0 }

    /// Takes what the log says.
    ///
    /// - Parameter record: told the nanoseconds that something waited which the log has now answered for.
    mutating func resolve(_ commitResult: CommitResult, at now: UInt64, _ record: (UInt64) -> Void) {
        backlog = commitResult.waiting
        while let first = submissions.first, first.through <= commitResult.through {
            submissions.removeFirst()
            record(now - min(now, first.at))
        }
    }
}
