import Glibc
import SystemBasics
import TestSupport
import Testing

@testable import Transport

@Suite("The server's identity")
struct TLSIdentityTests {
    private func write(_ text: String, _ path: String) throws {
        try PrivateFile.write(Array(text.utf8), to: path)
    }

    @Test func `Made once, it is the same ever after, and private`() throws {
        let folder = Scratch()
        let made = try TLSIdentity.loadOrCreate(in: folder.path)
        let again = try TLSIdentity.loadOrCreate(in: folder.path)
        #expect(made.warning == nil, "what the server made itself is nothing to be warned of")
        #expect(again.certificateFingerprint == made.certificateFingerprint)
        #expect(again.publicKeyFingerprint == made.publicKeyFingerprint)
        for name in ["tls.key", "tls.crt"] {
            var status = stat()
            #expect(stat(folder.file(name), &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600)
        }
        #expect(made.notAfter > time(nil) + 19 * 365 * 86_400)
    }

    @Test func `A lost certificate is made anew for the same key, so a pin stays true`() throws {
        let folder = Scratch()
        let made = try TLSIdentity.loadOrCreate(in: folder.path)
        unlink(folder.file("tls.crt"))
        let again = try TLSIdentity.loadOrCreate(in: folder.path)
        #expect(again.publicKeyFingerprint == made.publicKeyFingerprint)
        #expect(again.certificateFingerprint != made.certificateFingerprint)
    }

    @Test func `What is wrong is named, with its file`() throws {
        let (folder, other) = (Scratch(), Scratch())
        _ = try TLSIdentity.loadOrCreate(in: folder.path)
        _ = try TLSIdentity.loadOrCreate(in: other.path)
        let (certificate, key) = (folder.file("tls.crt"), folder.file("tls.key"))
        try write("not a certificate", folder.file("text"))
        #expect(throws: TLSIdentityError.unreadable(file: "/nonexistent", errno: ENOENT)) {
            try TLSIdentity(certificateFile: "/nonexistent", keyFile: key)
        }
        #expect(throws: TLSIdentityError.notPEM(file: folder.file("text"), expected: "certificate")) {
            try TLSIdentity(certificateFile: folder.file("text"), keyFile: key)
        }
        #expect(throws: TLSIdentityError.notPEM(file: folder.file("text"), expected: "private key")) {
            try TLSIdentity(certificateFile: certificate, keyFile: folder.file("text"))
        }
        #expect(
            throws: TLSIdentityError.keyDoesNotMatch(certificateFile: certificate, keyFile: other.file("tls.key"))
        ) {
            try TLSIdentity(certificateFile: certificate, keyFile: other.file("tls.key"))
        }
    }

    @Test func `A fingerprint reads what it writes, as ssh shows it`() throws {
        let fingerprint = try #require(Fingerprint(bytes: (0..<32).map { UInt8($0) }))
        #expect(fingerprint.description == "SHA256:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8")
        #expect(fingerprint.grouped == "SHA256:AAEC AwQF BgcI CQoL DA0O DxAR EhMU FRYX GBka Gxwd Hh8")
        #expect(fingerprint.hex.hasPrefix("00010203") && fingerprint.hex.count == 64)
        #expect(Fingerprint(fingerprint.description) == fingerprint)
        #expect(Fingerprint("SHA256:short") == nil)
        #expect(Fingerprint(bytes: [1]) == nil)
    }
}
