import Chat
import Dispatch
import Synchronization

/// Stores what is submitted, in groups: while one transaction is being committed, all that is submitted waits and goes into
/// the next.
///
/// 1. ``submit(_:)`` never waits for the log. With nothing pending, a commit begins at once.
/// 2. Each ``CommitResult`` comes in the order of submission, on the queue that was given, and never before what it tells of is
///    durable or refused.
/// 3. If a group cannot be stored: what is said is refused for good; facts count as settled and wait, bounded.
/// 4. What waits is stored before anything newer: with the next submission, or after a delay that grows to five seconds. What is
///    saved or erased fails as long as something waits. Where nothing waits, it is tried after the same delays if the log can be written.
///
/// The engine belongs to the writer. All its uses are on the writer's own queue, one after the other.
package final class LogWriter: Sendable {
    /// The bounds of a writer.
    package struct Bounds: Hashable, Sendable {
        /// The most entries, events and changes alike, that go into one transaction.
        package var group = 4096
        /// The most facts that wait for a log that fails; above that the oldest are given up.
        package var backlog = 65_536
        /// The first and the longest delay between two attempts, in milliseconds.
        package var retry = 100...5000

        package init() {}
    }

    /// The end of the log when the writer took it over.
    package let end: LogEnd

    private let queue = DispatchQueue(label: "grillo.log", qos: .userInitiated)
    private let delivery: DispatchQueue
    private let onCommit: @Sendable (CommitResult) -> Void
    private let limits: Bounds
    private let pending = Mutex(PendingEntries())
    /// Taken on `queue` only, so nobody ever waits for it.
    private let committer: Mutex<LogCommitter>

    private struct PendingEntries {
        var entries: [LogEntry] = []
        /// True while a turn on the queue is due.
        var isScheduled = false
    }

    /// - Parameters:
    ///   - log: nobody else uses it from now on.
    ///   - queue: a serial queue; `onCommit` is called on it.
    package init(
        log: sending any EventLog, limits: Bounds = Bounds(), deliverOn queue: DispatchQueue,
        onCommit: @escaping @Sendable (CommitResult) -> Void
    ) {
        end = log.end
        delivery = queue
        self.onCommit = onCommit
        self.limits = limits
        committer = Mutex(LogCommitter(log: log, limits: limits))
    }

    /// Hands events over to be stored. Their numbers rise, from one call to the next too. Never blocks.
    package func submit(_ events: [Event]) {
        submit(events.map(LogEntry.event))
    }

    /// Hands events and changes over to be stored, in this order. Never blocks.
    ///
    /// A change is a fact: where the log fails it waits, and is stored with what waits. A ``CommitResult`` counts both.
    package func submit(_ entries: [LogEntry]) {
        guard !entries.isEmpty else { return }
        let mustWake = pending.withLock { pending in
            pending.entries.append(contentsOf: entries)
            defer { pending.isScheduled = true }
            return !pending.isScheduled
        }
        if mustWake { queue.async { self.turn() } }
    }

    /// Reads the log between two groups, and answers on the queue where the results of commits arrive.
    /// It sees all that was stored before; facts that wait are not in the log.
    package func perform<Answer: Sendable>(
        _ question: @escaping @Sendable (any EventLog) throws(LogError) -> Answer,
        then answer: @escaping @Sendable (Result<Answer, LogError>) -> Void
    ) {
        queue.async {
            let result = self.committer.withLock { committer in committer.ask(question) }
            self.delivery.async { answer(result) }
        }
    }

    /// Stores changes that may be refused: where somebody waits to hear whether an account is made, say. All of them are
    /// durable when the answer is good, and none of them ever is when it is not. They come behind all that was submitted: where some
    /// of that waits and still cannot be stored, they are refused.
    package func save(
        _ changes: [RegistryChange], then answer: @escaping @Sendable (Result<Void, LogError>) -> Void
    ) {
        queue.async {
            while self.commitGroup() {}
            let (commitResults, result) = self.committer.withLock { committer in
                committer.performAfterRetry(failsBehindBacklog: true) { log throws(LogError) in
                    try log.append(changes.map(LogEntry.change))
                }
            }
            self.deliver(commitResults)
            self.delivery.async { answer(result) }
        }
    }

    /// Does a long piece of work on the log in portions, with as long a pause after each as it took. A portion returns true if there is
    /// more to do. What was submitted, and what waits, is stored before each, or it is at least tried.
    ///
    /// - Parameter failsBehindBacklog: true for work that must not pass over what waits: it fails where some of that still cannot be stored.
    package func performInPortions(
        failsBehindBacklog: Bool, portion: @escaping @Sendable (any EventLog) throws(LogError) -> Bool,
        then answer: @escaping @Sendable (Result<Void, LogError>) -> Void
    ) {
        queue.async {
            while self.commitGroup() {}
            let begin = DispatchTime.now()
            let (commitResults, result) = self.committer.withLock { committer in
                committer.performAfterRetry(failsBehindBacklog: failsBehindBacklog, work: portion)
            }
            self.deliver(commitResults)
            switch result {
            case .success(true):
                let end = DispatchTime.now()
                let pause = Int(end.uptimeNanoseconds - begin.uptimeNanoseconds)
                self.queue.asyncAfter(deadline: end + .nanoseconds(pause)) {
                    self.performInPortions(failsBehindBacklog: failsBehindBacklog, portion: portion, then: answer)
                }
            case .success(false): self.delivery.async { answer(.success(())) }
            case .failure(let error): self.delivery.async { answer(.failure(error)) }
            }
        }
    }

    /// Does ``EventLog/clean(_:)``. Answers on the log's queue.
    func clean(_ shards: [StaleShard], then answer: @escaping @Sendable (Bool) -> Void) {
        queue.async {
            let result = self.committer.withLock { committer in
                committer.ask { log throws(LogError) in try log.clean(shards) }
            }
            answer((try? result.get()) ?? false)
        }
    }

    /// Waits until everything submitted before is stored, refused or waits. The results are then on the delivery queue.
    /// Not to be called there if that queue must stay responsive.
    package func flush() {
        queue.sync { while commitGroup() {} }
    }

    /// Flushes, makes one last attempt to store what waits, and closes the engine. What is submitted afterwards is refused.
    package func close() throws(LogError) {
        let failure: LogError? = queue.sync {
            while commitGroup() {}
            let (commitResults, failure) = committer.withLock { $0.close() }
            deliver(commitResults)
            return failure
        }
        if let failure { throw failure }
    }

    // MARK: On the queue

    /// One group, then whoever else waits for the queue.
    private func turn() {
        if commitGroup() { queue.async { self.turn() } }
    }

    /// Stores the next group. False if there was nothing to store.
    private func commitGroup() -> Bool {
        let entries = pending.withLock { pending in
            if pending.entries.count <= limits.group {
                let all = pending.entries
                pending.entries = []
                if all.isEmpty { pending.isScheduled = false }
                return all
            }
            let some = Array(pending.entries.prefix(limits.group))
            pending.entries.removeFirst(limits.group)
            return some
        }
        guard !entries.isEmpty else { return false }
        deliver(committer.withLock { $0.commit(entries) })
        return true
    }

    private func deliver(_ commitResults: [CommitResult]) {
        for commitResult in commitResults { delivery.async { self.onCommit(commitResult) } }
        guard let delay = committer.withLock({ $0.takeRetryDelay() }) else { return }
        queue.asyncAfter(deadline: .now() + .milliseconds(delay)) { [weak self] in
            guard let self else { return }
            deliver(committer.withLock { $0.retryWhenDue() })
        }
    }
}
