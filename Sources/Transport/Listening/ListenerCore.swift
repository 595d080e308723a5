import Basics
import Dispatch
import Glibc

/// The state of a listener, confined to its queue.
final class ListenerCore {
    /// The number of connections that are accepted before other work gets its turn.
    private static let maxAcceptsPerTurn = 64
    private static let pauseWithoutDescriptors = DispatchTimeInterval.milliseconds(100)

    var configuration: ConnectionConfiguration
    private let descriptors: [Int32]
    private let socketFile: String?
    private let lanes: LaneGroup
    private var acceptor: Acceptor
    private var sources: [any DispatchSourceRead] = []
    /// Left when the last socket is closed.
    private let listening = DispatchGroup()
    private var nextLane = 0

    private var isPaused: Bool
    private var isResting = false
    private var areSuspended = false
    private var isClosed = false
    private weak var home: QueueConfined<ListenerCore>?

    init(
        _ descriptors: [Int32], socketFile: String?, isPaused: Bool, configuration: ConnectionConfiguration,
        lanes: LaneGroup,
        _ accept: @escaping Acceptor.Call
    ) {
        self.descriptors = descriptors
        self.socketFile = socketFile
        self.configuration = configuration
        self.lanes = lanes
        self.isPaused = isPaused
        acceptor = Acceptor(accept)
    }

    func start(at home: QueueConfined<ListenerCore>) {
        self.home = home
        areSuspended = isPaused
        sources = descriptors.map { descriptor in
            let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: home.queue)
            source.setEventHandler { [weak home] in home?.value.acceptSome(on: descriptor) }
            listening.enter()
            source.setCancelHandler { [listening] in
                Glibc.close(descriptor)
                listening.leave()
            }
            if areSuspended { source.suspend() }
            source.activate()
            return source
        }
    }

    func pause() {
        isPaused = true
        updateSources()
    }

    func resume() {
        isPaused = false
        updateSources()
    }

    /// A source's cancel handler closes its descriptor; a suspended source must be resumed to be let go of.
    func close(_ done: (@Sendable () -> Void)?) {
        guard !isClosed else {
            done?()
            return
        }
        isClosed = true
        if areSuspended { sources.forEach { $0.resume() } }
        sources.forEach { $0.cancel() }
        sources = []
        acceptor.end()
        if let socketFile { unlink(socketFile) }
        if let home, let done { listening.notify(queue: home.queue, execute: done) }
    }

    private func acceptSome(on listener: Int32) {
        for _ in 0..<Self.maxAcceptsPerTurn where !isClosed {
            switch acceptor.accept(on: listener) {
            case .accepted(let descriptor, let address): hand(descriptor, address)
            case .nonePending: return
            case .outOfDescriptors:
                configuration.outOfDescriptors()
                return rest()
            case .failed: return rest()
            }
        }
    }

    private func hand(_ descriptor: Int32, _ address: SocketAddress) {
        if address.ip != nil { Socket.setNoDelay(descriptor) }
        let proxy = address.ip.flatMap { ip in configuration.proxies.contains { $0.contains(ip) } ? ip : nil }
        var peer = Peer(address: address.ip, port: address.port, tag: configuration.tag, proxy: proxy)
        if peer.isLocal, !peer.isUnixSocket { peer.loopbackEndpoints = LoopbackEndpoints(descriptor, isServer: true) }
        let security = configuration.tls.map { AcceptedSocket.Security.sniffed($0) } ?? .plain
        let range = configuration.lanes ?? 0..<lanes.count
        lanes.lanes[range.lowerBound + nextLane % range.count].adopt(
            descriptor, as: AcceptedSocket(peer: peer, security: security, configuration: configuration))
        nextLane = (nextLane + 1) % range.count
    }

    /// Accepting again at once would fail again at once: gives the process a moment to close something.
    private func rest() {
        guard !isResting else { return }
        isResting = true
        updateSources()
        home?.queue.asyncAfter(deadline: .now() + Self.pauseWithoutDescriptors) { [weak home] in
            home?.value.endRest()
        }
    }

    private func endRest() {
        isResting = false
        updateSources()
    }

    private func updateSources() {
        let shouldBeSuspended = isPaused || isResting
        guard !isClosed, shouldBeSuspended != areSuspended else { return }
        areSuspended = shouldBeSuspended
        sources.forEach { shouldBeSuspended ? $0.suspend() : $0.resume() }
    }
}
