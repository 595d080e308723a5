import COpenSSL

/// Functions of OpenSSL for code that keeps or checks secrets.
package enum Cryptography {
    /// 32 bytes.
    package static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        let done = EVP_Digest(bytes, bytes.count, &digest, nil, EVP_sha256(), nil)
        precondition(done == 1, "OpenSSL has no SHA-256")
        return digest
    }

    /// 32 bytes. <https://www.rfc-editor.org/rfc/rfc2104>
    package static func hmacSHA256(key: [UInt8], bytes: [UInt8]) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: 32)
        let done = EVP_Q_mac(
            nil, "HMAC", nil, "SHA256", nil, key, key.count, bytes, bytes.count, &code, code.count, nil)
        precondition(done != nil, "OpenSSL has no HMAC")
        return code
    }

    /// 32 bytes, after as much work as `iterations` say: about 0.1 s for 600,000 of them. Not for the server's own queue.
    /// <https://www.rfc-editor.org/rfc/rfc8018#section-5.2>
    package static func pbkdf2SHA256(password: [UInt8], salt: [UInt8], iterations: Int) -> [UInt8] {
        var key = [UInt8](repeating: 0, count: 32)
        let done = password.withUnsafeBytes { password in
            PKCS5_PBKDF2_HMAC(
                password.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(password.count), salt,
                Int32(salt.count), Int32(clamping: max(iterations, 1)), EVP_sha256(), Int32(key.count), &key)
        }
        precondition(done == 1, "OpenSSL has no PBKDF2")
        return key
    }

    /// Bytes that nobody can guess.
    package static func randomBytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let done = RAND_bytes(&bytes, Int32(count))
        precondition(done == 1, "the system has no randomness")
        return bytes
    }

    /// True if two values are the same, told in a time that depends on their length only.
    package static func areEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        a.count == b.count && CRYPTO_memcmp(a, b, a.count) == 0
    }
}
