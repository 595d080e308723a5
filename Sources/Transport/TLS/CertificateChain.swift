import COpenSSL

/// A server's certificate and what stands behind it in its file, looked over for the mistakes that people make. The pointers are borrowed.
struct CertificateChain {
    /// An authority that this system trusts vouches for it.
    let isTrustedBySystem: Bool
    private let isSelfSigned: Bool
    private let count: Int
    private let isFollowedByIssuer: Bool
    private let hasPublicIssuer: Bool

    /// - Parameter certificates: the server's own first.
    init(_ certificates: [OpaquePointer]) {
        let own = certificates[0]
        count = certificates.count
        // Not X509_check_issued: a key that may not sign certificates, as ours, has signed its own all the same.
        isSelfSigned =
            X509_NAME_cmp(X509_get_subject_name(own), X509_get_issuer_name(own)) == 0
            && X509_verify(own, X509_get0_pubkey(own)) == 1
        isFollowedByIssuer = certificates.count > 1 && X509_check_issued(certificates[1], own) == X509_V_OK
        hasPublicIssuer = co_names_issuer(own) == 1
        let chain = certificates.dropFirst().map { UnsafeRawPointer($0) as UnsafeRawPointer? }
        isTrustedBySystem = co_judge_server(own, chain, Int32(chain.count), SystemAuthorities.file) == X509_V_OK
        OpenSSLErrors.clear()
    }

    /// Nobody vouches for it that this system knows, and its issuer is not there.
    var isWithoutIssuer: Bool { count == 1 && !isSelfSigned && !isTrustedBySystem }

    /// Why clients would refuse it that trust the authority; nil if they would not.
    ///
    /// A certificate alone can be right where people have the authority's own: only those that say where the issuer's is to be fetched,
    /// as those of public authorities do, come with more.
    func problem(in file: String) -> TLSIdentityError? {
        if isSelfSigned || isTrustedBySystem { return nil }
        if count > 1 { return isFollowedByIssuer ? nil : .brokenChain(file: file) }
        return hasPublicIssuer ? .noChain(file: file) : nil
    }
}
