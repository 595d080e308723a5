import COpenSSL

/// Keys and certificates as PEM text. What it returns belongs to the caller.
enum PEM {
    /// At least one certificate, in the order of the file.
    static func certificates(_ text: [UInt8], of file: String) throws(TLSIdentityError) -> [OpaquePointer] {
        let found = reading(text) { bio in
            var found: [OpaquePointer] = []
            while let certificate = PEM_read_bio_X509(bio, nil, nil, nil) { found.append(certificate) }
            return found
        }
        guard let found, !found.isEmpty else { throw .notPEM(file: file, expected: "certificate") }
        return found
    }

    static func privateKey(_ text: [UInt8], of file: String) throws(TLSIdentityError) -> OpaquePointer {
        // Without this callback OpenSSL would ask for the passphrase on the terminal.
        var askedForPassphrase = false
        let key = reading(text) { bio in
            PEM_read_bio_PrivateKey(
                bio, nil,
                { _, _, _, asked in
                    asked?.assumingMemoryBound(to: Bool.self).pointee = true
                    return -1
                }, &askedForPassphrase)
        }
        guard let key = key ?? nil else {
            throw askedForPassphrase ? .keyNeedsPassphrase(file: file) : .notPEM(file: file, expected: "private key")
        }
        return key
    }

    /// Gives what a body reads of a text; nil where OpenSSL has no memory. The BIO borrows the text, which stays where it is meanwhile.
    private static func reading<Value>(_ text: [UInt8], _ body: (OpaquePointer) -> Value) -> Value? {
        text.withUnsafeBytes { bytes in
            defer { OpenSSLErrors.clear() }
            guard let bio = BIO_new_mem_buf(bytes.baseAddress, Int32(clamping: bytes.count)) else { return nil }
            defer { BIO_free(bio) }
            return body(bio)
        }
    }

    static func text(privateKey key: OpaquePointer) throws(TLSIdentityError) -> [UInt8] {
        try text { PEM_write_bio_PrivateKey($0, key, nil, nil, 0, nil, nil) }
    }

    static func text(certificate: OpaquePointer) throws(TLSIdentityError) -> [UInt8] {
        try text { PEM_write_bio_X509($0, certificate) }
    }

    private static func text(_ write: (OpaquePointer) -> Int32) throws(TLSIdentityError) -> [UInt8] {
        OpenSSLErrors.clear()
        guard let bio = BIO_new(BIO_s_mem()) else { throw .notMade("out of memory") }
        defer { BIO_free(bio) }
        guard write(bio) == 1 else { throw .notMade(OpenSSLErrors.take(or: "no PEM text")) }
        var start: UnsafeMutablePointer<CChar>?
        let count = co_bio_memory(bio, &start)
        return Array(UnsafeRawBufferPointer(start: start, count: count))
    }
}
