import Client
import Server
import Synchronization
import Transport

/// One connection, from the dialling to its end. Told from the main thread; tells in turns of its loop, in order.
///
/// What comes in is collected and handed over in turns; when the main thread falls behind, reading stops until it has
/// caught up, so a flood fills neither memory nor the time that keys need.
final class Wire: Sendable {
    enum Event: Sendable {
        /// Whether an authority vouches for the server.
        /// With the word that shows whose client this is, where the server is the person's own.
        case opened(isVouchedFor: Bool, ownerWord: String?)
        /// The server is not known, and was hung up on without a word: for the person to say.
        case unknown(TrustQuestion)
        case closed(CloseReason)
        case failed(DialError)
    }

    /// Bytes that may wait for the main thread.
    private static let highWater = 1 << 20
    private static let lowWater = 1 << 18

    private struct State {
        var dialer: Dialer?
        var connection: ConnectionID?
        var waiting: [[UInt8]] = []
        var waitingBytes = 0
        var isPaused = false
        var isAnnounced = false
        var isVouchedFor = false
        var question: TrustQuestion?
    }

    private let lane: Lane
    private let loop: EventLoop
    private let state = Mutex(State())
    private let told: @MainActor @Sendable (Wire, Event) -> Void
    private let arrived: @MainActor @Sendable (Wire) -> Void

    /// - Parameters:
    ///   - told: hears of each event.
    ///   - arrived: something can be had from ``take()``; told again only after that has been emptied.
    init(
        on lane: Lane, to loop: EventLoop, told: @escaping @MainActor @Sendable (Wire, Event) -> Void,
        arrived: @escaping @MainActor @Sendable (Wire) -> Void
    ) {
        self.lane = lane
        self.loop = loop
        self.told = told
        self.arrived = arrived
    }

    /// Starts. Must be called once.
    func dial(_ destination: Destination, _ context: TLSContext?, _ keeper: TrustKeeper) {
        var security = DialSecurity.plain
        if destination.speaksTLS, let context {
            let place = destination.target.description
            security = .tls(
                context, serverName: destination.serverName,
                trust: { [self] certificate in
                    let shown = ShownKey(certificate)
                    switch keeper.judge(place, shown, destination.demand, at: Clocks.now) {
                    case .trusted, .remembered:
                        state.withLock { $0.isVouchedFor = shown.isVouchedFor }
                        return .accept
                    case .unknown:
                        state.withLock { $0.question = TrustQuestion(place: place, shown: shown) }
                        return .refuse("nobody vouches for it")
                    case .refused(let cause): return .refuse(cause)
                    }
                })
        }
        let dialer = Dialer(
            destination.target, security, on: lane, tag: destination.label,
            failed: { [self] error in
                tell(state.withLock { $0.question.map { .unknown($0) } ?? .failed(error) })
            },
            makeHandler: { [self] _, id in
                state.withLock { $0.connection = id }
                return Receiver(wire: self, hostFolder: destination.hostFolder)
            })
        state.withLock { $0.dialer = dialer }
    }

    func send(_ bytes: [UInt8]) {
        guard let connection = state.withLock({ $0.connection }) else { return }
        lane.send(Frame(bytes), to: connection)
    }

    /// Closes it once what was sent has left; gives up where it has not come about yet.
    func close() {
        state.withLock { $0.dialer }?.cancel()
        guard let connection = state.withLock({ $0.connection }) else { return }
        lane.close(connection, reason: .local("Leaving"))
    }

    /// The next bytes that came, nil when there are no more for now.
    func take() -> [UInt8]? {
        let (chunk, resumes) = state.withLock { state -> ([UInt8]?, ConnectionID?) in
            guard !state.waiting.isEmpty else {
                state.isAnnounced = false
                return (nil, nil)
            }
            let chunk = state.waiting.removeFirst()
            state.waitingBytes -= chunk.count
            guard state.isPaused, state.waitingBytes <= Self.lowWater else { return (chunk, nil) }
            state.isPaused = false
            return (chunk, state.connection)
        }
        if let resumes { lane.resumeReading(resumes) }
        return chunk
    }

    private func tell(_ event: Event) {
        loop.soon { [self] in told(self, event) }
    }

    fileprivate func opened(ownerWord word: String?) {
        tell(.opened(isVouchedFor: state.withLock { $0.isVouchedFor }, ownerWord: word))
    }

    fileprivate func closed(_ reason: CloseReason) { tell(.closed(reason)) }

    fileprivate func received(_ bytes: UnsafeRawBufferPointer, from connection: Connection) {
        let chunk = [UInt8](bytes)
        let (announces, pauses) = state.withLock { state -> (Bool, Bool) in
            state.waiting.append(chunk)
            state.waitingBytes += chunk.count
            let announces = !state.isAnnounced
            state.isAnnounced = true
            let pauses = !state.isPaused && state.waitingBytes >= Self.highWater
            if pauses { state.isPaused = true }
            return (announces, pauses)
        }
        if pauses { connection.pauseReading() }
        if announces { loop.soon { [self] in arrived(self) } }
    }
}

/// The lane's end of a wire.
private final class Receiver: ConnectionHandler {
    private let wire: Wire

    private let hostFolder: String

    init(wire: Wire, hostFolder: String) {
        self.wire = wire
        self.hostFolder = hostFolder
    }

    func opened(_ connection: Connection) {
        wire.opened(ownerWord: connection.peer.ends.flatMap { OwnerWord.fetch(for: $0, in: hostFolder) })
    }

    func received(_ bytes: UnsafeRawBufferPointer, from connection: Connection) {
        wire.received(bytes, from: connection)
    }
    func drained(_ connection: Connection) {}
    func closed(_ connection: Connection, reason: CloseReason) { wire.closed(reason) }
}
