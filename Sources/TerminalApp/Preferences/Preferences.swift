import Configuration
import Glibc
import Protocol
import SystemBasics
import TUI
import Transport

/// What a person has chosen, in `$XDG_CONFIG_HOME/grillo/tui.toml`. The command line overrides it.
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
    /// Whether a mention rings, and whether it is told to the desktop.
    package var bell = true
    package var notifications = true
    /// Whether others are told that the person is typing, and the person that others are.
    package var typing = true
    package var servers: [ServerPreferences] = []
    /// The file that they are from, or would be.
    package var path = Preferences.standardPath
    /// Whether it is another than the standard one, which has to be named to be read.
    package var isCustomPath = false

    /// Why the file cannot be used: one line, with the remedy.
    package struct Problem: Error {
        package let text: String
    }

    /// Nil where nothing says where a person's files are.
    package static var standardPath: String? {
        XDGDirectories { Environment[$0] }.configuration.map { $0 + "/grillo/tui.toml" }
    }

    package init() {}

    /// Reads a file; without a name the standard one, which may be missing.
    package static func read(_ path: String?) throws(Problem) -> Preferences {
        guard let name = path ?? standardPath else { return Preferences() }
        let text: String
        do {
            text = String(decoding: try PrivateFile.read(name, takesStreams: path != nil), as: UTF8.self)
        } catch {
            if path == nil, error == .system(errno: ENOENT) { return Preferences() }
            let remedy = path == nil ? "Make it readable to you, or move it away" : "Check the name after --config"
            throw Problem(text: "cannot read \(name): \(error.words). \(remedy).")
        }
        var preferences = try Self(text, name)
        if preferences.servers.contains(where: { $0.password != nil }), PrivateFile.isOpenToOthers(name) {
            throw Problem(text: "\(name) holds a password, and others can read it: chmod 600 \(name)")
        }
        preferences.path = name
        preferences.isCustomPath = path != nil
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

    /// The command that enters a server with what stands in the file, as it is typed into a shell.
    package func command(toEnter host: String, _ port: UInt16) -> String {
        var words = ["grillo-tui"]
        if let path, isCustomPath { words += ["--config", Self.quoted(path)] }
        words.append(host)
        if port != InvitationLink.defaultPort { words.append("\(port)") }
        return words.joined(separator: " ")
    }

    /// A word of a shell.
    private static func quoted(_ word: String) -> String {
        let isPlain = word.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || $0.properties.numericType != nil || "/._-+,:@%".unicodeScalars.contains($0)
        }
        return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }

    /// What was chosen for a server: the first table that fits.
    package func server(_ host: String, _ port: UInt16) -> ServerPreferences? { servers.first { $0.isFor(host, port) } }
}
