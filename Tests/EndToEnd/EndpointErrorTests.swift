import Foundation
import TestSupport
import Testing

/// What goes wrong with what the door is made of: one line that names the file, the cause and the remedy, and 78.
@Suite struct EndpointErrorTests {
    private func expectRefusal(_ arguments: [String], _ words: String..., code: Int32 = 78) throws {
        try expectRefusal(arguments, words, code)
    }

    private func expectRefusal(of certificate: String, _ key: String, _ words: String...) throws {
        try expectRefusal(["--tls-cert", certificate, "--tls-key", key], words, 78)
    }

    private func expectRefusal(_ arguments: [String], _ words: [String], _ code: Int32) throws {
        let folder = Scratch()
        let outcome = try ProgramResult.of(
            Programs.grillo, ["serve", "--listen", "127.0.0.1:0", "--data", folder.path + "/data"] + arguments)
        #expect(outcome.code == code && outcome.output.isEmpty)
        #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
        for word in words { #expect(outcome.errors.contains(word), "\(outcome.errors)") }
    }

    @Test func `Certificates and keys that do not go together`() throws {
        let authority = try CertificateAuthority()
        let good = try authority.issue("good")
        let other = try authority.issue("other")
        try expectRefusal(of: good.chain, other.key, other.key, "is not the one \(good.chain) is for", "together")
        let reversed = try authority.folder.write(
            String(contentsOfFile: authority.certificate, encoding: .utf8)
                + String(contentsOfFile: good.certificate, encoding: .utf8), to: "reversed")
        try expectRefusal(of: reversed, good.key, reversed, "begins with another certificate", "first")
        let broken = try authority.folder.write(
            String(contentsOfFile: good.certificate, encoding: .utf8)
                + String(contentsOfFile: other.certificate, encoding: .utf8), to: "broken")
        try expectRefusal(of: broken, good.key, broken, "other certificates", "issuer's")
        let public_ = try authority.issue("public", extra: "authorityInfoAccess=caIssuers;URI:http://ca.test/ca.crt")
        try expectRefusal(of: public_.certificate, public_.key, public_.certificate, "fullchain.pem")
        try expectRefusal(["--tls-cert", good.chain], good.chain, "no key", "--tls-key FILE")
        try expectRefusal(["--tls-key", good.key], good.key, "no certificate", "--tls-cert FILE")
    }

    @Test func `Certificates out of their time`() throws {
        let authority = try CertificateAuthority()
        // openssl by itself gives no dates of another day.
        for (name, start, words) in [("old", "3 days ago", "has expired"), ("new", "2 days", "is not valid yet")] {
            let issued = try authority.issue(name)
            let outcome = try ProgramResult.of(
                named: "faketime",
                [
                    start, "openssl", "req", "-x509", "-key", issued.key, "-out", issued.certificate, "-subj",
                    "/CN=\(name)", "-days", "2",
                ])
            try #require(outcome.code == 0, "\(outcome.errors)")
            try expectRefusal(of: issued.certificate, issued.key, issued.certificate, words)
        }
    }

    @Test func `Files that are not what they should be`() throws {
        let authority = try CertificateAuthority()
        let good = try authority.issue("good")
        let folder = Scratch()
        try expectRefusal(of: folder.path + "/none", good.key, folder.path + "/none", "No such file", "its name")
        try expectRefusal(of: good.key, good.key, good.key, "no certificate in PEM form", "BEGIN CERTIFICATE")
        let text = try folder.write("hello", to: "text")
        chmod(text, 0o600)
        try expectRefusal(of: good.certificate, text, text, "no private key in PEM form")
        try expectRefusal(of: good.certificate, folder.path, folder.path, "is no regular file")
        try CertificateAuthority.openssl([
            "pkey", "-in", good.key, "-aes128", "-passout", "pass:x", "-out", folder.path + "/locked",
        ])
        try expectRefusal(of: good.certificate, folder.path + "/locked", "/locked", "passphrase", "openssl pkey")
        chmod(good.key, 0o644)
        try expectRefusal(of: good.certificate, good.key, good.key, "everybody", "chmod o-rwx")
    }

    /// Runs a program as somebody who may not read root's files; nothing where there is no need to, or no way.
    private static let asNobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]

    private static let canBeRefused =
        getuid() != 0
        || (try? ProgramResult.of(named: asNobody[0], Array(asNobody.dropFirst()) + [Programs.grillo, "--version"]))?
            .code
            == 0

    @Test(.enabled(if: canBeRefused, "root may read everything, and may not become somebody else here"))
    func `Files that somebody else may read, and who starts it may not`() throws {
        let authority = try CertificateAuthority()
        let issued = try authority.issue("server")
        let folder = Scratch()
        func put(_ path: String, as name: String, readable: Bool) throws -> String {
            let copy = try folder.write(String(contentsOfFile: path, encoding: .utf8), to: name)
            chmod(copy, readable ? 0o644 : getuid() == 0 ? 0o600 : 0)
            return copy
        }
        let (certificate, hidden) = (try put(issued.chain, as: "crt", readable: true), folder.path + "/hidden")
        let key = try put(issued.key, as: "key", readable: false)
        _ = try put(issued.chain, as: "hidden", readable: false)
        if getuid() == 0 { chown(folder.path, 65534, 65534) }
        for (arguments, file) in [
            (["--tls-cert", certificate, "--tls-key", key], key), (["--tls-cert", hidden, "--tls-key", key], hidden),
            (["--password-file", hidden], hidden), (["--config", hidden], hidden),
        ] {
            let command =
                (getuid() == 0 ? Self.asNobody : ["env"])
                + [Programs.grillo, "serve", "--listen", "127.0.0.1:0", "--data", folder.path + "/data"] + arguments
            let outcome = try ProgramResult.of(named: command[0], Array(command.dropFirst()))
            #expect(outcome.code == 78 && outcome.output.isEmpty, "\(arguments): \(outcome.code)")
            #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
            #expect(outcome.errors.contains(file) && outcome.errors.contains("Permission denied"), "\(outcome.errors)")
        }
    }

    @Test func `Password files that hold none`() throws {
        let folder = Scratch()
        func file(_ text: String, mode: mode_t = 0o600) throws -> String {
            let path = try folder.write(text, to: UUID().uuidString)
            chmod(path, mode)
            return path
        }
        try expectRefusal(["--password-file", folder.path + "/none"], "/none", "No such file", "its name")
        try expectRefusal(["--password-file", folder.path], folder.path, "cannot be read")
        try expectRefusal(["--password-file", try file("")], "no password in its first line", "write one")
        try expectRefusal(["--password-file", try file("\nsecond")], "no password in its first line")
        try expectRefusal(["--password-file", try file("hush", mode: 0o644)], "everybody", "chmod o-rwx")
        try expectRefusal(["--password-file", try file(String(repeating: "x", count: 301))], "at most 300 bytes")
        let whole = try file(String(repeating: "x", count: 300) + "\n")
        _ = try GrilloServer(["--password-file", whole])
    }

    @Test(arguments: [
        ("proxies = [\"10.0.0.0/99\"]", ":1: 'proxies' must be a list"),
        ("open = true\n[tls]\ncrt = \"x\"", ":3: there is no key 'tls.crt'; did you mean 'tls.cert'?"),
        ("[[webirc]]\npassword = \"x\"", ":1: 'webirc' needs from"),
    ])
    func `Keys that are wrong`(text: String, words: String) throws {
        let folder = Scratch()
        let file = try folder.write(text, to: "grillo.toml")
        try expectRefusal(["--config", file], file + words)
    }

    @Test func `What contradicts itself is not begun`() throws {
        let folder = Scratch()
        let password = try folder.write("hush", to: "password")
        chmod(password, 0o600)
        try expectRefusal(["--invite-only", "--open"], "choose one")
        try expectRefusal(["--invite-only", "--password-file", password], "leave one of them out")
        try expectRefusal(["--public-address", "a b"], "--public-address", code: 64)
    }

    @Test func `An invitation that cannot be`() throws {
        let folder = Scratch()
        for (arguments, code, words) in [
            (["--expires", "soon"], 64, "'soon' is no time"), (["--uses", "0"], 64, "--uses 5"),
            (["--room", "den"], 65, "#"), (["--account", "Nick Serv"], 65, "one word"),
            (["revoke", "0000"], 65, "no such"),
        ] as [([String], Int32, String)] {
            let outcome = try ProgramResult.of(
                Programs.grillo, ["invite"] + arguments + ["--data", folder.path])
            #expect(outcome.code == code && outcome.errors.contains(words), "\(arguments): \(outcome.errors)")
            #expect(outcome.errors.split(separator: "\n").count == 1 && outcome.output.isEmpty)
        }
    }
}
