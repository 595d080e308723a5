import Chat
import Logging
import Protocol
import Storage
import Transport

/// Carries out what the network of a running server decides: entries go to the log, outputs through the gate into the outbox and to the
/// lanes, questions to whoever can answer them. All of it on the server's queue.
final class ServerHost {
    let network: Network
    let loop: ServerLoop
    let logger: Logger
    private let lanes: LaneGroup
    private let archive: Archive
    private let refusals: RefusalLog
    private let queries: QueryService
    private var gate = DurabilityGate()
    private var logWaits = LogWaits()
    let metrics: ServerMetrics
    var outbox: Outbox
    var codecs: LaneCodecs { outbox.codecs }
    /// The entries that the log is to keep and has not been handed yet.
    private var unsubmitted: [LogEntry] = []
    private var contexts = LogReadContexts()
    /// The server's own, with which strangers can come in.
    var password: ServerPassword?
    /// Carries out what an operator asks of the server itself.
    var onRequest: ((OperatorRequest) -> Void)?

    /// - Parameters:
    ///   - archive: nobody else submits entries to it: the gate counts them.
    ///   - codecs: those of the lanes that do not carry IRC.
    init(
        _ network: Network, loop: ServerLoop, lanes: LaneGroup, archive: Archive, refusals: RefusalLog,
        metrics: ServerMetrics, logger: Logger, codecs: LaneCodecs
    ) {
        self.network = network
        self.loop = loop
        self.lanes = lanes
        self.archive = archive
        self.refusals = refusals
        self.metrics = metrics
        self.logger = logger
        outbox = Outbox(laneCount: lanes.count, codecs: codecs)
        queries = QueryService(
            archive: archive, passwords: PasswordHasherPool(capacity: lanes.count / 2), metrics: metrics,
            logger: logger)
    }

    /// The number of outputs and questions that wait for the log.
    var waitingCount: Int { gate.count }

    /// The number of entries that people were shown and that wait because the log fails.
    var logBacklog: Int { logWaits.backlog }

    /// Seconds for which the oldest of what was handed to the log has waited for its answer; 0 where nothing waits.
    var logWait: Double { Double(logWaits.longest(at: MonotonicClock.now())) / 1e9 }

    /// How long the index for searching has been behind; nil where it is not.
    var indexLag: Duration? { archive.indexLag }

    /// Hands the log what it is to keep; with nothing to keep, nothing happens.
    func submit() {
        guard !unsubmitted.isEmpty else { return }
        logWaits.submitted(unsubmitted.count, at: MonotonicClock.now())
        archive.submit(unsubmitted)
        unsubmitted.removeAll(keepingCapacity: true)
    }

    /// Lets out what the log has stored or refused.
    func resolve(_ commitResult: CommitResult) {
        metrics.count(commitResult)
        logWaits.resolve(commitResult, at: MonotonicClock.now()) { metrics.waited(nanoseconds: $0) }
        gate.resolve(commitResult) { release($0) }
    }

    /// Hands the lanes what has been let out.
    func flush() {
        outbox.flush(to: lanes, through: gate.count == 0 ? network.latestNumber : gate.released)
    }

    /// A session is over: what it wants to read is not looked for any more.
    func forget(_ session: SessionID) { contexts.left(session) }

    private func release(_ released: DurabilityGate.Released) {
        switch released {
        case .output(let output): outbox.append(output)
        case .ask(let session, let query): answer(query, for: session)
        }
    }

    /// Has a question answered, off this queue.
    private func answer(_ query: NumberedQuery, for session: SessionID) {
        let promise = AnswerPromise { [loop] answer in
            loop.perform { core in
                core.network.answer(session, to: query.number, with: answer, at: SteadyClock.now())
                core.finishTurn()
            }
        }
        let context = contexts.context(session, from: network.origin(of: session))
        queries.answer(query.query, password: password, of: context, to: promise)
    }
}

extension ServerHost: ChatHost {
    func send(_ output: Output) {
        switch output {
        case .pauseReading, .resumeReading: outbox.append(output)
        case .close(let session, _):
            contexts.left(session)
            pass(output)
        case .deliver, .answer, .awaitDrain: pass(output)
        }
    }

    func record(_ event: Event) { record(.event(event)) }

    func record(_ change: RegistryChange) { record(.change(change)) }

    func store(_ event: Event, thenDeliver deliveries: [Delivery], orRefuse refusal: StoreRefusal) {
        unsubmitted.append(.event(event))
        gate.hold(event.number, deliveries: deliveries, refusal: refusal)
    }

    func ask(_ query: NumberedQuery, for session: SessionID) {
        if gate.pass(.ask(session, query)) { answer(query, for: session) }
    }

    /// A session that was too fast goes on.
    func wake(_ session: SessionID, at moment: Timestamp) {
        let delay = max(0, Int(moment.milliseconds - SteadyClock.now().milliseconds))
        loop.perform(afterMilliseconds: delay) { core in
            core.network.wake(session, at: max(moment, SteadyClock.now()))
            core.finishTurn()
        }
    }

    func administer(_ request: OperatorRequest) { onRequest?(request) }

    func audit(_ entry: OperatorAuditEntry) { logger.notice("operator", metadata: entry.metadata) }

    func noteTurnedAway(address: String, reason: String) { refusals.note(reason, address: address) }

    func reportStatus(to session: SessionID) {
        lanes.countQueues(notifying: loop.queue) { [loop] in loop.core?.reportStatus($0, to: session) }
    }

    /// Has the log keep something; what is passed from now on waits until it does.
    private func record(_ entry: LogEntry) {
        unsubmitted.append(entry)
        gate.record()
    }

    private func pass(_ output: Output) {
        if gate.pass(.output(output)) { outbox.append(output) }
    }
}
