/// What is said by and to a proxy before all else, and what comes behind it.
enum ProxyExchange {
    /// The proxy came to us: what it has said of its peer so far.
    case header(ProxyHeader, then: AcceptedSocket.Security)
    /// We came to the proxy: the talk with it so far.
    case tunnel(SOCKS5Handshake, then: AcceptedSocket.Security)
}

/// The bytes of a proxy that come before those of the peer behind it.
extension Connection {
    func awaitProxyHeader(then security: AcceptedSocket.Security) {
        phase = .awaitingProxyHeader
        proxyExchange = .header(ProxyHeader(), then: security)
        setDeadline(configuration.limits.handshakeTimeout)
    }

    /// Hears whom the proxy speaks for; what stands behind that is the peer's.
    func readProxyHeader(_ bytes: UnsafeRawBufferPointer) {
        guard case .header(var header, let security) = proxyExchange else { return }
        var rest = bytes
        switch header.take(&rest) {
        case .needsMore: proxyExchange = .header(header, then: security)
        case .invalid: abort(.noProxyHeader)
        case .done(let address, let port):
            if let address { (peer.address, peer.port) = (address, port) }
            proxyEnded(security, rest)
        }
    }

    /// Asks the proxy for a way through.
    func openTunnel(_ handshake: SOCKS5Handshake, then security: AcceptedSocket.Security) {
        phase = .tunnelling
        proxyExchange = .tunnel(handshake, then: security)
        setDeadline(configuration.limits.handshakeTimeout)
        tell(proxy: handshake.greeting)
    }

    /// Hears what comes of the request, and answers; what stands behind the last reply is the peer's.
    func readTunnelReply(_ bytes: UnsafeRawBufferPointer) {
        guard case .tunnel(var handshake, let security) = proxyExchange else { return }
        var rest = bytes
        while phase == .tunnelling {
            switch handshake.take(&rest) {
            case .needsMore:
                proxyExchange = .tunnel(handshake, then: security)
                return
            case .send(let answer): tell(proxy: answer)
            case .failed(let error): abort(.tunnelFailed(error))
            // It cannot know what it was asked as long as that waits here.
            case .established where queuedBytes > 0: abort(.tunnelFailed(.notSOCKS5))
            case .established: return proxyEnded(security, rest)
            }
        }
    }

    private func tell(proxy bytes: [UInt8]) {
        isAllAcknowledged = false
        queue.append(Frame(bytes), isExempt: true)
        flush()
    }

    /// The proxy has said all: from here on it is the peer who speaks.
    private func proxyEnded(_ security: AcceptedSocket.Security, _ rest: UnsafeRawBufferPointer) {
        proxyExchange = nil
        phase = .sniffing
        secure(security)
        if !rest.isEmpty, phase != .dead { handleInput(rest) }
    }
}
