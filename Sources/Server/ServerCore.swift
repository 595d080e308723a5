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
    private let network: Network
    private let lanes: LaneGroup
    private let inbox: Inbox
    private let log: LogWriter?
    private let logger: Logger
    private var gate = Gate()
    private var outbox: Outbox
    private var unrecorded: [Event] = []
    /// Outputs that may wait for the log before nothing more is taken in.
    private static let patience = 65_536
    private var isIntakeHeld = false
    /// Whether the log refused the last group; said once.
    private var isLogFailing = false
    private weak var home: QueueConfined<ServerCore>?
    private var ticker: (any DispatchSourceTimer)?
    /// Carries out what an operator asks of the host.
    var requested: ((HostRequest) -> Void)?

    init(network: Network, lanes: LaneGroup, inbox: Inbox, log: LogWriter?, logger: Logger) {
        self.network = network
        self.lanes = lanes
        self.inbox = inbox
        self.log = log
        self.logger = logger
        outbox = Outbox(laneCount: lanes.count)
    }

    // MARK: Turns

    /// Takes all that waits in the inbox; unless too much waits for the log already, then once some of that has left.
    func takeInbox(at time: Timestamp) {
        isIntakeHeld = gate.count > Self.patience
        guard !isIntakeHeld else { return }
        let (items, held) = inbox.takeAll()
        for session in held { outbox.append(.resumeReading(session)) }
        for item in items {
            switch item {
            case .opened(let id, let origin):
                logger.debug(
                    "connection opened", metadata: ["session": "\(id.rawValue)", "address": "\(origin.address)"])
                network.open(id, from: origin, at: time)
            case .received(let id, let inputs):
                for input in inputs { network.receive(input, from: id, at: time) }
            case .drained(let id):
                network.continueAnswer(to: id, at: time)
            case .closed(let id, let reason):
                logger.debug("connection closed", metadata: ["session": "\(id.rawValue)", "reason": "\(reason)"])
                network.connectionClosed(id, reason: reason, at: time)
            }
        }
        finishTurn()
    }

    /// Lets time pass for the network, once a second. `home` is what confines this core.
    func start(at home: QueueConfined<ServerCore>) {
        self.home = home
        let timer = DispatchSource.makeTimerSource(queue: home.queue)
        timer.schedule(deadline: .now() + 1, repeating: 1, leeway: .milliseconds(200))
        timer.setEventHandler { [weak home] in home?.value.tick(at: WallClock.now()) }
        timer.activate()
        ticker = timer
    }

    /// Lets a session go on that was too fast.
    private func wake(_ session: SessionID, at time: Timestamp) {
        let delay = max(0, Int(time.milliseconds - WallClock.now().milliseconds))
        home?.queue.asyncAfter(deadline: .now() + .milliseconds(delay)) { [weak home] in
            guard let core = home?.value else { return }
            core.network.wake(session, at: max(time, WallClock.now()))
            core.finishTurn()
        }
    }

    /// Says whether a secret is right. There is none that could be: neither a server password nor operators with one can be set,
    /// and the host needs neither.
    private func verify(_ credential: Credential, of session: SessionID) {
        home?.queue.async { [weak home] in
            guard let core = home?.value else { return }
            core.network.answerVerification(of: session, .wrong, at: WallClock.now())
            core.finishTurn()
        }
    }

    private func tick(at time: Timestamp) {
        network.tick(at: time)
        finishTurn()
    }

    func apply(_ settings: Settings, at time: Timestamp) {
        var settings = settings
        settings.keepsHistory = log != nil
        network.apply(settings, at: time)
        finishTurn()
    }

    /// Says goodbye to everybody and puts on record that they left.
    func shutDown(reason: String, at time: Timestamp) {
        ticker?.cancel()
        network.shutDown(reason: reason, at: time)
        finishTurn()
    }

    /// The log stored or refused something.
    func settle(_ settlement: LogSettlement) {
        report(settlement)
        gate.settle(settlement) { outbox.append($0) }
        outbox.flush(to: lanes)
        if isIntakeHeld { takeInbox(at: WallClock.now()) }
    }

    private func finishTurn() {
        for effect in network.takeEffects() { carryOut(effect) }
        if let log, !unrecorded.isEmpty {
            log.submit(unrecorded)
            unrecorded.removeAll(keepingCapacity: true)
        }
        outbox.flush(to: lanes)
    }

    private func carryOut(_ effect: Effect) {
        switch effect {
        case .deliver(let delivery): pass(.deliver(delivery))
        case .answer(let delivery): pass(.answer(delivery))
        case .record(let event):
            unrecorded.append(event)
            gate.record(event.number)
        case .say(let event, let deliveries, let refusal):
            unrecorded.append(event)
            pass(.said(event.number, deliveries: deliveries, refusal: refusal))
        case .close(let session, let farewell): pass(.close(session, farewell: farewell))
        case .awaitDrain(let session): pass(.awaitDrain(session))
        case .pauseReading(let session): pass(.pauseReading(session))
        case .resumeReading(let session): pass(.resumeReading(session))
        case .verify(let session, let credential): verify(credential, of: session)
        case .wake(let session, let time): wake(session, at: time)
        case .administer(let administration):
            logger.notice("an operator asks the host", metadata: ["for": "\(administration)"])
            requested?(HostRequest(administration))
        }
    }

    private func pass(_ output: Gate.Output) {
        if let output = gate.pass(output) { outbox.append(output) }
    }

    // MARK: The log's health

    private func report(_ settlement: LogSettlement) {
        if let failure = settlement.failure, !isLogFailing {
            isLogFailing = true
            logger.error("history cannot be stored: \(failure)")
        }
        if settlement.lost > 0 {
            logger.error(
                "events were given up because too many waited to be stored", metadata: ["count": "\(settlement.lost)"])
        }
        if settlement.recovered {
            isLogFailing = false
            logger.notice("history is being stored again")
        }
    }
}
