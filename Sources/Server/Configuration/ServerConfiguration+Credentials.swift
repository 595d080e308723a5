import Glibc

extension ServerConfiguration {
    /// Puts the files of credentials in place of their names, in the password, the certificate and its key: `credential:NAME` is the file
    /// of that name among the secrets that the service manager gave. <https://systemd.io/CREDENTIALS/>
    ///
    /// - Parameters:
    ///   - folder: that of the secrets; nil where there are none.
    ///   - isOutside: true for a look from outside of the service, which alone has that folder: without it the names stay, and
    ///     ``unknownCredentials`` tells them.
    package mutating func resolveCredentials(
        in folder: String?, isOutside: Bool = false
    ) throws(ConfigurationFile.Problem) {
        for (key, path) in Self.secrets {
            guard let credential = Credential(self[keyPath: path], of: key) else { continue }
            guard credential.isWellFormed else {
                throw .init(
                    description: "'\(key)' names no credential: write \(Credential.prefix)NAME", key: key)
            }
            if folder == nil, isOutside { continue }
            guard let folder, access(folder + "/" + credential.name, F_OK) == 0 else {
                throw .init(
                    description: "\(credential.words), which the server was not given: \(credential.remedy)", key: key)
            }
            self[keyPath: path] = folder + "/" + credential.name
        }
    }

    /// The keys of files that may be credentials.
    private static var secrets: [(key: String, path: WritableKeyPath<ServerConfiguration, String?>)] {
        [("password-file", \.passwordFile), ("tls.cert", \.tlsCertificate), ("tls.key", \.tlsKey)]
    }

    /// The credentials whose files are not known here.
    package var unknownCredentials: [Credential] {
        Self.secrets.compactMap { Credential(self[keyPath: $0.path], of: $0.key) }
    }

    var isPasswordKnown: Bool { !unknownCredentials.contains { !$0.isOfCertificate } }
    var isCertificateKnown: Bool { !unknownCredentials.contains { $0.isOfCertificate } }

    /// A secret that a service manager gives the service, in place of a file.
    package struct Credential: Hashable, Sendable {
        /// In front of its name, where a file would be named.
        fileprivate static let prefix = "credential:"
        /// The key of the configuration that names it.
        let key: String
        let name: String

        /// Nil for what names a file, or nothing.
        fileprivate init?(_ file: String?, of key: String) {
            guard let file, file.hasPrefix(Self.prefix) else { return nil }
            self.key = key
            name = String(file.dropFirst(Self.prefix.count))
        }

        /// True for a name that leads out of no folder.
        fileprivate var isWellFormed: Bool { !name.isEmpty && !name.contains("/") && ![".", ".."].contains(name) }

        /// True for the certificate and its key.
        var isOfCertificate: Bool { key.hasPrefix("tls.") }

        fileprivate var words: String { "'\(key)' is the credential \(name)" }
        /// The reason for which nothing can be said of it, to whoever looks from outside of the service.
        package var unknownCause: String { "\(words), which is not known outside the service" }
        package var remedy: String { "add LoadCredential=\(name):FILE to the service's unit, or name a file" }
    }
}
