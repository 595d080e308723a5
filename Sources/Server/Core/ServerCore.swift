import Chat
import Dispatch
import Logging
import Protocol
import Storage
import Transport

/// The server's one state, on its one queue: takes what the lanes bring, lets Chat decide, and has a ``ServerHost`` carry out what it
/// decided.
///
/// It passes things on and knows no rule: which events are stored and who is told what is Chat's to say.
final class ServerCore {
    let network: Network
    let host: ServerHost
    private let inbox: Inbox
    let loop: ServerLoop
    let logger: Logger
    /// Outputs that may wait for the log before nothing more is taken in.
    private static let maxWaitingOutputs = 65_536
    private var isIntakeHeld = false
    private var isIntakePaused = false
    var logHealth = LogHealth()
    private(set) var housekeeping: Housekeeping
    var observations: StatusObservations
    /// What it finds is noted in the observations.
    let folderProbe: FolderProbe
    private var ticker: (any DispatchSourceTimer)?
    /// Nil where no service manager wants to hear of the server.
    private var serviceReporter: ServiceReporter?

    init(_ host: ServerHost, inbox: Inbox, housekeeping: Housekeeping, observations: StatusObservations) {
        self.host = host
        network = host.network
        loop = host.loop
        logger = host.logger
        self.inbox = inbox
        self.housekeeping = housekeeping
        self.observations = observations
        let (folder, files) = (observations.folder, observations.files)
        folderProbe = FolderProbe(looking: { FolderUsage(of: folder, files: files) }) { [loop] usage in
            loop.perform { core in core.observations.note(usage, at: SteadyClock.now()) }
        }
    }

    // MARK: Turns

    /// Takes all that waits in the inbox; unless too much waits for the log already, then once some of that has left.
    func takeInbox(at time: Timestamp) {
        isIntakeHeld = host.waitingCount > Self.maxWaitingOutputs
        guard !isIntakeHeld, !isIntakePaused else { return }
        takeFollowUps(at: time)
        let (items, held) = inbox.takeAll()
        for session in held { host.send(.resumeReading(session)) }
        for item in items {
            switch item {
            case .opened(let id, let origin):
                logger.debug(
                    "connection opened", metadata: ["session": "\(id.rawValue)", "address": "\(origin.address)"])
                network.connectionOpened(id, from: origin, at: time)
                greet(id, from: origin, at: time)
            case .received(let id, let inputs, let mark):
                // That counts for all of them, and is told once.
                var arrived = host.outbox.event(at: mark, of: id)
                for input in inputs {
                    network.receive(input, from: id, arrived: arrived, at: time)
                    arrived = nil
                }
            case .wireLines(let id, let lines, let mark): take(lines, mark: mark, from: id, at: time)
            case .arrived(let id, let mark):
                if let event = host.outbox.event(at: mark, of: id) {
                    network.noteArrival(at: id, through: event, at: time)
                }
            case .drained(let id):
                network.continueAnswer(to: id, at: time)
            case .closed(let id, let reason, let mark):
                logger.debug("connection closed", metadata: ["session": "\(id.rawValue)", "reason": "\(reason)"])
                network.connectionClosed(
                    id, reason: reason.description, arrived: host.outbox.event(at: mark, of: id), at: time)
                // The lines that the session had said before may still ask for something.
                if network.origin(of: id) == nil { host.forget(id) }
                host.codecs[id]?.closed(id)
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
    /// - Parameter onRequest: carries out what an operator asks of the server itself.
    func start(_ onRequest: @escaping (OperatorRequest) -> Void) {
        host.onRequest = onRequest
        let timer = DispatchSource.makeTimerSource(queue: loop.queue)
        timer.schedule(deadline: .now() + 1, repeating: 1, leeway: .milliseconds(200))
        timer.setEventHandler { [weak self] in self?.tick(at: SteadyClock.now()) }
        timer.activate()
        ticker = timer
    }

    /// Tells a service manager from now on how the server is.
    func report(to manager: ServiceManager) {
        serviceReporter = ServiceReporter(manager, on: loop.queue) { [network] in network.population }
    }

    /// The size of it all.
    ///
    /// - Parameter queueBytes: those that wait on the lanes, which must be asked for them.
    func load(queueBytes: Int) -> ServerLoad {
        ServerLoad(
            population: network.population, gateWaiting: host.waitingCount, gateWait: host.logWait,
            logBacklog: host.logBacklog, lostEntries: logHealth.lostCount, inboxLines: inbox.waitingLines,
            queueBytes: queueBytes, indexLag: host.indexLag.map { $0 / .seconds(1) } ?? 0,
            logFailure: logHealth.failure)
    }

    // MARK: Time, and what its host decides

    private func tick(at time: Timestamp) {
        let clock = WallClock.now()
        network.tick(at: time, clock: clock)
        finishTurn()
        host.outbox.age()
        observe(at: time)
        housekeeping.tick(at: clock, on: loop) { [loop] last in loop.core?.forgot(through: last) }
    }

    private func forgot(through number: EventNumber) {
        network.eventsPruned(through: number, at: SteadyClock.now())
        finishTurn()
    }

    func apply(_ configuration: ServerConfiguration, password: ServerPassword?, at time: Timestamp) {
        host.password = password
        housekeeping.apply(configuration)
        network.apply(configuration.chatSettings, at: time)
        finishTurn()
    }

    /// Tells people from now on to come by another address, or with another key.
    func apply(_ reachability: Reachability, at time: Timestamp) {
        network.apply(reachability, at: time)
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
        host.resolve(commitResult)
        flush()
        if isIntakeHeld { takeInbox(at: SteadyClock.now()) }
    }

    func finishTurn() {
        host.carryOut(network.takeEffects())
        if let activity = network.takeActivity() { host.metrics.count(activity) }
        host.submit()
        flush()
    }

    /// Hands over what may leave.
    private func flush() {
        host.flush()
        if !host.outbox.followUps.isEmpty { scheduleFollowUps() }
    }
}
