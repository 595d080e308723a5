import COpenSSL
import Glibc

/// Reads what is needed of an X.509 certificate. The pointers are borrowed.
enum X509Certificate {
    /// The SHA-256 of its DER.
    static func fingerprint(_ certificate: OpaquePointer) -> Fingerprint? {
        digest { X509_digest(certificate, EVP_sha256(), $0, $1) }
    }

    /// The SHA-256 of its SubjectPublicKeyInfo's DER: what a pin holds on to.
    static func publicKeyFingerprint(_ certificate: OpaquePointer) -> Fingerprint? {
        guard let key = X509_get_X509_PUBKEY(certificate) else { return nil }
        var der: UnsafeMutablePointer<UInt8>?
        let count = i2d_X509_PUBKEY(key, &der)
        guard count > 0, let der else { return nil }
        defer { CRYPTO_free(der, nil, 0) }
        return digest { EVP_Digest(der, Int(count), $0, $1, EVP_sha256(), nil) }
    }

    /// Its last second, in seconds since 1970.
    static func notAfter(_ certificate: OpaquePointer) -> Int {
        var broken = tm()
        guard ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &broken) == 1 else { return 0 }
        return timegm(&broken)
    }

    private static func digest(
        _ compute: (UnsafeMutablePointer<UInt8>, UnsafeMutablePointer<UInt32>) -> Int32
    ) -> Fingerprint? {
        var bytes = [UInt8](repeating: 0, count: 32)
        var count: UInt32 = 0
        guard compute(&bytes, &count) == 1 else { return nil }
        return Fingerprint(bytes: bytes)
    }
}
