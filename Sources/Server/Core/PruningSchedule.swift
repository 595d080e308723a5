import Protocol
import Storage

/// When what is older, or more, than is to be kept is looked for: at once when that is decided, and then once a minute; more
/// often where what is kept is shorter than a few.
struct PruningSchedule {
    /// What is to be kept.
    var retention: Retention {
        didSet { if retention != oldValue { due = nil } }
    }
    private var due: Timestamp?

    init(_ retention: Retention = .forEver) { self.retention = retention }

    /// Whether it is time. True only once for each.
    mutating func isDue(at time: Timestamp) -> Bool {
        guard retention != .forEver else { return false }
        if let due, time < due, due.seconds(since: time) <= interval { return false }
        due = time.advanced(bySeconds: interval)
        return true
    }

    /// In seconds.
    private var interval: Int64 { retention.age.map { min(max($0 / 4, 1), 60) } ?? 60 }
}
