import Glibc

/// One socket, on one lane, with at most one TLS session over it. Every method must be called on the lane.
///
/// It is not Sendable, so the compiler keeps it there: elsewhere a connection is a `ConnectionID`. While idle it holds
/// no buffer, no timer and no Dispatch object of its own. It has more than fifteen variables: each is one thing that a socket has or waits
/// for, and is set and asked for alone.
package final class Connection {
    enum Phase: Equatable {
        /// Waits for what a proxy says of the peer.
        case awaitingProxyHeader
        /// Asks a proxy for a way through.
        case tunnelling
        /// Waits for the peer's first byte, which says whether it speaks TLS.
        case sniffing
        /// In a TLS handshake.
        case handshaking
        case open
        /// Sends what waits, then ends for this reason.
        case flushing(CloseReason)
        /// Has said all and waits for the peer's end, so that closing does not cut off what is on its way.
        case lingering
        case dead
    }

    package let id: ConnectionID
    package internal(set) var peer: Peer
    package let handler: any ConnectionHandler

    let descriptor: Int32
    let configuration: ConnectionConfiguration
    unowned let core: LaneCore
    var phase = Phase.sniffing
    var tls: TLSSession?
    var trust: TrustDecision?

    var queue = WriteQueue()
    /// Ciphertext that the socket did not take; it goes before anything in `queue`.
    var backlog: [UInt8] = []
    var wantsDrained = false
    /// ``acknowledgedMark`` at the peer's own end of the connection; nil where it ended in another way.
    package private(set) var acknowledgedMarkAtClose: LaneBatch.Mark?
    /// True if the connection was sent nothing since it was last known that all had arrived.
    var isAllAcknowledged = true

    var tlsContext: TLSContext?
    /// What is said by and to a proxy, until that is over.
    var proxyExchange: ProxyExchange?
    /// The number of times that reading was paused and not resumed.
    private var readingPauses = 0
    var isReadingPaused: Bool { readingPauses > 0 }
    /// The peer will send no more; only while flushing, or where the handler wants it answered, for otherwise that is the end.
    var hasPeerEnded = false
    var isWatched = false
    var watchedEvents: UInt32 = 0
    private var deadline: UInt64 = 0

    init(
        _ id: ConnectionID, _ descriptor: Int32, _ acceptedSocket: AcceptedSocket, handler: any ConnectionHandler,
        core: LaneCore
    ) {
        self.id = id
        self.descriptor = descriptor
        self.peer = acceptedSocket.peer
        self.configuration = acceptedSocket.configuration
        self.handler = handler
        self.core = core
    }

    package var isOpen: Bool { phase == .open }

    /// Stops reading until `resumeReading`. What was already read, 64 KiB at most, is still handed over.
    ///
    /// It counts: who pauses for two reasons resumes twice.
    package func pauseReading() {
        guard phase == .open else { return }
        readingPauses += 1
        if readingPauses == 1 { updateWatch() }
    }

    package func resumeReading() {
        guard phase == .open, readingPauses > 0 else { return }
        readingPauses -= 1
        if readingPauses == 0 { updateWatch() }
    }

    /// Has the handler told, once, when so much time has passed; nil calls that off.
    package func expire(after duration: Duration?) {
        guard phase == .open else { return }
        if let duration { setDeadline(duration) } else { deadline = 0 }
    }

    /// Stops reading, sends what waits and then `farewell`, and closes: at the latest after `limits.closeTimeout`.
    package func close(farewell: Frame? = nil, reason: CloseReason) {
        guard phase == .open else {
            if [.awaitingProxyHeader, .tunnelling, .sniffing, .handshaking].contains(phase) { abort(reason) }
            return
        }
        if let farewell { sendExempt(farewell) }
        guard phase == .open else { return }
        phase = .flushing(reason)
        setDeadline(configuration.limits.closeTimeout)
        queuedBytes == 0 ? finishFlushing() : updateWatch()
    }

    /// Closes at once; what waits is dropped.
    package func abort(_ reason: CloseReason) {
        let ended = phase
        guard ended != .dead else { return }
        if reason == .peerClosed, ended == .open { acknowledgedMarkAtClose = acknowledgedMark }
        phase = .dead
        queue = WriteQueue()
        backlog = []
        tls = nil
        core.release(self)
        switch ended {
        case .awaitingProxyHeader, .tunnelling, .sniffing, .handshaking: configuration.failed(peer, id, reason)
        case .open, .flushing: handler.closed(self, reason: reason)
        case .lingering, .dead: break
        }
    }

    func prepareToClose() {
        if phase == .open { handler.willClose(self) }
    }

    // MARK: Phases

    /// The lane has it: what comes first?
    func begin(_ security: AcceptedSocket.Security) {
        updateWatch()
        guard phase == .sniffing else { return }
        peer.proxy == nil || security.isTunnelled ? secure(security) : awaitProxyHeader(then: security)
    }

    func secure(_ security: AcceptedSocket.Security) {
        switch security {
        case .plain:
            open()
        case .sniffed(let context):
            tlsContext = context
            setDeadline(configuration.limits.handshakeTimeout)
        case .client(let context, let serverName, let trust):
            self.trust = trust
            startHandshake(context, serverName: serverName)
            decrypt(UnsafeRawBufferPointer(start: nil, count: 0))
        case .tunnelled(let handshake, let inner):
            openTunnel(handshake, then: inner)
        }
    }

    func open() {
        phase = .open
        deadline = 0
        tlsContext = nil
        handler.opened(self)
    }

    /// Everything has left: ends this side, and waits a little for the other.
    func finishFlushing() {
        guard case .flushing(let reason) = phase else { return }
        tls?.sendCloseNotify()
        guard sendCiphertext() else { return }
        guard !hasPeerEnded else { return abort(reason) }
        shutdown(descriptor, Int32(SHUT_WR))
        phase = .lingering
        tls = nil
        backlog = []
        setDeadline(configuration.limits.lingerTimeout)
        updateWatch()
        handler.closed(self, reason: reason)
    }

    func deadlinePassed(at now: UInt64) {
        guard deadline > 0, deadline <= now else { return }
        deadline = 0
        switch phase {
        case .sniffing: open()
        case .awaitingProxyHeader: abort(.noProxyHeader)
        case .tunnelling, .handshaking: abort(.handshakeTimedOut)
        case .flushing(let reason): abort(reason)
        case .lingering: abort(.peerClosed)
        case .open: handler.expired(self)
        case .dead: break
        }
    }

    func setDeadline(_ duration: Duration) {
        deadline = MonotonicClock.after(duration)
        core.setDeadline(deadline, for: self)
    }

    func startHandshake(_ context: TLSContext, serverName: String?) {
        tlsContext = nil
        phase = .handshaking
        setDeadline(configuration.limits.handshakeTimeout)
        tls = TLSSession(context, serverName: serverName, sink: core.ciphertext)
        if tls == nil { abort(.tlsFailed(OpenSSLErrors.take(or: "out of memory"))) }
    }
}
