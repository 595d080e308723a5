import Testing
import Transport

@Suite struct CryptographyTests {
    private func bytes(_ hex: String) -> [UInt8] {
        let digits = hex.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    @Test(arguments: [
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ])
    func `SHA-256 is that of RFC 6234`(_ text: String, _ digest: String) {
        #expect(Cryptography.sha256(Array(text.utf8)) == bytes(digest))
    }

    @Test func `HMAC is that of RFC 4231, with keys of any length`() {
        #expect(
            Cryptography.hmacSHA256(key: Array("Jefe".utf8), bytes: Array("what do ya want for nothing?".utf8))
                == bytes("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"))
        #expect(
            Cryptography.hmacSHA256(
                key: Array(repeating: 0xAA, count: 131),
                bytes: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8))
                == bytes("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"))
        #expect(Cryptography.hmacSHA256(key: [], bytes: []).count == 32)
    }

    @Test func `PBKDF2 is that of RFC 7914`() {
        let key = Cryptography.pbkdf2SHA256(password: Array("passwd".utf8), salt: Array("salt".utf8), iterations: 1)
        #expect(key == bytes("55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"))
        #expect(Cryptography.pbkdf2SHA256(password: [], salt: [], iterations: 2).count == 32)
    }

    @Test func `Random bytes are as many as were asked for, and others each time`() {
        #expect(Cryptography.randomBytes(18).count == 18)
        #expect(Cryptography.randomBytes(32) != Cryptography.randomBytes(32))
        #expect(Cryptography.randomBytes(0) == [])
    }

    @Test func `Values are equal if all their bytes are`() {
        #expect(Cryptography.areEqual([1, 2, 3], [1, 2, 3]))
        #expect(!Cryptography.areEqual([1, 2, 3], [1, 2, 4]))
        #expect(!Cryptography.areEqual([1, 2, 3], [1, 2]))
        #expect(Cryptography.areEqual([], []))
    }
}
