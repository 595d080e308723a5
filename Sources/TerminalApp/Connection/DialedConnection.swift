import Client
import Synchronization
import Transport

/// A connection over the network.
///
/// The bytes that come in are collected and handed over in turns; when the main thread falls behind, reading stops until it has caught up,
/// so a flood fills neither memory nor the time that keys need.
final class DialedConnection: ServerConnection {
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

    private let lanes: LaneGroup
    private let loop: any EventLoop
    private let requestOwnerToken: OwnerTokenRequest
    private let state = Mutex(State())
    private let onEvent: ServerConnector.EventHandler
    private let onBytes: ServerConnector.BytesHandler

    init(
        on lanes: LaneGroup, to loop: any EventLoop, requestOwnerToken: @escaping OwnerTokenRequest,
        onEvent: @escaping ServerConnector.EventHandler, onBytes: @escaping ServerConnector.BytesHandler
    ) {
        self.lanes = lanes
        self.loop = loop
        self.requestOwnerToken = requestOwnerToken
        self.onEvent = onEvent
        self.onBytes = onBytes
    }

    func dial(_ destination: Destination, _ context: TLSContext?, _ hostKeyStore: HostKeyStore) {
        var security = DialSecurity.plain
        if destination.speaksTLS, let context {
            let place = destination.target.description
            security = .tls(
                context, serverName: destination.serverName,
                trust: { [self] certificate in
                    let shown = ShownKey(certificate)
                    switch hostKeyStore.judge(place, shown, destination.requirements, at: SystemClock().now) {
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
            destination.target, security, through: destination.proxy, on: lanes.lanes[destination.isLocal ? 1 : 0],
            tag: destination.label,
            failed: { [self] error in
                report(state.withLock { $0.question.map { .unknown($0) } ?? .failed(error) })
            },
            makeHandler: { [self] _, id in
                state.withLock { $0.connection = id }
                return Receiver(self, hostFolder: destination.hostFolder)
            })
        state.withLock { $0.dialer = dialer }
    }

    func send(_ bytes: [UInt8]) {
        guard let connection = state.withLock({ $0.connection }) else { return }
        lanes[connection].send(Frame(bytes), to: connection)
    }

    func close() {
        state.withLock { $0.dialer }?.cancel()
        guard let connection = state.withLock({ $0.connection }) else { return }
        lanes[connection].close(connection, reason: .local("Leaving"))
    }

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
        if let resumes { lanes[resumes].resumeReading(resumes) }
        return chunk
    }

    private func report(_ event: ServerConnectionEvent) {
        loop.enqueue { [self] in onEvent(self, event) }
    }

    fileprivate func opened(_ connection: Connection, hostFolder: String?) {
        let word = connection.peer.loopbackEndpoints.flatMap { requestOwnerToken($0, hostFolder) }
        report(.opened(isVouchedFor: state.withLock { $0.isVouchedFor }, ownerToken: word))
    }

    fileprivate func closed(_ reason: CloseReason) { report(.closed(reason)) }

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
        if announces { loop.enqueue { [self] in onBytes(self) } }
    }
}

/// The lane's end of a wire.
private final class Receiver: ConnectionHandler {
    private let serverConnection: DialedConnection
    private let hostFolder: String?

    init(_ serverConnection: DialedConnection, hostFolder: String?) {
        self.serverConnection = serverConnection
        self.hostFolder = hostFolder
    }

    func opened(_ connection: Connection) {
        serverConnection.opened(connection, hostFolder: hostFolder)
    }

    func received(_ bytes: UnsafeRawBufferPointer, from connection: Connection) {
        serverConnection.received(bytes, from: connection)
    }
    func drained(_ connection: Connection) {}
    func closed(_ connection: Connection, reason: CloseReason) { serverConnection.closed(reason) }
}
