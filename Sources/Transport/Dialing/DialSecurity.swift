/// Whether, and how, a dialled connection speaks TLS.
package enum DialSecurity: Sendable {
    case plain
    /// `serverName` is what the certificate must be for; `trust` has the last word.
    case tls(TLSContext, serverName: String, trust: TrustDecision)
}
