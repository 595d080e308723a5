/// The answer of a `TrustDecision`.
package enum TrustAnswer: Hashable, Sendable {
    case accept
    /// The connection ends with `.untrusted` and this reason.
    case refuse(String)
}

/// Judges a server after its handshake, before a byte of either side is passed on. Called on the connection's lane.
package typealias TrustDecision = @Sendable (ServerCertificate) -> TrustAnswer
