import Chat
import Dispatch
import Logging
import Protocol
import Storage
import Transport

/// The server's one state, on its one queue: takes what the lanes bring, lets Chat decide, and carries out what it decided.
///
/// It knows the road and no rule: which events are stored and who is told what is Chat's to say.
final class ServerCore {
    let network: Network
    private let lanes: LaneGroup
    private let inbox: Inbox
    private let archive: Archive
    let logger: Logger
    private let refusals: RefusalLog
    private var gate = DurabilityGate()
    var outbox: Outbox
    private var unrecorded: [LogEntry] = []
    private let queries: QueryService
    private var contexts = LogReadContexts()
    /// Outputs that may wait for the log before nothing more is taken in.
    private static let maxWaitingOutputs = 65_536
    private var isIntakeHeld = false
    private var isIntakePaused = false
    /// Whether the log refused the last group; said once.
    var isLogFailing = false
    private var housekeeping: Housekeeping
    let loop: ServerLoop
    private var ticker: (any DispatchSourceTimer)?
    /// What strangers can come in with.
    private var password: ServerPassword?
    /// Carries out what an operator asks of the host.
    private var hostRequestHandler: ((HostRequest) -> Void)?

    /// - Parameters:
    ///   - archive: nobody else submits entries to it: the gate counts them.
    ///   - changes: what is to be kept before anything else.
    init(
        network: Network, loop: ServerLoop, lanes: LaneGroup, inbox: Inbox, archive: Archive,
        housekeeping: Housekeeping, refusals: RefusalLog, logger: Logger, keeping changes: [RegistryChange] = [],
        telnetLane: UInt8? = nil
    ) {
        self.network = network
        self.loop = loop
        self.lanes = lanes
        self.inbox = inbox
        self.archive = archive
        self.refusals = refusals
        self.logger = logger
        outbox = Outbox(
            laneCount: lanes.count, telnet: telnetLane.map { TelnetGateway(lane: $0, lobby: network.lobby) })
        self.housekeeping = housekeeping
        queries = QueryService(
            archive: archive, passwords: PasswordHasherPool(capacity: lanes.count / 2), logger: logger)
        for change in changes { record(.change(change)) }
    }

    // MARK: Turns

    /// Takes all that waits in the inbox; unless too much waits for the log already, then once some of that has left.
    func takeInbox(at time: Timestamp) {
        isIntakeHeld = gate.count > Self.maxWaitingOutputs
        guard !isIntakeHeld, !isIntakePaused else { return }
        takeTelnetFollowUps(at: time)
        let (items, held) = inbox.takeAll()
        for session in held { outbox.append(.resumeReading(session)) }
        for item in items {
            switch item {
            case .opened(let id, let origin):
                logger.debug(
                    "connection opened", metadata: ["session": "\(id.rawValue)", "address": "\(origin.address)"])
                network.connectionOpened(id, from: origin, at: time)
                if outbox.telnet?.serves(id) == true { openTelnet(id, from: origin) }
            case .received(let id, let inputs, let mark):
                // That counts for all of them, and is told once.
                var arrived = outbox.event(at: mark, of: id)
                for input in inputs {
                    network.receive(input, from: id, arrived: arrived, at: time)
                    arrived = nil
                }
            case .typed(let id, let lines, let mark): takeTelnet(lines, mark: mark, from: id, at: time)
            case .arrived(let id, let mark):
                if let event = outbox.event(at: mark, of: id) { network.noteArrival(at: id, through: event, at: time) }
            case .drained(let id):
                network.continueAnswer(to: id, at: time)
            case .closed(let id, let reason, let mark):
                logger.debug("connection closed", metadata: ["session": "\(id.rawValue)", "reason": "\(reason)"])
                network.connectionClosed(
                    id, reason: reason.description, arrived: outbox.event(at: mark, of: id), at: time)
                // What it had said before may still ask for something.
                if network.origin(of: id) == nil { contexts.left(id) }
                outbox.telnet?.forget(id)
            }
        }
        finishTurn()
    }

    /// Takes nothing in until ``resumeIntake(at:)``.
    func pauseIntake() { isIntakePaused = true }

    func resumeIntake(at time: Timestamp) {
        isIntakePaused = false
        takeInbox(at: time)
    }

    /// Lets time pass for the network, once a second.
    ///
    /// - Parameter requested: carries out what an operator asks of the host.
    func start(_ hostRequestHandler: @escaping (HostRequest) -> Void) {
        self.hostRequestHandler = hostRequestHandler
        let timer = DispatchSource.makeTimerSource(queue: loop.queue)
        timer.schedule(deadline: .now() + 1, repeating: 1, leeway: .milliseconds(200))
        timer.setEventHandler { [weak self] in self?.tick(at: SteadyClock.now()) }
        timer.activate()
        ticker = timer
    }

    /// Lets a session go on that was too fast.
    private func wake(_ session: SessionID, at time: Timestamp) {
        let delay = max(0, Int(time.milliseconds - SteadyClock.now().milliseconds))
        loop.perform(afterMilliseconds: delay) { core in
            core.network.wake(session, at: max(time, SteadyClock.now()))
            core.finishTurn()
        }
    }

    /// Has a question answered, off this queue.
    private func ask(_ question: NumberedQuery, for session: SessionID) {
        let pending = AnswerPromise { [loop] answer in
            loop.perform { core in
                core.network.answer(session, to: question.number, with: answer, at: SteadyClock.now())
                core.finishTurn()
            }
        }
        let context = contexts.context(session, from: network.origin(of: session))
        queries.answer(question.query, password: password, of: context, to: pending)
    }

    // MARK: Time, and what its host decides

    private func tick(at time: Timestamp) {
        let clock = WallClock.now()
        network.tick(at: time, clock: clock)
        finishTurn()
        outbox.age()
        housekeeping.tick(at: clock) { [loop] last in loop.core?.forgot(through: last) }
    }

    private func forgot(through number: EventNumber) {
        network.eventsPruned(through: number, at: SteadyClock.now())
        finishTurn()
    }

    func apply(_ settings: Settings, password: ServerPassword?, retention: Retention, at time: Timestamp) {
        self.password = password
        housekeeping.retention = retention
        // These two are told by themselves.
        var settings = settings
        settings.address = network.settings.address
        settings.strictTransport = network.settings.strictTransport
        apply(settings, at: time)
    }

    /// Tells people from now on to come by another address, or with another key.
    func apply(_ address: PublicAddress?, _ policy: StrictTransportAdvertisement?, at time: Timestamp) {
        var settings = network.settings
        settings.address = address
        settings.strictTransport = policy
        apply(settings, at: time)
    }

    private func apply(_ settings: Settings, at time: Timestamp) {
        var settings = settings
        settings.keepsHistory = network.settings.keepsHistory
        network.apply(settings, at: time)
        finishTurn()
    }

    /// Says goodbye to everybody and puts on record that they left.
    func shutDown(reason: String, at time: Timestamp) {
        ticker?.cancel()
        network.shutDown(reason: reason, at: time)
        finishTurn()
    }

    // MARK: What was decided

    /// The log stored or refused something.
    func commitFinished(_ commitResult: CommitResult) {
        report(commitResult)
        gate.resolve(commitResult) { outbox.append($0) }
        release()
        if isIntakeHeld { takeInbox(at: SteadyClock.now()) }
    }

    func finishTurn() {
        for effect in network.takeEffects() { carryOut(effect) }
        if !unrecorded.isEmpty {
            archive.submit(unrecorded)
            unrecorded.removeAll(keepingCapacity: true)
        }
        release()
    }

    /// Hands over what may leave.
    private func release() {
        outbox.flush(to: lanes, through: gate.count == 0 ? network.latestNumber : gate.released)
        if outbox.telnet?.hasFollowUps == true { followUpTelnet() }
        for (session, question) in outbox.takeQuestions() { ask(question, for: session) }
    }

    private func carryOut(_ effect: Effect) {
        switch effect {
        case .deliver(let delivery): pass(.deliver(delivery))
        case .answer(let delivery): pass(.answer(delivery))
        case .record(let event): record(.event(event))
        case .changeRegistry(let change): record(.change(change))
        case .storeThenDeliver(let event, let deliveries, let refusal):
            unrecorded.append(.event(event))
            pass(.said(event.number, deliveries: deliveries, refusal: refusal))
        case .close(let session, let farewell):
            contexts.left(session)
            pass(.close(session, farewell: farewell))
        case .awaitDrain(let session): pass(.awaitDrain(session))
        // What is read waits for nothing: until the log has answered, a connection could bring any amount.
        case .pauseReading(let session): outbox.append(.pauseReading(session))
        case .resumeReading(let session): outbox.append(.resumeReading(session))
        case .ask(let session, let question): pass(.ask(session, question))
        case .wake(let session, let time): wake(session, at: time)
        case .turnedAway(let address, let reason): refusals.note(reason, address: address)
        case .audit(let act): logger.notice("operator", metadata: act.metadata)
        case .administer(let administration):
            hostRequestHandler?(HostRequest(administration))
        }
    }

    /// Has the log keep something; what is passed from now on waits until it does.
    private func record(_ entry: LogEntry) {
        unrecorded.append(entry)
        gate.record()
    }

    private func pass(_ output: DurabilityGate.Output) {
        if let output = gate.pass(output) { outbox.append(output) }
    }
}
