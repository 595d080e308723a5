import Basics
import COpenSSL

extension TLSIdentity {
    /// True if the certificate is for a host: a name, or an address. <https://www.rfc-editor.org/rfc/rfc6125>
    package func covers(_ host: String) -> Bool {
        defer { OpenSSLErrors.clear() }
        guard IPAddress(host) == nil else { return X509_check_ip_asc(certificate, host, 0) == 1 }
        return X509_check_host(certificate, host, 0, 0, nil) == 1
    }
}
