import Glibc
import SystemBasics

/// An error in a key or a certificate, with its file.
package enum TLSIdentityError: Error, Hashable, CustomStringConvertible {
    case unreadable(file: String, errno: Int32)
    case unwritable(file: String, errno: Int32)
    /// A folder, a pipe or a device.
    case notAFile(String)
    /// `expected` is what should have been in it: "certificate" or "private key".
    case notPEM(file: String, expected: String)
    case keyNeedsPassphrase(file: String)
    case keyDoesNotMatch(certificateFile: String, keyFile: String)
    /// The server's certificate stands behind others.
    case notFirst(certificateFile: String)
    case expired(file: String)
    case notYetValid(file: String)
    /// A certificate that an authority's own authority must vouch for, without that one's.
    case noChain(file: String)
    /// Others stand behind the certificate, none of which is its issuer's.
    case brokenChain(file: String)
    /// Everybody on the machine can read it.
    case exposed(file: String)
    case notMade(String)

    package var description: String {
        switch self {
        case .unreadable(let file, let code): "\(file) cannot be read: \(SystemError(code))"
        case .unwritable(let file, let code): "\(file) cannot be written: \(SystemError(code))"
        case .notAFile(let file): "\(file) is no regular file"
        case .notPEM(let file, let expected): "\(file) holds no \(expected) in PEM form"
        case .keyNeedsPassphrase(let file): "\(file) is protected by a passphrase, which a server cannot type"
        case .keyDoesNotMatch(let certificate, let key): "the key in \(key) is not the one \(certificate) is for"
        case .notFirst(let file): "\(file) begins with another certificate than the server's own"
        case .expired(let file): "the certificate in \(file) has expired"
        case .notYetValid(let file): "the certificate in \(file) is not valid yet"
        case .noChain(let file): "\(file) holds the server's certificate without its chain"
        case .brokenChain(let file): "\(file) holds other certificates than the chain of the server's"
        case .exposed(let file): "\(file) can be read by everybody on this machine"
        case .notMade(let cause): "a key could not be made: \(cause)"
        }
    }

    /// The words that tell the person who gave the files how to mend it.
    package var remedy: String {
        switch self {
        case .unreadable: "check its name and its mode"
        case .notAFile: "give a file: it is read again whenever it changes"
        case .unwritable, .notMade: "check the disk and the folder's mode"
        case .notPEM(_, let expected): "give the file that begins with -----BEGIN \(expected.uppercased())-----"
        case .keyNeedsPassphrase(let file): "take it off with openssl pkey -in \(file) -out NEW"
        case .keyDoesNotMatch: "give the two that were made together"
        case .notFirst: "put the server's own first, then its chain"
        case .expired: "renew it"
        case .notYetValid: "check this machine's clock, or wait"
        case .noChain: "give the file that has the whole chain, often called fullchain.pem"
        case .brokenChain: "put the issuer's certificate behind it"
        case .exposed(let file): "chmod o-rwx \(file)"
        }
    }
}

extension TLSIdentityError {
    /// The bytes of a file of keys or certificates.
    static func bytes(of file: String) throws(TLSIdentityError) -> [UInt8] {
        do {
            return try PrivateFile.read(file)
        } catch {
            switch error {
            case .system(let code): throw .unreadable(file: file, errno: code)
            case .notAFile: throw .notAFile(file)
            case .tooLong: throw .unreadable(file: file, errno: EFBIG)
            }
        }
    }

    static func write(_ bytes: [UInt8], to file: String) throws(TLSIdentityError) {
        do {
            try PrivateFile.write(bytes, to: file)
        } catch {
            switch error {
            case .system(let code): throw .unwritable(file: file, errno: code)
            case .notAFile, .tooLong: throw .notAFile(file)
            }
        }
    }
}
