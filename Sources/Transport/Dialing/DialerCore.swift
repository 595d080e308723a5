import Dispatch
import Glibc

/// The state of a dialer, confined to its queue.
final class DialerCore {
    private static let stagger = DispatchTimeInterval.milliseconds(250)

    private enum State {
        case trying
        /// An address answered: the lane has the connection, under this name once it is known.
        case handedOver(ConnectionID?)
        case over
    }

    private let route: DialRoute
    private let security: DialSecurity
    private let lane: Lane
    private let configuration: ConnectionConfiguration
    private let failed: @Sendable (DialError) -> Void

    private var home: QueueConfined<DialerCore>?
    private var state = State.trying
    private var isCancelled = false
    private var addresses: ArraySlice<SocketAddress> = []
    private var attempts: [Int32: any DispatchSourceWrite] = [:]
    private var winner: Int32 = -1
    private var lastError: DialError

    init(
        _ route: DialRoute, _ security: DialSecurity, _ lane: Lane, _ configuration: ConnectionConfiguration,
        failed: @escaping @Sendable (DialError) -> Void
    ) {
        self.route = route
        self.security = security
        self.lane = lane
        self.configuration = configuration
        self.failed = failed
        lastError = route.error { .unreachable($0) }
    }

    /// `home` is held until the dialling is over.
    func start(at home: QueueConfined<DialerCore>, timeout: Duration) {
        self.home = home
        home.queue.asyncAfter(deadline: .now() + .nanoseconds(Int(clamping: timeout.nanoseconds))) {
            home.value.timedOut()
        }
        if let error = route.refusal { return fail(error) }
        switch route.firstHop {
        case .unix(let path):
            begin(with: SocketAddress.unix(path).map { [$0] })
        case .tcp(let host, let port):
            DispatchQueue.global(qos: .userInitiated).async {
                let answer = NameResolver.resolve(host, port: port)
                home.queue.async { home.value.begin(with: try? answer.get()) }
            }
        }
    }

    func cancel() {
        isCancelled = true
        switch state {
        case .trying, .handedOver(nil): end()
        case .handedOver(let id?): lane.abandon(id, reason: .local("Cancelled"))
        case .over: break
        }
    }

    // MARK: Attempts

    private func begin(with found: [SocketAddress]?) {
        guard case .trying = state else { return }
        switch (found, route.firstHop) {
        case (let found?, _):
            addresses = found[...]
            tryNext()
        case (nil, .tcp(let host, _)): fail(route.error { _ in .nameNotFound(host) })
        case (nil, .unix(let path)): fail(.other(path, errno: ENAMETOOLONG))
        }
    }

    /// Starts with the next address; fails when none is left and none is being tried.
    private func tryNext() {
        guard case .trying = state else { return }
        while let address = addresses.popFirst() {
            if start(address) { return staggerNext() }
        }
        if attempts.isEmpty { fail(lastError) }
    }

    private func staggerNext() {
        guard !addresses.isEmpty else { return }
        let left = addresses.count
        home?.queue.asyncAfter(deadline: .now() + Self.stagger) { [weak home] in
            home?.value.tryNext(ifStill: left)
        }
    }

    private func tryNext(ifStill left: Int) {
        if addresses.count == left { tryNext() }
    }

    /// False when it failed on the spot.
    private func start(_ address: SocketAddress) -> Bool {
        guard let home else { return false }
        let descriptor = Socket.make(address.family)
        guard descriptor >= 0 else { return note(-descriptor) }
        let status = address.withPointer { connect(descriptor, $0, $1) } == 0 ? 0 : errno
        guard status == 0 || status == EINPROGRESS else {
            close(descriptor)
            return note(status)
        }
        if address.ip != nil { Socket.setNoDelay(descriptor) }
        let source = DispatchSource.makeWriteSource(fileDescriptor: descriptor, queue: home.queue)
        let peer = Peer(
            address: address.ip, port: address.port, tag: configuration.tag,
            proxy: route.proxy == nil ? nil : address.ip)
        source.setEventHandler { [weak home] in home?.value.answered(descriptor) }
        source.setCancelHandler { home.value.released(descriptor, peer) }
        attempts[descriptor] = source
        source.activate()
        return true
    }

    private func note(_ code: Int32) -> Bool {
        lastError = route.error { DialError(errno: code, place: $0) }
        return false
    }

    private func answered(_ descriptor: Int32) {
        guard case .trying = state, let source = attempts.removeValue(forKey: descriptor) else { return }
        let code = Socket.pendingError(descriptor)
        if code == 0 {
            state = .handedOver(nil)
            winner = descriptor
            dropAttempts()
        }
        source.cancel()
        guard code != 0 else { return }
        _ = note(code)
        tryNext()
    }

    /// A source has let go of its socket: the one that answered goes to the lane.
    private func released(_ descriptor: Int32, _ peer: Peer) {
        guard descriptor == winner, !isCancelled, let home else {
            close(descriptor)
            return
        }
        var peer = peer
        if peer.isLocal, !peer.isUnixSocket { peer.loopbackEndpoints = LoopbackEndpoints(descriptor, isServer: false) }
        lane.adopt(descriptor, as: acceptedSocket(peer)) { id in
            home.queue.async { home.value.adopted(id) }
        }
    }

    private func acceptedSocket(_ peer: Peer) -> AcceptedSocket {
        var security: AcceptedSocket.Security =
            switch security {
            case .plain: .plain
            case .tls(let context, let name, let trust): .client(context, serverName: name, trust: trust)
            }
        if let handshake = route.handshake { security = .tunnelled(handshake, then: security) }
        return AcceptedSocket(peer: peer, security: security, configuration: configuration)
    }

    /// - Parameter id: nil where the lane could not take it.
    private func adopted(_ id: ConnectionID?) {
        guard let id else { return fail(.other(route.target.description, errno: EMFILE)) }
        home = nil
        state = .handedOver(id)
        if isCancelled { lane.abandon(id, reason: .local("Cancelled")) }
    }

    // MARK: The end

    /// An open connection takes no notice.
    private func timedOut() {
        switch state {
        case .trying: fail(route.error { .timedOut($0) })
        case .handedOver(let id?): lane.abandon(id, reason: .handshakeTimedOut)
        case .handedOver, .over: break
        }
    }

    private func fail(_ error: DialError) {
        end()
        lane.queue.async { [failed] in failed(error) }
    }

    private func end() {
        state = .over
        addresses = []
        dropAttempts()
        home = nil
    }

    private func dropAttempts() {
        attempts.values.forEach { $0.cancel() }
        attempts = [:]
    }
}
