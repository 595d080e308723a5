import Basics

/// The address to connect to.
package enum DialTarget: Hashable, Sendable, CustomStringConvertible {
    case tcp(host: String, port: UInt16)
    case unix(path: String)

    package var description: String {
        switch self {
        case .tcp(let host, let port): "\(HostAndPort.bracketed(host)):\(port)"
        case .unix(let path): path
        }
    }
}
