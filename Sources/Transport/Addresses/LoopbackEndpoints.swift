import Basics
import Glibc

/// Both ends of a TCP connection within this machine. In one network namespace no two connections have the same ends at the same
/// time, so whoever names them to a server there names one connection: nobody between can pass its words on over another, since the
/// ends of that are others.
package struct LoopbackEndpoints: Hashable, Sendable, CustomStringConvertible {
    package let client: IPAddress
    package let clientPort: UInt16
    package let server: IPAddress
    package let serverPort: UInt16

    /// True if a listener at `host` accepts connections to this server's end. The host is a name, an address, or empty for all
    /// addresses of this machine. A name is looked up, which may take a while.
    package func isAccepted(at host: String) -> Bool {
        guard !host.isEmpty, host != "*" else { return true }
        guard case .success(let found) = NameResolver.resolve(host, port: serverPort, toListen: true) else {
            return false
        }
        return found.contains { listening in
            guard let address = listening.ip else { return false }
            // All of IPv6 is all of IPv4, too, unless its owner said otherwise, which is not known here.
            return address == server || address.isUnspecified && (listening.family == AF_INET6 || server.isV4)
        }
    }

    /// The same text on both sides.
    package var description: String { "from \(client) \(clientPort) to \(server) \(serverPort)" }
}

extension LoopbackEndpoints {
    /// Reads the ends of a connected socket; nil unless both are loopback addresses.
    ///
    /// - Parameter isServer: this side has accepted the connection.
    init?(_ descriptor: Int32, isServer: Bool) {
        let (own, other) = (SocketAddress.local(of: descriptor), SocketAddress.peer(of: descriptor))
        let (client, server) = isServer ? (other, own) : (own, other)
        guard let clientAddress = client.ip, let serverAddress = server.ip, clientAddress.isLoopback,
            serverAddress.isLoopback
        else { return nil }
        self.client = clientAddress
        self.server = serverAddress
        clientPort = client.port
        serverPort = server.port
    }
}
