import Basics
import Glibc

/// Makes the sockets that a listener accepts on. They belong to the caller.
enum ListeningSocket {
    private static let backlog: Int32 = 4096

    /// One socket for each address of `host`, all on one port. `*` or nothing is every interface: IPv6 and IPv4 at
    /// once, or IPv4 alone where there is no IPv6. With port 0 the system chooses.
    /// - Parameter isTrial: another port than the one that is asked for will do.
    static func tcp(
        host: String, port: UInt16, isTrial: Bool = false
    ) throws(ListenerError) -> (descriptors: [Int32], port: UInt16) {
        let place = "\(host.isEmpty ? "*" : HostAndPort.bracketed(host)):\(port)"
        let port = isTrial ? 0 : port
        guard host != "*", !host.isEmpty else {
            let everything = SocketAddress.any(AF_INET6, port: port)
            var descriptor: Int32
            do throws(ListenerError) {
                descriptor = try open(everything, place, isDualStack: true)
            } catch .badAddress {
                // A machine without IPv6.
                descriptor = try open(.any(AF_INET, port: port), place)
            }
            return ([descriptor], SocketAddress.local(of: descriptor).port)
        }
        let addresses: [SocketAddress]
        switch NameResolver.resolve(host, port: port, toListen: true) {
        case .success(let found): addresses = found
        case .failure(.notFound): throw .badAddress(place)
        case .failure(.noNameService): throw .noNameService(place)
        }
        var descriptors: [Int32] = []
        var chosen = port
        var failure = ListenerError.badAddress(place)
        for address in addresses {
            do throws(ListenerError) {
                descriptors.append(try open(address.with(port: chosen), place))
                if chosen == 0 { chosen = SocketAddress.local(of: descriptors[0]).port }
            } catch .badAddress {
                continue
            } catch {
                failure = error
                descriptors.forEach { close($0) }
                descriptors = []
                break
            }
        }
        guard !descriptors.isEmpty else { throw failure }
        return (descriptors, chosen)
    }

    /// A socket file that only its owner may open. One that nobody listens on any more is replaced.
    static func unix(_ path: String) throws(ListenerError) -> Int32 {
        guard let address = SocketAddress.unix(path) else { throw .other(path, errno: ENAMETOOLONG) }
        let descriptor = Socket.make(AF_UNIX)
        guard descriptor >= 0 else { throw .other(path, errno: -descriptor) }
        var status = address.withPointer { bind(descriptor, $0, $1) } == 0 ? 0 : errno
        if status == EADDRINUSE, isStale(address, path) {
            unlink(path)
            status = address.withPointer { bind(descriptor, $0, $1) } == 0 ? 0 : errno
        }
        if status == 0, chmod(path, 0o600) != 0 || listen(descriptor, backlog) != 0 { status = errno }
        guard status == 0 else {
            close(descriptor)
            throw error(status, path)
        }
        return descriptor
    }

    /// A descriptor of its own for each of the sockets that another process made.
    static func copies(of sockets: [InheritedSocket]) throws(ListenerError) -> [Int32] {
        var descriptors: [Int32] = []
        for socket in sockets {
            let copy = fcntl(socket.descriptor, F_DUPFD_CLOEXEC, 0)
            guard copy >= 0 else {
                let code = errno
                descriptors.forEach { close($0) }
                throw .other("\(HostAndPort.bracketed(socket.host)):\(socket.port)", errno: code)
            }
            descriptors.append(copy)
        }
        return descriptors
    }

    private static func open(
        _ address: SocketAddress, _ place: String, isDualStack: Bool = false
    ) throws(ListenerError) -> Int32 {
        let descriptor = Socket.make(address.family)
        guard descriptor >= 0 else { throw error(-descriptor, place) }
        _ = Socket.set(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
        if address.family == AF_INET6 {
            _ = Socket.set(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, isDualStack ? 0 : 1)
        }
        guard address.withPointer({ bind(descriptor, $0, $1) }) == 0, listen(descriptor, backlog) == 0 else {
            let code = errno
            close(descriptor)
            throw error(code, place)
        }
        return descriptor
    }

    /// A socket file is there and nobody answers.
    private static func isStale(_ address: SocketAddress, _ path: String) -> Bool {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return false }
        let probe = Socket.make(AF_UNIX)
        guard probe >= 0 else { return false }
        defer { close(probe) }
        return address.withPointer { connect(probe, $0, $1) } != 0 && errno == ECONNREFUSED
    }

    private static func error(_ code: Int32, _ place: String) -> ListenerError {
        switch code {
        case EADDRINUSE: .addressInUse(place)
        case EACCES, EPERM: .permissionDenied(place)
        case EADDRNOTAVAIL, EAFNOSUPPORT: .badAddress(place)
        default: .other(place, errno: code)
        }
    }
}
