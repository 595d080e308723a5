import Configuration
import Protocol

/// The part of an account that is written to `tui.toml`: its server's host and port, its name, and the nick that goes with it. Its password is
/// never written.
package struct SavedAccount: Hashable, Sendable {
    package let host: String
    package let port: UInt16
    package let account: String
    package let nick: String

    package init(host: String, port: UInt16, account: String, nick: String) {
        self.host = host
        self.port = port
        self.account = account
        self.nick = nick
    }

    /// The keys beside which no account is written: there is one already, or another way to log in.
    static let loginKeys: Set<String> = ["account", "password", "password-command", "certificate"]

    /// The text of the file with it in, and all that stood there as it was. It goes into the first table `[[server]]`
    /// that is for the place, if that names the port: what stands in one that does not is told to every server of the
    /// host. Before such a one goes a new table with the port and all that the other chooses, since the first that fits
    /// is the one that counts; where none fits, a new one goes to the end. Nil where the table that fits has an
    /// account, or another way to log in, already.
    ///
    /// - Throws: where the text cannot be changed safely.
    package func added(to text: String) throws(PreferencesEdit.Problem) -> String? {
        let servers: [ServerPreferences]
        do {
            servers = try Preferences(text, "tui.toml").servers
        } catch {
            throw PreferencesEdit.Problem(text: error.text)
        }
        var edit = try PreferencesEdit(text)
        guard let number = servers.firstIndex(where: { $0.isFor(host, port) }) else {
            try edit.addServer(["host = \(TOML.text(host))", portLine] + nickLines + accountLines)
            return edit.text
        }
        let keys = try edit.keys(in: .server(number))
        guard keys.isDisjoint(with: Self.loginKeys) else { return nil }
        let lines = (keys.contains("nick") ? [] : nickLines) + accountLines
        if servers[number].port != nil {
            try edit.add(lines, to: .server(number))
        } else {
            try edit.addServer([portLine] + lines, before: number)
        }
        return edit.text
    }

    private var portLine: String { "port = \(port)" }
    /// None for a nick that the file does not take.
    private var nickLines: [String] { TypedName.isNick(nick) ? ["nick = \(TOML.text(nick))"] : [] }
    private var accountLines: [String] { ["account = \(TOML.text(account))"] }
}
