/// A connected socket on its way to a lane: what it is to be there.
package struct AcceptedSocket: Sendable {
    package enum Security: Sendable {
        /// No TLS.
        case plain
        /// TLS, if the peer's first byte says so; the peer speaks first.
        case sniffed(TLSContext)
        /// TLS, and this side speaks first.
        case client(TLSContext, serverName: String, trust: TrustDecision)
        /// A way through the proxy at the other end, which is asked for first, and what is spoken there.
        indirect case tunnelled(SOCKS5Handshake, then: Security)

        var isTunnelled: Bool { if case .tunnelled = self { true } else { false } }
    }

    package var peer: Peer
    package var security: Security
    package var configuration: ConnectionConfiguration

    package init(peer: Peer, security: Security, configuration: ConnectionConfiguration) {
        self.peer = peer
        self.security = security
        self.configuration = configuration
    }
}
