import CLinux
import Glibc

/// Names to addresses, by the system's rules (`/etc/hosts`, DNS). It blocks: call it where that hurts nobody.
///
/// How the system looks names up is for the libraries to know that it loads into a program, and a static program cannot load them: there
/// `localhost` and written addresses are all that is known.
enum NameResolver {
    enum Failure: Error {
        /// Nobody knows the name.
        case notFound
        /// It is a name, and this program is a static one.
        case noNameService
    }

    /// The addresses of `host`, in the order to try them, each once: a name may stand in `/etc/hosts` twice.
    ///
    /// - Parameter isStatic: no names are looked up.
    static func resolve(
        _ host: String, port: UInt16, toListen: Bool = false, isStatic: Bool = cl_is_static()
    ) -> Result<[SocketAddress], Failure> {
        guard isStatic else { return lookUp(host, port: port, flags: toListen ? AI_PASSIVE : 0) }
        guard host.lowercased() == "localhost" else {
            return lookUp(host, port: port, flags: AI_NUMERICHOST).mapError { _ in .noNameService }
        }
        return .success(
            ["::1", "127.0.0.1"].flatMap { (try? lookUp($0, port: port, flags: AI_NUMERICHOST).get()) ?? [] })
    }

    private static func lookUp(_ host: String, port: UInt16, flags: Int32) -> Result<[SocketAddress], Failure> {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = flags
        var first: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &first) == 0 else { return .failure(.notFound) }
        defer { freeaddrinfo(first) }
        var found: [SocketAddress] = []
        var next = first
        while let entry = next?.pointee {
            let address = entry.ai_addr.flatMap { SocketAddress($0, length: entry.ai_addrlen) }
            if let address, !found.contains(where: { $0.isSame(as: address) }) { found.append(address) }
            next = entry.ai_next
        }
        return found.isEmpty ? .failure(.notFound) : .success(found)
    }
}
