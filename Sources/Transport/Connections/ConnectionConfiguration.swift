import Basics

/// The way in which a listener or a dialer receives the connections it makes: their tag, security and lanes, their handlers, and
/// those that hear of failures.
package final class ConnectionConfiguration: Sendable {
    /// Copied into every `Peer`.
    package let tag: String
    /// With a context, a listener's connections may speak TLS or not: their first byte says. Without, they are plain.
    package let tls: TLSContext?
    /// The lanes of the group that its connections are shared out among; nil for all.
    package let lanes: Range<Int>?
    package let limits: ConnectionLimits
    /// The networks of proxies: a connection from there begins with a PROXY header, or ends.
    package let proxies: [IPNetwork]
    /// Makes the handler of one connection, on its lane, before anything is read from it. Nil refuses the connection
    /// without a word. `peer.tls` is not known yet.
    package let makeHandler: @Sendable (Peer, ConnectionID) -> (any ConnectionHandler)?
    /// Hears, on its lane, of a connection that got a handler and ended before it opened.
    package let failed: @Sendable (Peer, ConnectionID, CloseReason) -> Void
    /// Hears, on the listener's queue, that somebody was turned away because the process may open no more; ten times a second at most.
    package let outOfDescriptors: @Sendable () -> Void

    package init(
        tag: String = "", tls: TLSContext? = nil, lanes: Range<Int>? = nil,
        limits: ConnectionLimits = ConnectionLimits(), proxies: [IPNetwork] = [],
        failed: @escaping @Sendable (Peer, ConnectionID, CloseReason) -> Void = { _, _, _ in },
        outOfDescriptors: @escaping @Sendable () -> Void = {},
        makeHandler: @escaping @Sendable (Peer, ConnectionID) -> (any ConnectionHandler)?
    ) {
        self.tag = tag
        self.tls = tls
        self.lanes = lanes
        self.limits = limits
        self.proxies = proxies
        self.failed = failed
        self.outOfDescriptors = outOfDescriptors
        self.makeHandler = makeHandler
    }
}
