/// The handler that is told what happens on one connection. Every call comes on the queue of the connection's lane.
///
/// In order: `opened` once, then any number of `received` and `drained`, then `closed` once. A connection that fails
/// before it opens calls none of them; `ConnectionConfiguration.failed` is told instead. It is called from inside the lane's work:
/// it must not block, and may call any method of the connection.
package protocol ConnectionHandler: AnyObject {
    /// It can be written to. Under TLS the handshake is done and `connection.peer.tls` says with what.
    func opened(_ connection: Connection)

    /// Bytes came, 64 KiB at most. The pointer is valid during the call only.
    func received(_ bytes: UnsafeRawBufferPointer, from connection: Connection)

    /// The peer of a plain connection will send no more, but may still read. True if it is to be answered yet: then this side is to
    /// close it. Otherwise, and without this, the connection is over.
    func peerEnded(_ connection: Connection) -> Bool

    /// The write queue fell to `ConnectionLimits.drainMark` after having been above it, or after `notifyWhenDrained`.
    func drained(_ connection: Connection)

    /// The time that `connection.expire(after:)` set is over.
    func expired(_ connection: Connection)

    /// All connections will be closed soon, by this side.
    func willClose(_ connection: Connection)

    /// It is over, after any farewell has left; what is sent from here on is dropped.
    func closed(_ connection: Connection, reason: CloseReason)
}

extension ConnectionHandler {
    package func peerEnded(_ connection: Connection) -> Bool { false }
    package func expired(_ connection: Connection) {}
    package func willClose(_ connection: Connection) {}
}
