import Foundation
import TestSupport

/// A certificate authority of a test's own, and the certificates it gives out, made by the `openssl` of the system.
final class CertificateAuthority {
    let folder: Scratch
    let certificate: String

    init(_ name: String = "Authority of a test") throws {
        folder = Scratch()
        certificate = folder.path + "/ca.crt"
        try Self.openssl([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
            folder.path + "/ca.key", "-out", certificate, "-days", "30", "-subj", "/CN=\(name)",
        ])
    }

    struct IssuedCertificate {
        /// Its own certificate, and that with the authority's behind it.
        let certificate: String
        let chain: String
        let key: String

        /// As `openssl x509 -fingerprint` has it, without colons.
        func fingerprint() throws -> String {
            let outcome = try ProgramResult.of(
                named: "openssl", ["x509", "-in", certificate, "-noout", "-fingerprint", "-sha256"])
            return outcome.output.drop { $0 != "=" }.filter(\.isHexDigit)
        }
    }

    /// A server's certificate for loopback, and for 203.0.113.1.
    func issue(_ name: String, days: Int = 5, extra: String = "") throws -> IssuedCertificate {
        let base = folder.path + "/" + name
        let extensions = try folder.write(
            "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:203.0.113.1\nextendedKeyUsage=serverAuth\n\(extra)\n",
            to: name + ".ext")
        try Self.openssl([
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", base + ".key", "-out",
            base + ".csr", "-subj", "/CN=localhost",
        ])
        try Self.openssl([
            "x509", "-req", "-in", base + ".csr", "-CA", certificate, "-CAkey", folder.path + "/ca.key",
            "-CAcreateserial", "-days", "\(days)", "-extfile", extensions, "-out", base + ".crt",
        ])
        let chain = try folder.write(
            try String(contentsOfFile: base + ".crt", encoding: .utf8)
                + String(contentsOfFile: certificate, encoding: .utf8), to: name + ".chain")
        return IssuedCertificate(certificate: base + ".crt", chain: chain, key: base + ".key")
    }

    static func openssl(_ arguments: [String]) throws {
        let outcome = try ProgramResult.of(named: "openssl", arguments)
        guard outcome.code == 0 else { throw TestFailure(description: "openssl: \(outcome.errors)") }
    }
}
