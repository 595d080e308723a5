import Dispatch

/// Makes one connection to somewhere, and hands it to a lane. It may be told things from anywhere.
///
/// Names are looked up off every queue; the addresses are tried in order, the next one starting when one fails or has
/// not answered for 250 ms; the first to answer wins. Through a proxy all this is about the proxy's own name, and the target's is looked up
/// by the proxy, never here; what is to be said over TLS is said behind it. In all it takes ``timeout(through:)`` at most. Letting go of a
/// dialer does not stop it: `cancel` does.
package final class Dialer: Sendable {
    private let core: QueueConfined<DialerCore>

    /// Starts at once. Then one of two is called, on `lane`: the handler's `opened`, or `failed`. The handler is made
    /// once an address has answered.
    ///
    /// - Parameters:
    ///   - proxy: leads to a target with a host; a socket file is never behind one.
    ///   - timeout: nil for ``timeout(through:)``.
    package init(
        _ target: DialTarget, _ security: DialSecurity = .plain, through proxy: SOCKS5Proxy? = nil, on lane: Lane,
        tag: String = "", limits: ConnectionLimits = ConnectionLimits(), timeout: Duration? = nil,
        failed: @escaping @Sendable (DialError) -> Void,
        makeHandler: @escaping @Sendable (Peer, ConnectionID) -> any ConnectionHandler
    ) {
        let timeout = timeout ?? Self.timeout(through: proxy)
        var limits = limits
        // The talk with a proxy takes as long as its way to the server, and so do the answers that come back over it.
        if proxy != nil { limits.handshakeTimeout = max(limits.handshakeTimeout, timeout) }
        let place = target.description
        let route = DialRoute(to: target, through: proxy)
        let configuration = ConnectionConfiguration(
            tag: tag, limits: limits,
            failed: { _, _, reason in
                if let error = DialError(reason, place: place, proxy: route.proxy) { failed(error) }
            },
            makeHandler: { makeHandler($0, $1) })
        core = QueueConfined(
            DialerCore(route, security, lane, configuration, failed: failed),
            on: DispatchQueue(label: "grillo.dialer"))
        core.queue.async { [core] in core.value.start(at: core, timeout: timeout) }
    }

    /// How long it may take until a connection is open, with all handshakes: 15 seconds, and through a proxy 60, since one such as Tor's
    /// may first have to find a way, and then a second one, and tells nothing meanwhile.
    package static func timeout(through proxy: SOCKS5Proxy?) -> Duration { proxy == nil ? .seconds(15) : .seconds(60) }

    /// Gives up, without a word, if it has neither opened nor failed yet. The connection, once open, goes on.
    package func cancel() {
        core.queue.async { [core] in core.value.cancel() }
    }
}
