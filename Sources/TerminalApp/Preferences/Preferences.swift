import Basics
import Client
import Configuration
import Protocol
import Storage
import TUI
import Transport

/// The choices of a person, in `$XDG_CONFIG_HOME/grillo/tui.toml`. The command line overrides them.
package struct Preferences: Sendable {
    package var nick: String?
    package var account: String?
    package var channels: [String] = []
    package var theme = ThemeChoice.builtIn(.auto)
    /// The theme of the file that ``theme`` names, once it is read.
    package var themeFromFile: ThemeDefinition?
    package var screen = ScreenSettings()
    /// Words that call the person besides their nick.
    package var mentions: [String] = []
    /// Masks of people who are not to be heard.
    package var ignore: [String] = []
    /// The person's own commands.
    package var aliases = AliasTable()
    /// The languages in which what is typed is checked; empty where nothing is.
    package var spelling: [String] = []
    /// Programs that are run for some lines.
    package var hooks: [HookPreferences] = []
    /// True where a mention rings the terminal's bell.
    package var bell = true
    /// True where the desktop is told of a mention.
    package var notifications = true
    /// True where others are told that the person is typing, and the person that others are.
    package var typing = true
    /// The way to all servers that say nothing of it; nil for the straight one.
    package var proxy: ProxyChoice?
    /// The lines that are kept on this machine, wherever no [[server]] says otherwise.
    package var log = LogPolicy.missing
    /// The age and the size of a network's log beyond which its oldest lines go.
    package var logRetention = Retention(size: 1 << 30)
    package var servers: [ServerPreferences] = []

    /// Why the file cannot be used: one line, with the remedy.
    package struct Problem: Error {
        package let text: String
    }

    package init() {}

    /// Reads the text of the file called `name`.
    package init(_ text: String, _ name: String) throws(Problem) {
        self.init()
        do throws(ConfigurationProblem) {
            try Self.schema.read(text, into: &self)
        } catch {
            throw Problem(error, in: name)
        }
        var seen = Set<String>()
        for server in servers {
            guard let twice = server.name, !seen.insert(twice.lowercased()).inserted else { continue }
            throw Problem(
                text: "\(name): two [[server]] have the name “\(twice.printable)”. Give each a name of its own.")
        }
    }

    /// The theme that is chosen; the usual one for a file that has not been read.
    package var themeDefinition: ThemeDefinition {
        switch theme {
        case .builtIn(let base): ThemeDefinition(base)
        case .file: themeFromFile ?? ThemeDefinition()
        }
    }

    /// The choices for one server: the first table that fits.
    package func server(_ host: String, _ port: UInt16) -> ServerPreferences? { servers.first { $0.isFor(host, port) } }

    /// The proxy through which a server is reached; nil for none. Of several tables for it, the first counts.
    package func proxy(to host: String, port: UInt16) -> SOCKS5Proxy? { proxy(to: host, by: server(host, port)) }

    /// The proxy through which a host is reached; nil for none. That for all leads away from this machine, so that it is not for a server
    /// on it: `localhost` means another one there.
    ///
    /// - Parameter chosen: the table that counts; nil where there is none for the server.
    func proxy(to host: String, by chosen: ServerPreferences?) -> SOCKS5Proxy? {
        (chosen?.proxy ?? (IPAddress.isLoopback(host: host) ? nil : proxy))?.proxy
    }

    /// The lines of a network that are kept and shown.
    ///
    /// - Parameter chosen: the table that counts; nil where there is none for the network.
    func lineChoices(by chosen: ServerPreferences?) -> LineChoices {
        LineChoices(
            log: chosen?.log ?? log, logRooms: chosen?.logRooms ?? [:], events: chosen?.events ?? EventChoices())
    }

    /// True where the file holds a password, so that nobody else may read it.
    var holdsPassword: Bool {
        proxy?.proxy?.credentials != nil
            || servers.contains { $0.password != nil || $0.proxy?.proxy?.credentials != nil }
    }

    /// The choices for the network that the person calls so, in whatever case.
    package func server(named name: String) -> ServerPreferences? {
        servers.first { $0.name?.lowercased() == name.lowercased() }
    }
}
