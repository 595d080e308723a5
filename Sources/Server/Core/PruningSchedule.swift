import Protocol
import Storage

/// Decides when the history is looked through for events that are older, or more, than are to be kept: at once when the bounds
/// change, and then once a minute; more often if they are kept for less than a few minutes.
struct PruningSchedule {
    /// The bounds of the history.
    var retention: Retention {
        didSet { if retention != oldValue { due = nil } }
    }
    private var due: Timestamp?

    init(_ retention: Retention = .forEver) { self.retention = retention }

    /// True if it is time to look through the history; then not again before the next time.
    mutating func isDue(at time: Timestamp) -> Bool {
        guard retention != .forEver else { return false }
        if let due, time < due, due.seconds(since: time) <= interval { return false }
        due = time.advanced(bySeconds: interval)
        return true
    }

    /// In seconds.
    private var interval: Int64 { retention.age.map { min(max($0 / 4, 1), 60) } ?? 60 }
}
