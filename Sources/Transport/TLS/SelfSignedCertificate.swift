import COpenSSL
import Glibc

/// Makes the identity of a server that nobody configured: an ECDSA P-256 key and a certificate it signs itself.
enum SelfSignedCertificate {
    static let years = 20

    /// The key belongs to the caller.
    static func makeKey() throws(TLSIdentityError) -> OpaquePointer {
        OpenSSLErrors.clear()
        guard let key = co_new_p256_key() else { throw .notMade(OpenSSLErrors.take(or: "no random numbers")) }
        return key
    }

    /// A certificate for `key`, good from yesterday (clocks differ) for twenty years, for this host's name and
    /// loopback. It belongs to the caller.
    static func makeCertificate(for key: OpaquePointer) throws(TLSIdentityError) -> OpaquePointer {
        OpenSSLErrors.clear()
        guard let certificate = X509_new() else { throw .notMade("out of memory") }
        guard fill(certificate, for: key), X509_sign(certificate, key, EVP_sha256()) > 0 else {
            X509_free(certificate)
            throw .notMade(OpenSSLErrors.take(or: "the certificate could not be signed"))
        }
        return certificate
    }

    private static func fill(_ certificate: OpaquePointer, for key: OpaquePointer) -> Bool {
        let day = 24 * 60 * 60
        var serial: UInt64 = 0
        guard let name = X509_get_subject_name(certificate),
            withUnsafeMutableBytes(of: &serial, { RAND_bytes($0.baseAddress, Int32($0.count)) }) == 1
        else { return false }
        X509_set_version(certificate, 2)
        ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial >> 1 | 1)
        X509_gmtime_adj(X509_getm_notBefore(certificate), -day)
        X509_time_adj_ex(X509_getm_notAfter(certificate), Int32(years * 365 + years / 4), 0, nil)
        return X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, "grillo", -1, -1, 0) == 1
            && X509_set_issuer_name(certificate, name) == 1
            && X509_set_pubkey(certificate, key) == 1
            && co_add_extension(certificate, NID_basic_constraints, "critical,CA:FALSE") == 1
            && co_add_extension(certificate, NID_key_usage, "critical,digitalSignature") == 1
            && co_add_extension(certificate, NID_subject_alt_name, alternativeNames) == 1
    }

    private static var alternativeNames: String {
        var buffer = [CChar](repeating: 0, count: 256)
        _ = gethostname(&buffer, buffer.count - 1)
        let host = buffer.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        let isName = !host.isEmpty && host != "localhost" && host.utf8.allSatisfy(isHostCharacter)
        return "DNS:localhost,IP:127.0.0.1,IP:::1" + (isName ? ",DNS:\(host)" : "")
    }

    /// A letter, a digit, `-` or `.`: anything else would be read as syntax of the extension.
    private static func isHostCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
