import Glibc
import SystemBasics

/// Why a connection ended. Its description is a sentence fit for a QUIT message.
package enum CloseReason: Hashable, Sendable, CustomStringConvertible {
    /// The peer closed its side in good order.
    case peerClosed
    /// The network or the peer broke it off; the value is an `errno`.
    case reset(Int32)
    /// More bytes waited for the peer than its send queue may hold.
    case sendQueueExceeded
    /// TLS could not be set up, or broke; the value says what, in OpenSSL's words.
    case tlsFailed(String)
    /// A TLS handshake was begun and not finished in time.
    case handshakeTimedOut
    /// We speak TLS first and the peer answered with something else.
    case notTLS
    /// A proxy did not say whom it speaks for.
    case noProxyHeader
    /// The proxy that we go through made no connection.
    case tunnelFailed(SOCKS5Error)
    /// We did not trust the peer's certificate; the value says why.
    case untrusted(String)
    /// This side closed it; the value says why.
    case local(String)

    package var description: String {
        switch self {
        case .peerClosed: "Connection closed"
        case .reset(ECONNRESET), .reset(EPIPE): "Connection reset by peer"
        case .reset(ETIMEDOUT): "Connection timed out"
        case .reset(let code): "\(SystemError(code))"
        case .sendQueueExceeded: "SendQ exceeded"
        case .tlsFailed(let cause): "TLS error: \(cause)"
        case .handshakeTimedOut: "TLS handshake timed out"
        case .notTLS: "Not a TLS peer"
        case .noProxyHeader: "A proxy sent no PROXY header"
        case .tunnelFailed(let error): "No way through the proxy: \(error)"
        case .untrusted(let cause): "Certificate refused: \(cause)"
        case .local(let cause): cause
        }
    }
}
