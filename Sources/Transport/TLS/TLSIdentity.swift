import COpenSSL
import Glibc
import SystemBasics

/// A private key, the certificate for it, and the certificates that vouch for that one.
///
/// `@unchecked Sendable` because of the pointers: the objects are not changed after `init`, and OpenSSL counts their
/// references atomically.
package final class TLSIdentity: @unchecked Sendable {
    let certificate: OpaquePointer
    let issuers: [OpaquePointer]
    let key: OpaquePointer

    /// The SHA-256 of the certificate's DER.
    package let certificateFingerprint: Fingerprint
    /// The SHA-256 of the SubjectPublicKeyInfo: it stays when a certificate is renewed for the same key.
    package let publicKeyFingerprint: Fingerprint
    /// The certificate's last second, in seconds since 1970.
    package let notAfter: Int
    /// True if an authority that this system trusts vouches for the certificate, under whatever name.
    package let isTrustedBySystem: Bool
    /// A sentence about a trait of the certificate that is unusual and allowed; nil for none.
    package let warning: String?

    /// Reads PEM files: the certificate followed by those of its issuers, and its private key without a passphrase.
    package convenience init(certificateFile: String, keyFile: String) throws(TLSIdentityError) {
        let certificates = try PEM.certificates(TLSIdentityError.bytes(of: certificateFile), of: certificateFile)
        do throws(TLSIdentityError) {
            let key = try PEM.privateKey(TLSIdentityError.bytes(of: keyFile), of: keyFile)
            if PrivateFile.isExposed(keyFile) {
                EVP_PKEY_free(key)
                throw .exposed(file: keyFile)
            }
            try self.init(certificates: certificates, key: key, certificateFile: certificateFile, keyFile: keyFile)
        } catch {
            certificates.forEach { X509_free($0) }
            throw error
        }
    }

    /// The identity kept as `tls.key` and `tls.crt` in `folder`, made and written (mode 0600) the first time.
    ///
    /// A key without its certificate gets a new one, so that what others pinned stays true.
    package static func loadOrCreate(in folder: String) throws(TLSIdentityError) -> TLSIdentity {
        let (keyFile, certificateFile) = (folder + "/tls.key", folder + "/tls.crt")
        let hasCertificate = access(certificateFile, F_OK) == 0
        if access(keyFile, F_OK) != 0, !hasCertificate {
            let key = try SelfSignedCertificate.makeKey()
            defer { EVP_PKEY_free(key) }
            try TLSIdentityError.write(PEM.text(privateKey: key), to: keyFile)
        }
        if !hasCertificate {
            let key = try PEM.privateKey(TLSIdentityError.bytes(of: keyFile), of: keyFile)
            defer { EVP_PKEY_free(key) }
            let certificate = try SelfSignedCertificate.makeCertificate(for: key)
            defer { X509_free(certificate) }
            try TLSIdentityError.write(PEM.text(certificate: certificate), to: certificateFile)
        }
        return try TLSIdentity(certificateFile: certificateFile, keyFile: keyFile)
    }

    /// Checks that ``loadOrCreate(in:)`` would find files that it can use, or none, and makes nothing.
    package static func check(in folder: String) throws(TLSIdentityError) {
        let (keyFile, certificateFile) = (folder + "/tls.key", folder + "/tls.crt")
        let hasCertificate = access(certificateFile, F_OK) == 0
        guard hasCertificate || access(keyFile, F_OK) == 0 else { return }
        try check(certificateFile: hasCertificate ? certificateFile : nil, keyFile: keyFile)
    }

    /// Throws unless a key can be used, with its certificate where there is one; nothing is made.
    package static func check(certificateFile: String?, keyFile: String) throws(TLSIdentityError) {
        if let certificateFile {
            _ = try TLSIdentity(certificateFile: certificateFile, keyFile: keyFile)
        } else {
            EVP_PKEY_free(try PEM.privateKey(TLSIdentityError.bytes(of: keyFile), of: keyFile))
        }
    }

    /// Takes the references over, unless it throws: then it frees the key only.
    private init(
        certificates: [OpaquePointer], key: OpaquePointer, certificateFile: String, keyFile: String
    ) throws(TLSIdentityError) {
        let certificate = certificates[0]
        let chain = CertificateChain(certificates)
        let problem: TLSIdentityError? =
            if X509_check_private_key(certificate, key) != 1 {
                certificates.contains { X509_check_private_key($0, key) == 1 }
                    ? .notFirst(certificateFile: certificateFile)
                    : .keyDoesNotMatch(certificateFile: certificateFile, keyFile: keyFile)
            } else if X509_cmp_time(X509_get0_notAfter(certificate), nil) < 0 {
                .expired(file: certificateFile)
            } else if X509_cmp_time(X509_get0_notBefore(certificate), nil) > 0 {
                .notYetValid(file: certificateFile)
            } else {
                chain.problem(in: certificateFile)
            }
        OpenSSLErrors.clear()
        guard problem == nil, let whole = X509Certificate.fingerprint(certificate),
            let publicKey = X509Certificate.publicKeyFingerprint(certificate)
        else {
            EVP_PKEY_free(key)
            throw problem ?? .notPEM(file: certificateFile, expected: "certificate")
        }
        self.certificate = certificate
        self.issuers = Array(certificates.dropFirst())
        self.key = key
        certificateFingerprint = whole
        publicKeyFingerprint = publicKey
        notAfter = X509Certificate.notAfter(certificate)
        isTrustedBySystem = chain.isTrustedBySystem
        warning =
            chain.isWithoutIssuer
            ? "\(certificateFile) holds one certificate: clients must have its issuer's" : nil
    }

    deinit {
        X509_free(certificate)
        issuers.forEach { X509_free($0) }
        EVP_PKEY_free(key)
    }
}
