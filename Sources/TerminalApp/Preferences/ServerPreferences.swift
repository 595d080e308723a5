import Client
import Protocol
import TOMLKit
import Transport

/// What a person has chosen for one server: a table `[[server]]` of `tui.toml`. What stands here goes before what holds for all.
package struct ServerPreferences: Sendable {
    package var host = ""
    /// Nil: whatever the port.
    package var port: UInt16?
    package var tls: Bool?
    package var nick: String?
    package var channels: [String]?
    /// The keys of rooms that a link in place of the host names, by the rooms' names.
    package var keys: [String: String] = [:]
    package var account: String?
    /// The account's password itself; the file is the person's alone then.
    package var password: String?
    /// Prints the account's password.
    package var passwordCommand: String?
    /// Prints the server's own password.
    package var serverPasswordCommand: String?
    package var mechanism: SASLMechanism?
    /// PEM files: a certificate to be known by, and its private key.
    package var certificate: String?
    package var key: String?

    /// Whether it is meant for a server.
    package func isFor(_ host: String, _ port: UInt16) -> Bool {
        self.host.lowercased() == host.lowercased() && (self.port ?? port) == port
    }

    private static let keys = [
        "host", "port", "tls", "nick", "rooms", "account", "password", "password-command", "server-password-command",
        "mechanism", "certificate", "key",
    ]

    static func read(_ table: TOMLTable, _ reader: PreferenceReader) throws(Preferences.Problem) -> Self {
        var server = Self()
        for (key, value) in try reader.entries(of: table) { try server.take(key, value, reader) }
        guard !server.host.isEmpty else { throw reader.problem("server", "it needs a host: host = \"…\"") }
        guard server.password == nil || server.passwordCommand == nil else {
            throw reader.problem("password", "it stands beside a password-command: leave out one of them")
        }
        guard (server.certificate == nil) == (server.key == nil) else {
            throw reader.problem(
                server.key == nil ? "certificate" : "key", "a certificate and its key go together: name both files")
        }
        if server.mechanism == .external, server.certificate == nil {
            throw reader.problem("mechanism", "it needs a certificate and its key: certificate = \"…\", key = \"…\"")
        }
        return server
    }

    private mutating func take(_ key: String, _ value: any TOMLValueConvertible, _ reader: PreferenceReader)
        throws(Preferences.Problem)
    {
        switch key {
        case "host": try take(address: try reader.text(key, value), key, reader)
        case "port":
            guard let number = value.int.flatMap({ UInt16(exactly: $0) }), number > 0 else {
                throw reader.problem(key, "it must be a number from 1 to 65535")
            }
            port = number
        case "tls": tls = try reader.flag(key, value)
        case "nick": nick = try reader.nick(key, value)
        case "rooms": channels = try reader.texts(key, value).map { TypedName.channel($0) }
        case "account": account = try reader.text(key, value)
        case "password": password = try reader.text(key, value)
        case "password-command": passwordCommand = try reader.text(key, value)
        case "server-password-command": serverPasswordCommand = try reader.text(key, value)
        case "mechanism":
            let names = SASLMechanism.allCases.map { $0.rawValue.lowercased() }
            mechanism = SASLMechanism(rawValue: try reader.one(of: names, key, value).uppercased())
        case "certificate": certificate = Self.path(try reader.text(key, value))
        case "key": self.key = Self.path(try reader.text(key, value))
        default: throw reader.unknown(key, among: Self.keys)
        }
    }

    /// A host, a host with its port, or a link. What stands in a key of its own goes before what stands here.
    private mutating func take(address text: String, _ key: String, _ reader: PreferenceReader)
        throws(Preferences.Problem)
    {
        let address: ServerAddress
        do throws(ServerAddress.Problem) {
            address = try ServerAddress(text)
        } catch {
            throw reader.problem(key, error.words(for: text))
        }
        host = address.host
        port = port ?? address.port
        tls = tls ?? address.usesTLS
        if let named = address.nick, !TypedName.isNick(named) {
            throw reader.problem(key, "“\(named)” cannot be a nick")
        }
        nick = nick ?? address.nick
        if !address.channels.isEmpty { channels = channels ?? address.channels }
        keys = address.keys
    }

    private static func path(_ text: String) -> String {
        text.hasPrefix("~/") ? (XDGDirectories { Environment[$0] }.home ?? "~") + text.dropFirst() : text
    }
}
