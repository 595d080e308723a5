import CLinux
import Glibc

/// Names to addresses, by the system's rules (`/etc/hosts`, DNS). It blocks: call it where that hurts nobody.
enum NameResolver {
    enum Failure: Error {
        /// Nobody knows the name.
        case notFound
    }

    /// The addresses of `host`, in the order to try them, each once: a name may stand in `/etc/hosts` twice.
    static func resolve(_ host: String, port: UInt16, toListen: Bool = false) -> Result<[SocketAddress], Failure> {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = toListen ? AI_PASSIVE : 0
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
