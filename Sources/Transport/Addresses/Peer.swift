import Basics

/// The other end of a connection, and the way by which it came in.
package struct Peer: Sendable {
    /// Nil on a unix socket. Behind a proxy it is the proxy's until that has said whom it speaks for; where we go through one, it stays so.
    package internal(set) var address: IPAddress?
    /// The peer's port, 0 on a unix socket.
    package internal(set) var port: UInt16
    /// The trusted proxy that it came through, or the one that we go through.
    package let proxy: IPAddress?
    /// The tag of the listener or dialer.
    package let tag: String
    /// Both ends of a connection within this machine, with no proxy between that says so. One that does not, such as a forwarded
    /// port, has ends of its own here, which are not the asker's.
    package internal(set) var loopbackEndpoints: LoopbackEndpoints?
    /// The parameters that TLS agreed on; nil before that, and on plain connections.
    package internal(set) var tls: TLSInfo?

    package init(address: IPAddress?, port: UInt16, tag: String, tls: TLSInfo? = nil, proxy: IPAddress? = nil) {
        self.address = address
        self.port = port
        self.tag = tag
        self.tls = tls
        self.proxy = proxy
    }

    package var isUnixSocket: Bool { address == nil }

    /// On this machine: a unix socket, or a loopback address with no proxy between.
    package var isLocal: Bool { proxy == nil && address?.isLoopback ?? true }
}
