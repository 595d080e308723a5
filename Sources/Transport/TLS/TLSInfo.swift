/// The parameters that a TLS handshake agreed on.
package struct TLSInfo: Hashable, Sendable {
    /// As OpenSSL names it: `TLSv1.3`.
    package let version: String
    /// As OpenSSL names it: `TLS_AES_256_GCM_SHA384`.
    package let cipher: String
    /// The SHA-256 of the peer's certificate, if it showed one. It proved to hold the key; nobody vouched for it.
    package let peerCertificate: Fingerprint?

    package init(version: String, cipher: String, peerCertificate: Fingerprint?) {
        self.version = version
        self.cipher = cipher
        self.peerCertificate = peerCertificate
    }
}
