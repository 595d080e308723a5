import Chat

/// The rules of a ``LogWriter``: what is stored next, what is refused, what waits. Knows no queue and no clock.
struct LogCommitter {
    private let log: any EventLog
    private let limits: LogWriter.Bounds
    /// Facts that are shown and not stored yet, in order.
    private var backlog: [LogEntry] = []
    private var hasFailed = false
    private var isClosed = false
    private var lost = 0
    /// How many entries were submitted and are settled.
    private var through = 0

    private var nextDelay: Int
    private var isRetryDue = false

    init(log: any EventLog, limits: LogWriter.Bounds) {
        self.log = log
        self.limits = limits
        nextDelay = limits.retry.lowerBound
    }

    func ask<Answer>(_ question: (any EventLog) throws(LogError) -> Answer) -> Result<Answer, LogError> {
        do throws(LogError) {
            return .success(try question(log))
        } catch {
            return .failure(error)
        }
    }

    /// Stores what waits and then a new group, or decides what becomes of both.
    mutating func commit(_ group: [LogEntry]) -> [CommitResult] {
        through += group.count
        return [attempt(group)]
    }

    /// Tries again to store what waits. Says nothing unless something changed.
    mutating func retry() -> [CommitResult] {
        guard !backlog.isEmpty else { return [] }
        let before = backlog.count
        let commitResult = attempt([])
        return commitResult.recovered || commitResult.lost > 0 || backlog.count != before ? [commitResult] : []
    }

    /// ``retry()`` for a timer that was armed by ``takeRetryDelay()``.
    mutating func retryWhenDue() -> [CommitResult] {
        isRetryDue = false
        return isClosed ? [] : retry()
    }

    /// After how many milliseconds to call ``retryWhenDue()``; nothing if that is not needed or already on its way.
    mutating func takeRetryDelay() -> Int? {
        guard !backlog.isEmpty, !isRetryDue, !isClosed else { return nil }
        isRetryDue = true
        defer { nextDelay = min(nextDelay * 2, limits.retry.upperBound) }
        return nextDelay
    }

    /// Makes one last attempt and closes the engine. Facts that could not be stored are lost.
    mutating func close() -> (commitResults: [CommitResult], failure: LogError?) {
        guard !isClosed else { return ([], nil) }
        var commitResults: [CommitResult] = []
        if !backlog.isEmpty {
            var last = attempt([])
            last.lost += backlog.count
            last.waiting = 0
            backlog = []
            commitResults = [last]
        }
        isClosed = true
        do throws(LogError) {
            try log.close()
            return (commitResults, nil)
        } catch {
            return (commitResults, error)
        }
    }

    private mutating func attempt(_ group: [LogEntry]) -> CommitResult {
        var refused: [EventNumber] = []
        var failure: LogError?
        var fault: LogError?
        var pending = backlog + group
        backlog = []
        while !pending.isEmpty, failure == nil {
            let part = Array(pending.prefix(limits.group))
            do throws(LogError) {
                try log.append(part)
                pending.removeFirst(part.count)
            } catch .notAscending(let number) {
                // No later attempt can help this one, and it must not hold up the others.
                fault = .notAscending(number)
                if let place = pending.lastIndex(where: { $0.number == number }) {
                    if pending.remove(at: place).isStateChange { lost += 1 } else { refused.append(number) }
                } else {
                    failure = fault
                }
            } catch {
                failure = error
            }
        }
        requeueOrRefuse(pending, &refused)
        defer {
            hasFailed = failure != nil
            lost = 0
        }
        let recovered = hasFailed && failure == nil
        if recovered { nextDelay = limits.retry.lowerBound }
        return CommitResult(
            through: through, refused: refused, failure: failure ?? fault, waiting: backlog.count, lost: lost,
            recovered: recovered)
    }

    /// Sorts out what could not be stored.
    private mutating func requeueOrRefuse(_ pending: [LogEntry], _ refused: inout [EventNumber]) {
        for entry in pending {
            if let number = entry.number, !entry.isStateChange { refused.append(number) } else { backlog.append(entry) }
        }
        let excess = backlog.count - limits.backlog
        guard excess > 0 else { return }
        backlog.removeFirst(excess)
        lost += excess
    }
}
