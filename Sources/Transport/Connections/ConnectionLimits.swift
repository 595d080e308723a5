/// The bounds of a connection.
package struct ConnectionLimits: Sendable {
    /// Bytes that may wait for the peer to read; one more and it is closed with `.sendQueueExceeded`.
    package var sendQueueBytes = 1 << 20
    /// How few bytes must wait for `drained` to be called.
    package var drainMark = 64 << 10
    /// From the first byte of a TLS handshake to its end. A peer silent for as long is taken for a plain one.
    package var handshakeTimeout: Duration = .seconds(10)
    /// What a close with something left to say may take to say it.
    package var closeTimeout: Duration = .seconds(3)
    /// How long, all said, the peer's own end of the connection is waited for, so that what was said is not lost.
    package var lingerTimeout: Duration = .seconds(1)

    package init() {}
}
