/// Why a proxy makes no connection for us. Its description says it of the proxy, which is “it”.
package enum SOCKS5Error: Error, Hashable, Sendable, CustomStringConvertible {
    /// What the other side says is no SOCKS5.
    case notSOCKS5
    /// The proxy lets nobody in without a user name and a password, and none was given.
    case credentialsWanted
    /// The proxy takes neither nobody's word nor a user name and a password.
    case loginNotSupported
    case wrongCredentials
    /// The name of the server is empty, or longer than the 255 bytes that a request can hold.
    case invalidName
    /// The proxy closed the connection before it said what comes of the request.
    case closed

    // What a reply says: <https://www.rfc-editor.org/rfc/rfc1928#section-6>
    case generalFailure
    case notAllowed
    case networkUnreachable
    case hostUnreachable
    case connectionRefused
    case ttlExpired
    case commandNotSupported
    case addressTypeNotSupported
    /// A reply whose code means nothing.
    case unassigned(UInt8)

    /// Nil for 0, the code of success.
    init?(replyCode: UInt8) {
        switch replyCode {
        case 0: return nil
        case 1: self = .generalFailure
        case 2: self = .notAllowed
        case 3: self = .networkUnreachable
        case 4: self = .hostUnreachable
        case 5: self = .connectionRefused
        case 6: self = .ttlExpired
        case 7: self = .commandNotSupported
        case 8: self = .addressTypeNotSupported
        default: self = .unassigned(replyCode)
        }
    }

    package var description: String {
        switch self {
        case .notSOCKS5: "it does not speak SOCKS5"
        case .credentialsWanted: "it wants a user name and a password"
        case .loginNotSupported: "it wants another login than a user name and a password"
        case .wrongCredentials: "it refused the user name or the password"
        case .invalidName: "it cannot be told a name that is empty or longer than 255 bytes"
        case .closed: "it closed the connection"
        case .generalFailure: "it failed, and does not say why"
        case .notAllowed: "its rules do not allow that"
        case .networkUnreachable: "it finds no way to that network"
        case .hostUnreachable: "it finds no way to that host"
        case .connectionRefused: "it was refused there, as where nothing listens"
        case .ttlExpired: "it got no answer from there"
        case .commandNotSupported: "it makes no connections for others"
        case .addressTypeNotSupported: "it does not take that kind of address"
        case .unassigned(let code): "it refused with the code \(code)"
        }
    }
}
