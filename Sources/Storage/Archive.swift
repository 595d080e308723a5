import Chat
import Dispatch
import Protocol
import Synchronization

/// The server's whole memory behind one door: what happened, what is known, and every question about them.
///
/// Nothing here blocks and nothing is asked on the caller's queue; every answer comes on the queue that was given. An answer
/// sees all that was stored before the question; facts that wait for a log that fails are not in it. Questions are answered beside the appends, those of one asker in their order,
/// askers of different addresses in turn; what is asked by one who is gone is not answered.
package final class Archive: Sendable {
    /// The end of the log when it was opened.
    package var end: LogEnd { writer.end }
    /// The registry of the server when the log was opened.
    package let registry: Registry

    /// The path of the copy of the log as an earlier version of the program left it; nil where the log was not brought up just now. See
    /// ``removeCopies(olderThan:at:then:)``.
    package let migrationCopy: String?

    private let writer: LogWriter
    private let delivery: DispatchQueue
    private let engine: any StorageEngine
    private let reading: LogReadQueue?
    private let searchIndexer: SearchIndexer?
    private let isPruning = Mutex(false)

    /// - Parameters:
    ///   - engine: opened here; nobody else writes what it keeps as long as the archive is there.
    ///   - queue: a serial queue; every answer and every ``CommitResult`` comes on it.
    ///   - onCommit: as ``LogWriter`` tells it.
    ///   - upkeepFailed: the index could not be kept up; told once until it works again. It is tried again and again, and
    ///     until then a search takes longer.
    package init(
        _ engine: any StorageEngine, limits: LogWriter.Bounds = LogWriter.Bounds(), deliverOn queue: DispatchQueue,
        onCommit: @escaping @Sendable (CommitResult) -> Void,
        upkeepFailed: @escaping @Sendable (LogError) -> Void = { _ in }
    ) throws(LogError) {
        self.engine = engine
        delivery = queue
        let wake = DeferredCallback()
        let log = try engine.openLog()
        registry = try log.registry()
        migrationCopy = log.migrationCopy
        if let reader = try engine.openReader() {
            reading = LogReadQueue(log: reader)
        } else {
            reading = nil
        }
        let writer = LogWriter(log: log, limits: limits, deliverOn: queue) { commitResult in
            onCommit(commitResult)
            wake.call()
        }
        self.writer = writer
        searchIndexer = Self.searchIndexer(of: engine, writer: writer) { error in queue.async { upkeepFailed(error) } }
        guard let searchIndexer else { return }
        wake.set { [weak searchIndexer] in searchIndexer?.wake() }
        searchIndexer.wake()
    }

    /// Nothing if there can be no index: the server starts all the same, and searches without.
    private static func searchIndexer(
        of engine: any StorageEngine, writer: LogWriter, failed: @escaping @Sendable (LogError) -> Void
    ) -> SearchIndexer? {
        do throws(LogError) {
            guard let work = try engine.openSearchIndexUpdate() else { return nil }
            return SearchIndexer(
                work,
                cleanLog: { [weak writer] shards, done in
                    guard let writer else { return done(false) }
                    writer.clean(shards, then: done)
                }, failed: failed)
        } catch {
            failed(error)
            return nil
        }
    }

    /// How long the index for searching has been behind the log; nil where it is not, and where there is none.
    package var indexLag: Duration? { searchIndexer?.lag }

    // MARK: Storing

    /// As ``LogWriter/submit(_:)-([LogEntry])``.
    package func submit(_ entries: [LogEntry]) { writer.submit(entries) }
    package func submit(_ events: [Event]) { writer.submit(events) }

    /// As ``LogWriter/save(_:then:)``.
    package func save(
        _ changes: [RegistryChange], then answer: @escaping @Sendable (Result<Void, LogError>) -> Void
    ) { writer.save(changes, then: answer) }

    // MARK: Asking

    package typealias ResultHandler<Value> = @Sendable (Result<Value, LogError>) -> Void

    /// A page of history.
    package func page(
        _ request: HistoryRequest, for context: LogReadContext = LogReadContext(),
        then answer: @escaping ResultHandler<HistoryPage>
    ) {
        ask(.quick, of: context, portion: { log throws(LogError) in try log.page(request) }, then: answer)
    }

    /// The conversations with something new in a window.
    package func targets(
        _ request: TargetsRequest, for context: LogReadContext = LogReadContext(),
        then answer: @escaping ResultHandler<[HistoryTarget]>
    ) {
        let state = LockedBox(IncrementalTargets(request))
        ask(
            .long, of: context,
            portion: { log throws(LogError) in try state.change { course throws(LogError) in try course.step(on: log) }
            },
            then: answer)
    }

    /// The events that fit a query, the newest first; see ``LogReading/page(_:)-(SearchQuery)``.
    package func search(
        _ query: SearchQuery, for context: LogReadContext = LogReadContext(),
        then answer: @escaping ResultHandler<SearchPage>
    ) {
        var query = query
        // Without a reader it is the writer that looks.
        if reading == nil { query.timeBudget = min(query.timeBudget, Self.writerSearchBudget) }
        let state = LockedBox(IncrementalSearch(query))
        ask(
            .long, of: context,
            portion: { log throws(LogError) in try state.change { search throws(LogError) in try search.step(on: log) }
            },
            then: answer)
    }

    /// One event: whose message is to be redacted, say.
    package func find(
        _ number: EventNumber, for context: LogReadContext = LogReadContext(),
        then answer: @escaping ResultHandler<Event?>
    ) {
        ask(.quick, of: context, portion: { log throws(LogError) in .some(try log.find(number)) }, then: answer)
    }

    /// In milliseconds.
    private static let writerSearchBudget = 100

    /// - Parameter portion: called again and again, until it returns an answer.
    private func ask<Value: Sendable>(
        _ effort: LogReadCost, of context: LogReadContext,
        portion: @escaping @Sendable (any LogReading) throws(LogError) -> Value?,
        then answer: @escaping ResultHandler<Value>
    ) {
        if let reading {
            reading.ask(effort, of: context, portion: portion) { [delivery] result in delivery.async { answer(result) }
            }
        } else {
            askWriter(of: context, portion: portion, then: answer)
        }
    }

    /// Asks the writer in portions; entries that are submitted meanwhile are stored between them.
    private func askWriter<Value: Sendable>(
        of context: LogReadContext, portion: @escaping @Sendable (any LogReading) throws(LogError) -> Value?,
        then answer: @escaping ResultHandler<Value>
    ) {
        writer.perform({ log throws(LogError) in context.isCancelled ? nil : try portion(log) }) { [weak self] result in
            switch result {
            case .success(let value?): answer(.success(value))
            case .success(nil): if !context.isCancelled { self?.askWriter(of: context, portion: portion, then: answer) }
            case .failure(let error): answer(.failure(error))
            }
        }
    }

    // MARK: Forgetting

    /// Takes out all that an account said, in the background, and tells how many events that were. What is erased is gone
    /// from pages and searches at once, and soon after from the files.
    package func erase(account: FoldedName, then answer: @escaping ResultHandler<Int>) {
        let state = LockedBox(AccountErasure(account: account))
        // An entry that waits may be the account's, and would be stored after the erasure has passed.
        writer.performInPortions(failsBehindBacklog: true) { log throws(LogError) in
            try state.change { erasure throws(LogError) in try erasure.step(on: log) }
        } then: { [searchIndexer] result in
            searchIndexer?.wake()
            answer(result.map { state.value.count })
        }
    }

    /// Forgets what is older, or more, than is to be kept, in the background; nothing happens while that goes on already.
    package func prune(
        _ retention: Retention, at time: Timestamp, then answer: @escaping ResultHandler<PruningResult> = { _ in }
    ) {
        guard retention != .forEver,
            isPruning.withLock({ isPruning in
                defer { isPruning = true }
                return !isPruning
            })
        else { return }
        let state = LockedBox(LogPruning(retention: retention, time: time))
        // An entry that waits is newer than all that is forgotten, and forgetting may make the room that it waits for.
        writer.performInPortions(failsBehindBacklog: false) { log throws(LogError) in
            try state.change { pruning throws(LogError) in try pruning.step(on: log) }
        } then: { [searchIndexer] result in
            self.isPruning.withLock { $0 = false }
            searchIndexer?.wake()
            answer(result.map { state.value.forgotten })
        }
    }

    // MARK: Upkeep

    /// Removes what was set aside of the log more than some seconds ago, and tells which files that were: what is redacted or forgotten
    /// since still stands in them. See ``StorageEngine/removeCopies(olderThan:at:)``.
    package func removeCopies(
        olderThan seconds: Int64, at time: Timestamp, then answer: @escaping ResultHandler<[String]>
    ) {
        DispatchQueue.global(qos: .utility).async { [engine, delivery] in
            let removed = engine.removeCopies(olderThan: seconds, at: time)
            delivery.async { answer(.success(removed)) }
        }
    }

    /// Waits until the index has all that was stored, and the files nothing that was taken out.
    package func catchUp() throws(LogError) {
        writer.flush()
        try searchIndexer?.catchUp()
    }

    /// As ``LogWriter/flush()``.
    package func flush() { writer.flush() }

    /// As ``LogWriter/close()``. Questions that were asked are answered first.
    package func close() throws(LogError) {
        reading?.close()
        try searchIndexer?.close()
        try writer.close()
    }
}
