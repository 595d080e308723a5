import COpenSSL
import Glibc

/// The certificates of the authorities that this system trusts, wherever its distribution keeps them.
///
/// OpenSSL looks where it was built to look, which is right for a program that is linked with the system's own. One that brings its OpenSSL
/// along finds nothing on a system of another kind: then the places are tried where the large distributions keep theirs. What
/// `SSL_CERT_FILE` and `SSL_CERT_DIR` say goes before all of it, as <https://docs.openssl.org/3.0/man3/SSL_CTX_load_verify_locations/> has it.
enum SystemAuthorities {
    /// The file to load besides what OpenSSL finds by itself; nil where it finds what it needs.
    static let file: String? = file(
        isSet: { getenv($0) != nil }, isThere: { access($0, R_OK) == 0 },
        standard: [String(cString: X509_get_default_cert_file()), String(cString: X509_get_default_cert_dir())])

    /// - Parameters:
    ///   - isSet: True for a variable of the environment that is set.
    ///   - isThere: True for a file or folder that can be read.
    ///   - standard: Where OpenSSL looks by itself.
    static func file(isSet: (String) -> Bool, isThere: (String) -> Bool, standard: [String]) -> String? {
        if isSet("SSL_CERT_FILE") || isSet("SSL_CERT_DIR") || standard.contains(where: isThere) { return nil }
        return bundles.first(where: isThere)
    }

    private static let bundles = [
        "/etc/ssl/certs/ca-certificates.crt",  // Debian, Ubuntu, Arch, Gentoo, NixOS
        "/etc/pki/tls/certs/ca-bundle.crt",  // Fedora, RHEL
        "/etc/ssl/ca-bundle.pem",  // openSUSE
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  // RHEL without the older names
        "/etc/ssl/cert.pem",  // Alpine
        "/var/lib/ca-certificates/ca-bundle.pem",  // SLES
    ]
}
