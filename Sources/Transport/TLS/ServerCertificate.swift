/// The certificate that a server showed in a TLS handshake, for the user's side to judge.
package struct ServerCertificate: Hashable, Sendable {
    /// The SHA-256 of its public key, which is pinned.
    package let publicKeyFingerprint: Fingerprint
    package let certificateFingerprint: Fingerprint
    /// An authority that this system trusts vouches for it, under the name that was dialled.
    package let isTrustedBySystem: Bool
    /// Why nobody vouches, in OpenSSL's words; nil when somebody does.
    package let problem: String?
    /// Its last second, in seconds since 1970.
    package let notAfter: Int
}
