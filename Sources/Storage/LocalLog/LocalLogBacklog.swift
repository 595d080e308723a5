/// What waits to be stored in a ``LocalLog``, in order, and what became of the last attempt. Knows no queue and no clock.
struct LocalLogBacklog {
    private let bounds: LocalLog.Bounds
    private var entries: [LocalLogEntry] = []
    /// The bytes that they take.
    private var bytes = 0
    /// The lines that were lost since all was well.
    private var lost = 0
    private var isScheduled = false
    private(set) var isFailing = false

    /// The most entries that go into one transaction.
    static let group = 512
    /// While nothing fails, so many times the bounds may wait for their turn.
    private static let burst = 8

    init(bounds: LocalLog.Bounds) { self.bounds = bounds }

    /// Takes entries in, as far as the bounds allow.
    ///
    /// - Returns: true where a turn is to be scheduled.
    mutating func add(_ new: [LocalLogEntry]) -> Bool {
        for entry in new {
            // A redaction must not be kept out by the lines before it, and there is a bound for it, too.
            let factor = (isFailing ? 1 : Self.burst) * (entry.isLine ? 1 : 2)
            let (size, limit) = (entry.size, bounds.bytes.multipliedReportingOverflow(by: factor))
            guard entries.count / factor < bounds.lines, limit.overflow || bytes + size <= limit.partialValue else {
                if entry.isLine { lost += 1 }
                continue
            }
            entries.append(entry)
            bytes += size
        }
        guard !entries.isEmpty, !isScheduled, !isFailing else { return false }
        isScheduled = true
        return true
    }

    /// The entries to store next; nil where there are none, or where they wait for the next attempt.
    mutating func next(isRetry: Bool) -> ArraySlice<LocalLogEntry>? {
        isScheduled = false
        guard !entries.isEmpty, !isFailing || isRetry else { return nil }
        return entries.prefix(Self.group)
    }

    /// The first so many entries are stored.
    ///
    /// - Returns: what there is to tell.
    mutating func noteStored(_ count: Int) -> LocalLogIncident? {
        for entry in entries.prefix(count) { bytes -= entry.size }
        entries.removeFirst(min(count, entries.count))
        guard isFailing || lost > 0 else { return nil }
        defer { (isFailing, lost) = (false, 0) }
        return .recovered(lost: lost)
    }

    /// The next entries could not be stored, and wait.
    ///
    /// - Returns: what there is to tell.
    mutating func noteFailure(_ error: LogError) -> LocalLogIncident? {
        guard !isFailing else { return nil }
        isFailing = true
        return .failing(error)
    }
}
