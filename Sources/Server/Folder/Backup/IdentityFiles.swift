import SystemBasics

/// The bytes of a server's own key and certificate, by the ends of their names, as far as there are any.
struct IdentityFiles: Hashable {
    /// The ends of the names; the key comes first, without which a certificate is of no use.
    static let kinds = ["key", "crt"]

    var bytes: [String: [UInt8]] = [:]

    /// The name of one of them in a data folder.
    static func name(_ kind: String) -> String { "tls.\(kind)" }

    init() {}

    /// Reads those that are there.
    ///
    /// - Parameter path: gives the path for the end of a name.
    init(at path: (String) -> String) throws(StartError) {
        for kind in Self.kinds where FileSystem.exists(path(kind)) {
            do {
                bytes[kind] = try PrivateFile.read(path(kind))
            } catch {
                throw StartError(
                    "\(path(kind)) cannot be read: \(error.words)", remedy: "check its mode", exitCode: .inputOutput)
            }
        }
    }

    /// In the order of ``kinds``.
    var present: [(kind: String, bytes: [UInt8])] {
        Self.kinds.compactMap { kind in bytes[kind].map { (kind, $0) } }
    }

    var hasKey: Bool { bytes["key"] != nil }
}
