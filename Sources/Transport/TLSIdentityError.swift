/// What is wrong with a key or a certificate, and in which file.
package enum TLSIdentityError: Error, Hashable, CustomStringConvertible {
    case unreadable(file: String, errno: Int32)
    case unwritable(file: String, errno: Int32)
    /// `expected` is what should have been in it: "certificate" or "private key".
    case notPEM(file: String, expected: String)
    case keyNeedsPassphrase(file: String)
    case keyDoesNotMatch(certificateFile: String, keyFile: String)
    case expired(file: String)
    case notMade(String)

    package var description: String {
        switch self {
        case .unreadable(let file, let code): "\(file) cannot be read: \(systemMessage(code))"
        case .unwritable(let file, let code): "\(file) cannot be written: \(systemMessage(code))"
        case .notPEM(let file, let expected): "\(file) holds no \(expected) in PEM form"
        case .keyNeedsPassphrase(let file): "\(file) is protected by a passphrase, which a server cannot type"
        case .keyDoesNotMatch(let certificate, let key): "the key in \(key) is not the one \(certificate) is for"
        case .expired(let file): "the certificate in \(file) has expired"
        case .notMade(let cause): "a key could not be made: \(cause)"
        }
    }
}
