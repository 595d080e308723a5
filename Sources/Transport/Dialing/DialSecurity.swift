/// The security of a dialled connection: none, or TLS with its context.
package enum DialSecurity: Sendable {
    case plain
    /// `serverName` is what the certificate must be for; `trust` has the last word.
    case tls(TLSContext, serverName: String, trust: TrustDecision)
}
