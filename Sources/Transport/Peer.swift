/// Who is at the other end of a connection, and how it came in.
package struct Peer: Sendable {
    /// Nil on a unix socket.
    package let address: IPAddress?
    /// The peer's port, 0 on a unix socket.
    package let port: UInt16
    /// What the listener or dialer was tagged with.
    package let tag: String
    /// What TLS agreed on, nil before it has and on plain connections.
    package internal(set) var tls: TLSInfo?

    package init(address: IPAddress?, port: UInt16, tag: String, tls: TLSInfo? = nil) {
        self.address = address
        self.port = port
        self.tag = tag
        self.tls = tls
    }

    package var isUnixSocket: Bool { address == nil }

    /// On this machine: a unix socket or a loopback address.
    package var isLocal: Bool { address?.isLoopback ?? true }
}
