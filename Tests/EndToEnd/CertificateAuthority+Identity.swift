import Foundation
import TestSupport
import Transport

extension CertificateAuthority {
    /// What makes a program trust it: OpenSSL reads the variable.
    var environment: [String: String] { ["SSL_CERT_FILE": certificate] }

    /// A key and a certificate for a name, each time others, for a server in the test's own process.
    func identity(for name: String = "localhost") throws -> TLSIdentity {
        let base = folder.path + "/" + UUID().uuidString
        try "subjectAltName=DNS:\(name)\n".write(toFile: base + ".ext", atomically: true, encoding: .utf8)
        try Self.openssl([
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=\(name)", "-keyout",
            base + ".key", "-out", base + ".csr",
        ])
        try Self.openssl([
            "x509", "-req", "-in", base + ".csr", "-CA", certificate, "-CAkey", folder.path + "/ca.key",
            "-CAcreateserial", "-days", "2", "-extfile", base + ".ext", "-out", base + ".crt",
        ])
        return try TLSIdentity(certificateFile: base + ".crt", keyFile: base + ".key")
    }
}
