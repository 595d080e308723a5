import Configuration
import Glibc
import Protocol
import SystemBasics
import TUI
import Transport

/// The choices of a person, in `$XDG_CONFIG_HOME/grillo/tui.toml`. The command line overrides them.
package struct Preferences: Sendable {
    package var nick: String?
    package var account: String?
    package var channels: [String] = []
    /// Nil: as the terminal's ground is found to be.
    package var theme: Theme.Background?
    package var screen = ScreenSettings()
    /// Words that call the person besides their nick.
    package var mentions: [String] = []
    /// Masks of people who are not to be heard.
    package var ignore: [String] = []
    package var capturesMouse = false
    /// True where a mention rings the terminal's bell.
    package var bell = true
    /// True where the desktop is told of a mention.
    package var notifications = true
    /// True where others are told that the person is typing, and the person that others are.
    package var typing = true
    package var servers: [ServerPreferences] = []

    /// Why the file cannot be used: one line, with the remedy.
    package struct Problem: Error {
        package let text: String
    }

    package init() {}

    /// Reads a file; the standard one may be missing.
    package static func read(_ file: PreferencesFile) throws(Problem) -> Preferences {
        guard let name = file.path else { return Preferences() }
        let text: String
        do {
            text = String(decoding: try PrivateFile.read(name, takesStreams: file.isCustom), as: UTF8.self)
        } catch {
            if !file.isCustom, error == .system(errno: ENOENT) { return Preferences() }
            let remedy = file.isCustom ? "Check the name after --config" : "Make it readable to you, or move it away"
            throw Problem(text: "cannot read \(name): \(error.words). \(remedy).")
        }
        let preferences = try Self(text, name)
        if preferences.servers.contains(where: { $0.password != nil }), PrivateFile.isOpenToOthers(name) {
            throw Problem(text: "\(name) holds a password, and others can read it: chmod 600 \(name)")
        }
        return preferences
    }

    /// Reads the text of the file called `name`.
    package init(_ text: String, _ name: String) throws(Problem) {
        self.init()
        do throws(ConfigurationProblem) {
            try Self.schema.read(text, into: &self)
        } catch {
            throw Problem(error, in: name)
        }
    }

    /// The choices for one server: the first table that fits.
    package func server(_ host: String, _ port: UInt16) -> ServerPreferences? { servers.first { $0.isFor(host, port) } }
}
