import Glibc
import SystemBasics

/// Why a connection could not be made, and to what.
package enum DialError: Error, Hashable, CustomStringConvertible {
    case nameNotFound(String)
    case refused(String)
    case unreachable(String)
    case timedOut(String)
    case tlsFailed(String, cause: String)
    /// TLS was wanted and the other side speaks something else.
    case notTLS(String)
    /// The `TrustDecision` refused the certificate, for this cause.
    case refusedByTrust(String, cause: String)
    case other(String, errno: Int32)
    /// There is no connection to the proxy itself.
    indirect case proxyUnreachable(DialError)
    /// The proxy was reached, and makes no connection to the place.
    case proxyFailed(String, proxy: String, cause: SOCKS5Error)

    package var description: String {
        switch self {
        case .nameNotFound(let host): "\(host) was not found"
        case .refused(let place): "\(place) refused the connection: nothing listens there"
        case .unreachable(let place): "\(place) cannot be reached from here"
        case .timedOut(let place): "\(place) does not answer"
        case .tlsFailed(let place, let cause): "\(place) and this side cannot agree on TLS: \(cause)"
        case .notTLS(let place): "\(place) does not speak TLS on this port"
        case .refusedByTrust(let place, let cause): "\(place) is not trusted: \(cause)"
        case .other(let place, let code): "\(place) cannot be connected to: \(SystemError(code))"
        case .proxyUnreachable(let cause): "the proxy does not work: \(cause)"
        case .proxyFailed(let place, let proxy, let cause):
            "\(place) cannot be reached through the proxy \(proxy): \(cause)"
        }
    }

    init(errno code: Int32, place: String) {
        self =
            switch code {
            case ECONNREFUSED, ENOENT: .refused(place)
            case ENETUNREACH, EHOSTUNREACH, EADDRNOTAVAIL, EAFNOSUPPORT: .unreachable(place)
            case ETIMEDOUT: .timedOut(place)
            default: .other(place, errno: code)
            }
    }

    /// Nil for what this side did itself: a cancelled dialer says nothing.
    ///
    /// - Parameter proxy: the one that the connection goes through; nil for none.
    init?(_ reason: CloseReason, place: String, proxy: SOCKS5Proxy?) {
        switch reason {
        case .local: return nil
        case .notTLS: self = .notTLS(place)
        case .untrusted(let cause): self = .refusedByTrust(place, cause: cause)
        case .handshakeTimedOut: self = .timedOut(place, proxy: proxy)
        case .tunnelFailed(let error):
            self = .proxyFailed(place, proxy: proxy?.description ?? place, cause: error)
        case .reset(let code): self.init(errno: code, place: place)
        case .peerClosed, .sendQueueExceeded, .tlsFailed, .noProxyHeader:
            self = .tlsFailed(place, cause: reason.description)
        }
    }

    /// A connection that was not ready in time. Through a proxy it is not known which of the two is silent.
    private static func timedOut(_ place: String, proxy: SOCKS5Proxy?) -> DialError {
        .timedOut(proxy.map { "\(place), through the proxy \($0)," } ?? place)
    }
}
