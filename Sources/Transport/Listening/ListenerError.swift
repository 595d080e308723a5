import SystemBasics

/// Why nothing could listen, and where.
package enum ListenerError: Error, Hashable, CustomStringConvertible {
    case addressInUse(String)
    case permissionDenied(String)
    case badAddress(String)
    /// It is a name, and this program is a static one: see ``NameResolver``.
    case noNameService(String)
    case other(String, errno: Int32)

    package var description: String {
        switch self {
        case .addressInUse(let place): "\(place) is taken: something already listens there"
        case .permissionDenied(let place): "\(place) may not be listened on: permission denied"
        case .badAddress(let place): "\(place) is no address of this machine"
        case .noNameService(let place): "\(place) has a name where this program can only have an address"
        case .other(let place, let code): "\(place) cannot be listened on: \(SystemError(code))"
        }
    }
}
