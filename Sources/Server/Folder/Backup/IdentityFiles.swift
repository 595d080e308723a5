import SystemBasics
import Transport

/// The bytes of a server's own key and certificate, as far as there are any.
struct IdentityFiles: Hashable {
    /// The key comes first, without which a certificate is of no use.
    enum Kind: String, CaseIterable {
        case key
        case certificate = "crt"

        /// The name in a data folder.
        var name: String { "tls.\(end)" }

        /// The end of the name.
        var end: String { rawValue }
    }

    var bytes: [Kind: [UInt8]] = [:]

    init() {}

    /// Reads those that are there.
    ///
    /// - Parameter path: gives the path of each.
    init(at path: (Kind) -> String) throws(StartError) {
        for kind in Kind.allCases where FileSystem.exists(path(kind)) {
            do {
                bytes[kind] = try PrivateFile.read(path(kind))
            } catch {
                throw StartError(
                    "\(path(kind)) cannot be read: \(error.words)", remedy: "check its mode", exitCode: .inputOutput)
            }
        }
    }

    /// Reads those of a data folder, and throws unless a server could use them: with others no copy could be restored.
    init(in folder: String) throws(StartError) {
        func path(_ kind: Kind) -> String { "\(folder)/\(kind.name)" }
        try self.init(at: path)
        guard !bytes.isEmpty else { return }
        do throws(TLSIdentityError) {
            try Self.check(certificate: bytes[.certificate] == nil ? nil : path(.certificate), key: path(.key))
        } catch {
            throw StartError("\(error)", remedy: "mend it, or move it away", exitCode: .inputOutput)
        }
    }

    /// Throws unless a key can be used, with its certificate where there is one. The times of a certificate and the modes of
    /// files are none of a copy's business.
    static func check(certificate: String?, key: String) throws(TLSIdentityError) {
        do throws(TLSIdentityError) {
            try TLSIdentity.check(certificateFile: certificate, keyFile: key)
        } catch {
            switch error {
            case .expired, .notYetValid, .exposed: return
            case .unreadable, .unwritable, .notAFile, .notPEM, .keyNeedsPassphrase, .keyDoesNotMatch, .notFirst,
                .noChain, .brokenChain, .notMade:
                throw error
            }
        }
    }

    /// In the order of the kinds.
    var present: [(kind: Kind, bytes: [UInt8])] { Kind.allCases.compactMap { kind in bytes[kind].map { (kind, $0) } } }

    var hasKey: Bool { bytes[.key] != nil }
}
