/// The header that comes before all else from a proxy.
extension Connection {
    /// Hears whom the proxy speaks for; what stands behind that is the peer's.
    func readProxyHeader(_ bytes: UnsafeRawBufferPointer) {
        guard let (soFar, security) = proxyHeader else { return }
        var header = soFar
        var rest = bytes
        switch header.take(&rest) {
        case .needsMore: proxyHeader = (header, security)
        case .invalid: abort(.noProxyHeader)
        case .done(let address, let port):
            proxyHeader = nil
            if let address { (peer.address, peer.port) = (address, port) }
            phase = .sniffing
            secure(security)
            if !rest.isEmpty, phase != .dead { handleInput(rest) }
        }
    }
}
