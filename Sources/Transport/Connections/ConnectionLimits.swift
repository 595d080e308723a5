/// The bounds of a connection.
package struct ConnectionLimits: Sendable {
    /// Bytes that may wait for the peer to read; one more and it is closed with `.sendQueueExceeded`.
    package var sendQueueBytes = 1 << 20
    /// The bytes that may still wait when `drained` is called.
    package var drainMark = 64 << 10
    /// From the first byte of a TLS handshake to its end. A peer silent for as long is taken for a plain one.
    package var handshakeTimeout: Duration = .seconds(10)
    /// The time that a close may take to send the bytes that are left.
    package var closeTimeout: Duration = .seconds(3)
    /// The time, after all is sent, for which the peer's own end of the connection is waited for, so that no byte is lost.
    package var lingerTimeout: Duration = .seconds(1)

    package init() {}
}
