import Client
import Protocol
import Transport

/// Launches without a command line: the networks that are connected to at the start, and those that are opened later.
extension LaunchOptions {
    /// A launch that cannot go on, and is tried again when the person wants that.
    package struct Failure: Sendable {
        package let arguments: Arguments
        /// The cause and the remedy.
        package let text: String
    }

    /// The networks that are connected to where no server is named; none where none is marked so. One that cannot be connected to is there
    /// with its ``failure``.
    ///
    /// - Throws: the problem of the only one.
    package static func autoconnected(
        _ preferences: Preferences, _ hostKeyStore: HostKeyStore
    ) throws(Problem) -> [LaunchOptions] {
        let marked = preferences.servers.filter(\.isAutoconnected).map { Arguments($0) }
        if marked.count == 1, let only = marked.first { return [try LaunchOptions(only, preferences, hostKeyStore)] }
        return marked.map { arguments in
            switch result(arguments, preferences, hostKeyStore) {
            case .success(let options): options
            case .failure(let problem): LaunchOptions(failed: arguments, preferences, because: problem.text)
            }
        }
    }

    static func result(
        _ arguments: Arguments, _ preferences: Preferences, _ hostKeyStore: HostKeyStore
    ) -> Result<LaunchOptions, Problem> {
        do throws(Problem) {
            return .success(try LaunchOptions(arguments, preferences, hostKeyStore))
        } catch {
            return .failure(error)
        }
    }
}

extension LaunchOptions.Arguments {
    /// The server of a table of `tui.toml`.
    package init(_ server: ServerPreferences) {
        self.init(host: server.host, port: server.port ?? ServerAddress.defaultPort)
        self.server = server
    }

    /// The words behind `/connect`, or a link: the table of that name, else one for the host, else a server that is in none.
    package init(_ target: ConnectTarget, _ preferences: Preferences) {
        if target.port == nil, let server = preferences.server(named: target.word) {
            self.init(server)
            tls = target.usesTLS
            return
        }
        let usual = preferences.servers.first { $0.host.lowercased() == target.host.lowercased() }?.port
        self.init(host: target.host, port: target.port ?? usual ?? ServerAddress.defaultPort)
        link = target.link
        tls = target.usesTLS
        nick = target.address?.nick.flatMap { TypedName.isNick($0) ? $0 : nil }
        channels = target.address?.channels ?? []
        keys = target.address?.keys ?? [:]
    }

    /// The table that counts: the one that was named, else the first that fits.
    func chosen(_ preferences: Preferences) -> ServerPreferences? { server ?? preferences.server(host, port) }

    /// True if a command is to print a password.
    func runsCommand(_ preferences: Preferences) -> Bool {
        guard let chosen = chosen(preferences) else { return false }
        return chosen.serverPasswordCommand != nil || chosen.passwordCommand != nil && !isPasswordTyped
    }

    /// Parts the network from others at the same host and port: see ``Destination/stateName``. Of several tables for one host and port, each
    /// has a state of its own.
    func stateName(_ preferences: Preferences) -> String? {
        guard let name = chosen(preferences)?.name, preferences.server(host, port)?.name != name else { return nil }
        return name
    }
}
