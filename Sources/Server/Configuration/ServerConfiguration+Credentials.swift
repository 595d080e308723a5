import Glibc

extension ServerConfiguration {
    /// In front of the name of a credential, where a file would be named.
    private static let credentialPrefix = "credential:"

    /// Puts the files of credentials in place of their names, in the password, the certificate and its key: `credential:NAME` is the file
    /// of that name among the secrets that the service manager gave. <https://systemd.io/CREDENTIALS/>
    ///
    /// - Parameter folder: that of the secrets; nil where there are none.
    package mutating func resolveCredentials(in folder: String?) throws(ConfigurationFile.Problem) {
        passwordFile = try Self.resolved(passwordFile, in: folder, "password-file")
        tlsCertificate = try Self.resolved(tlsCertificate, in: folder, "tls.cert")
        tlsKey = try Self.resolved(tlsKey, in: folder, "tls.key")
    }

    private static func resolved(
        _ file: String?, in folder: String?, _ key: String
    ) throws(ConfigurationFile.Problem) -> String? {
        guard let file, file.hasPrefix(credentialPrefix) else { return file }
        let name = String(file.dropFirst(credentialPrefix.count))
        guard !name.isEmpty, !name.contains("/"), ![".", ".."].contains(name) else {
            throw .init(description: "'\(key)' names no credential: write \(credentialPrefix)NAME")
        }
        guard let folder, access(folder + "/" + name, F_OK) == 0 else {
            throw .init(
                description: "'\(key)' is the credential \(name), which the server was not given: "
                    + "add LoadCredential=\(name):FILE to the service's unit, or name a file")
        }
        return folder + "/" + name
    }
}
