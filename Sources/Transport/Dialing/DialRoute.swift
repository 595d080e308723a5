/// The way of a dialer: straight to its target, or through a proxy.
struct DialRoute: Sendable {
    let target: DialTarget
    /// Nil where the way is straight.
    let proxy: SOCKS5Proxy?
    /// The talk with the proxy; nil where the way is straight.
    let handshake: SOCKS5Handshake?
    /// The reason for which nothing is to be dialled at all: the proxy cannot be told the target.
    let refusal: DialError?

    /// A socket file is on this machine: no proxy leads there.
    init(to target: DialTarget, through proxy: SOCKS5Proxy?) {
        self.target = target
        guard case .tcp(let host, let port) = target, let proxy else {
            (self.proxy, handshake, refusal) = (nil, nil, nil)
            return
        }
        self.proxy = proxy
        do throws(SOCKS5Error) {
            handshake = try SOCKS5Handshake(host: host, port: port, credentials: proxy.credentials)
            refusal = nil
        } catch {
            handshake = nil
            refusal = .proxyFailed(target.description, proxy: proxy.description, cause: error)
        }
    }

    /// The address that is connected to.
    var firstHop: DialTarget { proxy.map { .tcp(host: $0.host, port: $0.port) } ?? target }

    /// Tells of the first hop why it cannot be connected to.
    ///
    /// - Parameter make: makes the error from the hop's name.
    func error(_ make: (String) -> DialError) -> DialError {
        let error = make(firstHop.description)
        return proxy == nil ? error : .proxyUnreachable(error)
    }
}
