import Basics
import Glibc
import Protocol
import SystemBasics
import Transport

/// The place of `tui.toml`: the command line, or the environment, says it, and nothing in the file.
package struct PreferencesFile: Hashable, Sendable {
    /// Nil where nothing says where a person's files are.
    package let path: String?
    /// True for a file that has to be named to be read; false for the standard one, which may be missing.
    package let isCustom: Bool

    /// - Parameter path: the file that is named; nil for the standard one.
    package init(named path: String?) {
        self.path = path ?? Self.standardPath
        isCustom = path != nil
    }

    private static var standardPath: String? {
        XDGDirectories { Environment[$0] }.configuration.map { $0 + "/grillo/tui.toml" }
    }

    /// The command that enters a server with the preferences of the file, as it is typed into a shell.
    package func command(toEnter host: String, port: UInt16) -> String {
        var words = ["grillo-tui"]
        if let path, isCustom { words += ["--config", ShellWord.quoted(path)] }
        words.append(host)
        if port != ServerAddress.defaultPort { words.append("\(port)") }
        return words.joined(separator: " ")
    }
}

extension Preferences {
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
        var preferences = try Self(text, name)
        if case .file(let theme) = preferences.theme {
            preferences.themeFromFile = try ThemeFile(theme, beside: file).read()
        }
        if preferences.holdsPassword, PrivateFile.isOpenToOthers(name) {
            throw Problem(text: "\(name) holds a password, and others can read it: chmod 600 \(name)")
        }
        return preferences
    }
}
