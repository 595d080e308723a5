import Configuration
import TUI

/// Names the table `[[server]]` that a network goes by.
package struct ServerTable: Hashable, Sendable {
    package let host: String
    package let port: UInt16
    /// The name of the network that the table is for; nil for the first that is for the host and the port.
    package let name: String?

    package init(host: String, port: UInt16, name: String?) {
        self.host = host
        self.port = port
        self.name = name
    }

    /// The number of the table among others; nil where it is not there.
    func index(in servers: [ServerPreferences]) -> Int? {
        servers.firstIndex { $0.isFor(host, port) && (name == nil || name == $0.name) }
    }

    /// The keys that can be set by hand. Those by which a table is found are changed in the file, and so are those that go together.
    static let keys = ServerPreferences.schema.keys.filter { key in
        !["host", "port", "name", "certificate", "key"].contains(key.path)
    }

    /// A table that sets nothing but the host and the port.
    func preferences() throws(ValueProblem) -> ServerPreferences {
        var preferences = ServerPreferences()
        try ServerPreferences.schema.key("host")?.set(TOML.text(host), in: &preferences)
        preferences.port = port
        try preferences.finish()
        return preferences
    }

    /// Gives a key of the table a value, or the one that holds without it; the table is added behind the others where it is not there.
    ///
    /// - Parameter typed: see ``Configuration/ConfigurationKey/set(_:in:)``; nil for the value that holds without it.
    /// - Returns: the value as TOML.
    /// - Throws: why it is not taken, also beside the other keys; nothing is changed then.
    func set(
        _ key: ConfigurationKey<ServerPreferences>, to typed: String?, in servers: inout [ServerPreferences]
    ) throws(ValueProblem) -> String? {
        let number = index(in: servers)
        var table: ServerPreferences
        if let number { table = servers[number] } else { table = try preferences() }
        var value: String?
        if let typed {
            value = try key.set(typed, in: &table)
        } else {
            key.copy(from: ServerPreferences(), to: &table)
        }
        try table.finish()
        if let number { servers[number] = table } else { servers.append(table) }
        return value
    }

    /// Sets a key of the table as it is in other preferences, which have the table; it is added behind the others where it is not there.
    func copy(
        _ key: ConfigurationKey<ServerPreferences>, from source: [ServerPreferences],
        to servers: inout [ServerPreferences]
    ) {
        guard let chosen = index(in: source) else { return }
        if let number = index(in: servers) { return key.copy(from: source[chosen], to: &servers[number]) }
        guard var table = try? preferences() else { return }
        key.copy(from: source[chosen], to: &table)
        servers.append(table)
    }
}
