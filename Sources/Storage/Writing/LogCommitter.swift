import Chat

/// The rules of a ``LogWriter``: what is stored next, and with ``UnstoredEntries`` what is refused and what waits where the disk fails. Knows no
/// queue, and of time only how long an attempt took.
struct LogCommitter {
    private let log: any EventLog
    private let limits: LogWriter.Bounds
    private var unstored: UnstoredEntries
    /// The failure of the last attempt; nil where that stored all.
    private var lastFailure: LogError?
    private var isClosed = false
    private var lost = 0
    /// The number of entries that were submitted and are settled.
    private var through = 0

    private var nextDelay: Int
    private var isRetryDue = false

    init(log: any EventLog, limits: LogWriter.Bounds) {
        self.log = log
        self.limits = limits
        unstored = UnstoredEntries(limit: limits.backlog)
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
        guard !unstored.waiting.isEmpty else { return [] }
        let (count, failure) = (unstored.waiting.count, lastFailure)
        let commitResult = attempt([])
        let isChanged = unstored.waiting.count != count || lastFailure != failure || commitResult.lost > 0
        return isChanged ? [commitResult] : []
    }

    /// Does something with the log, and tries again to store what waits before that.
    ///
    /// - Parameter failsBehindBacklog: true for work that must not pass over what waits: where something waits even so, the work is not
    ///   done, and fails for the same reason.
    mutating func performAfterRetry<Answer>(
        failsBehindBacklog: Bool, work: (any EventLog) throws(LogError) -> Answer
    ) -> (commitResults: [CommitResult], answer: Result<Answer, LogError>) {
        let commitResults = retry()
        if failsBehindBacklog, let lastFailure, !unstored.waiting.isEmpty {
            return (commitResults, .failure(lastFailure))
        }
        return (commitResults, ask(work))
    }

    /// ``retry()`` for a timer that was armed by ``takeRetryDelay()``; or, where nothing waits, a look if the log can be written again.
    mutating func retryWhenDue() -> [CommitResult] {
        isRetryDue = false
        guard !isClosed else { return [] }
        return unstored.waiting.isEmpty ? probe() : retry()
    }

    /// Says nothing unless something changed.
    private mutating func probe() -> [CommitResult] {
        guard let failure = lastFailure else { return [] }
        do throws(LogError) {
            try log.probe()
            lastFailure = nil
        } catch {
            lastFailure = error
        }
        guard lastFailure != failure else { return [] }
        return [CommitResult(through: through, failure: lastFailure, recovered: lastFailure == nil)]
    }

    /// After how many milliseconds to call ``retryWhenDue()``; nothing if that is not needed or already on its way.
    mutating func takeRetryDelay() -> Int? {
        guard lastFailure != nil, !isRetryDue, !isClosed else { return nil }
        isRetryDue = true
        defer { nextDelay = min(nextDelay * 2, limits.retry.upperBound) }
        return nextDelay
    }

    /// Makes one last attempt and closes the engine. Facts that could not be stored are lost.
    mutating func close() -> (commitResults: [CommitResult], failure: LogError?) {
        guard !isClosed else { return ([], nil) }
        var commitResults: [CommitResult] = []
        if !unstored.waiting.isEmpty {
            var last = attempt([])
            last.lost += unstored.take().count
            last.waiting = 0
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
        var stored: [CommitResult.StoredGroup] = []
        var pending = unstored.take() + group
        while !pending.isEmpty, failure == nil {
            let part = Array(pending.prefix(limits.group))
            do throws(LogError) {
                let begin = ContinuousClock.now
                try log.append(part)
                let nanoseconds = Int64(clamping: Int((ContinuousClock.now - begin) / .nanoseconds(1)))
                stored.append(.init(entryCount: part.count, nanoseconds: nanoseconds))
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
        let outcome = unstored.keep(pending)
        refused += outcome.refused
        lost += outcome.lost
        defer {
            lastFailure = failure
            lost = 0
        }
        let recovered = lastFailure != nil && failure == nil
        // A disk that is full may take a probe, and then nothing more: only what is stored makes the delay short again.
        if failure == nil, !stored.isEmpty { nextDelay = limits.retry.lowerBound }
        return CommitResult(
            through: through, refused: refused, failure: failure, fault: failure == nil ? fault : nil,
            waiting: unstored.waiting.count, lost: lost, recovered: recovered, stored: stored)
    }
}
