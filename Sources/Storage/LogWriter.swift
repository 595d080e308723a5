import Chat
import Dispatch
import Synchronization

/// Stores what is submitted, in groups: while one transaction is being committed, all that is submitted waits and goes into
/// the next.
///
/// 1. ``submit(_:)`` never waits for the log. With nothing pending, a commit begins at once.
/// 2. Settlements come in the order of submission, on the queue that was given, and never before what they settle is
///    durable or refused.
/// 3. If a group cannot be stored: what is said is refused for good; facts count as settled and wait, bounded.
/// 4. What waits is stored before anything newer: with the next submission, or after a delay that grows to five seconds.
///
/// The engine belongs to the writer. All its uses are on the writer's own queue, one after the other.
package final class LogWriter: Sendable {
    /// The bounds of a writer.
    package struct Limits: Hashable, Sendable {
        /// How many events go into one transaction at most.
        package var group = 4096
        /// How many facts wait for a log that fails; above that the oldest are given up.
        package var backlog = 65_536
        /// The first and the longest delay between two attempts, in milliseconds.
        package var retry = 100...5000

        package init() {}
    }

    /// Where the log ended when the writer took it over.
    package let end: LogEnd

    private let queue = DispatchQueue(label: "grillo.log", qos: .userInitiated)
    private let delivery: DispatchQueue
    private let settled: @Sendable (LogSettlement) -> Void
    private let limits: Limits
    private let inbox = Mutex(Inbox())
    /// Taken on `queue` only, so nobody ever waits for it.
    private let desk: Mutex<LogDesk>

    private struct Inbox {
        var entries: [LogEntry] = []
        /// Whether a turn on the queue is due.
        var isScheduled = false
    }

    /// - Parameters:
    ///   - log: nobody else uses it from now on.
    ///   - queue: a serial queue; `settled` is called on it.
    package init(
        log: sending any EventLog, limits: Limits = Limits(), deliverOn queue: DispatchQueue,
        settled: @escaping @Sendable (LogSettlement) -> Void
    ) {
        end = log.end
        delivery = queue
        self.settled = settled
        self.limits = limits
        desk = Mutex(LogDesk(log: log, limits: limits))
    }

    /// Hands events over to be stored. Their numbers rise, from one call to the next too. Never blocks.
    package func submit(_ events: [Event]) {
        submit(events.map(LogEntry.event))
    }

    /// Hands events and changes over to be stored, in this order. Never blocks.
    ///
    /// A change is a fact: where the log fails it waits, and is stored with what waits. A settlement counts both.
    package func submit(_ entries: [LogEntry]) {
        guard !entries.isEmpty else { return }
        let mustWake = inbox.withLock { inbox in
            inbox.entries.append(contentsOf: entries)
            defer { inbox.isScheduled = true }
            return !inbox.isScheduled
        }
        if mustWake { queue.async { self.turn() } }
    }

    /// Does something with the log between two groups, and answers on the queue where settlements arrive.
    /// It sees all that was settled before.
    package func perform<Answer: Sendable>(
        _ question: @escaping @Sendable (any EventLog) throws(LogError) -> Answer,
        then answer: @escaping @Sendable (Result<Answer, LogError>) -> Void
    ) {
        queue.async {
            let result = self.desk.withLock { desk in desk.ask(question) }
            self.delivery.async { answer(result) }
        }
    }

    /// Stores changes that may be refused: where somebody waits to hear whether an account is made, say. All of them are
    /// durable when the answer is good, and none of them ever is when it is not. They come behind all that was submitted.
    package func save(
        _ changes: [RegistryChange], then answer: @escaping @Sendable (Result<Void, LogError>) -> Void
    ) {
        queue.async {
            while self.settleGroup() {}
            let result = self.desk.withLock { desk in
                desk.ask { log throws(LogError) in try log.append(changes.map(LogEntry.change)) }
            }
            self.delivery.async { answer(result) }
        }
    }

    /// Does a long piece of work on the log in portions, with as long a pause after each as it took. What was submitted is
    /// stored before each. A portion answers whether there is more to do.
    package func workOff(
        _ portion: @escaping @Sendable (any EventLog) throws(LogError) -> Bool,
        then answer: @escaping @Sendable (Result<Void, LogError>) -> Void
    ) {
        queue.async {
            while self.settleGroup() {}
            let begin = DispatchTime.now()
            switch self.desk.withLock({ desk in desk.ask(portion) }) {
            case .success(true):
                let end = DispatchTime.now()
                let pause = Int(end.uptimeNanoseconds - begin.uptimeNanoseconds)
                self.queue.asyncAfter(deadline: end + .nanoseconds(pause)) { self.workOff(portion, then: answer) }
            case .success(false): self.delivery.async { answer(.success(())) }
            case .failure(let error): self.delivery.async { answer(.failure(error)) }
            }
        }
    }

    /// Empties the log's WAL of what was taken out of these parts, and takes them off its list. Answers on the log's queue.
    func clean(_ parts: [StalePart], then answer: @escaping @Sendable (Bool) -> Void) {
        queue.async {
            let result = self.desk.withLock { desk in
                desk.ask { log throws(LogError) in
                    guard let log = log as? SQLiteEventLog, try log.truncateWAL() else { return false }
                    try log.settle(parts)
                    return true
                }
            }
            answer((try? result.get()) ?? false)
        }
    }

    /// Waits until everything submitted before is settled. The settlements are then on the delivery queue.
    /// Not to be called there if that queue must stay responsive.
    package func flush() {
        queue.sync { while settleGroup() {} }
    }

    /// Flushes, makes one last attempt to store what waits, and closes the engine. What is submitted afterwards is refused.
    package func close() throws(LogError) {
        let failure: LogError? = queue.sync {
            while settleGroup() {}
            let (settlements, failure) = desk.withLock { $0.close() }
            deliver(settlements)
            return failure
        }
        if let failure { throw failure }
    }

    // MARK: On the queue

    /// One group, then whoever else waits for the queue.
    private func turn() {
        if settleGroup() { queue.async { self.turn() } }
    }

    /// Stores the next group. False if there was nothing to store.
    private func settleGroup() -> Bool {
        let entries = inbox.withLock { inbox in
            if inbox.entries.count <= limits.group {
                let all = inbox.entries
                inbox.entries = []
                if all.isEmpty { inbox.isScheduled = false }
                return all
            }
            let some = Array(inbox.entries.prefix(limits.group))
            inbox.entries.removeFirst(limits.group)
            return some
        }
        guard !entries.isEmpty else { return false }
        deliver(desk.withLock { $0.settle(entries) })
        return true
    }

    private func deliver(_ settlements: [LogSettlement]) {
        for settlement in settlements { delivery.async { self.settled(settlement) } }
        guard let delay = desk.withLock({ $0.takeRetryDelay() }) else { return }
        queue.asyncAfter(deadline: .now() + .milliseconds(delay)) { [weak self] in
            guard let self else { return }
            deliver(desk.withLock { $0.retryWhenDue() })
        }
    }
}
