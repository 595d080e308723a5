import Configuration
import Glibc
import Protocol
import SystemBasics
import TUI

/// The file of a theme: `themes/NAME.toml`, in the folder of `tui.toml`.
package struct ThemeFile {
    /// The most files of a folder whose names are offered.
    private static let maxNames = 100

    private let name: String
    /// Nil where nothing says where a person's files are.
    private let path: String?

    package init(_ name: String, beside preferences: PreferencesFile) {
        self.name = name
        path = Self.folder(beside: preferences).map { "\($0)/\(name).toml" }
    }

    private static func folder(beside preferences: PreferencesFile) -> String? {
        preferences.path.map { FileSystem.folder(of: $0) + "/themes" }
    }

    /// The names of the themes that there are, in alphabetical order.
    static func names(beside preferences: PreferencesFile) -> [String] {
        guard let folder = folder(beside: preferences) else { return [] }
        return FileSystem.names(in: folder).compactMap { file in
            guard file.hasSuffix(".toml"), case .file(let name)? = ThemeChoice(name: String(file.dropLast(5))) else {
                return nil
            }
            return name
        }.sorted().prefix(maxNames).map(\.self)
    }

    /// - Throws: the first thing that is wrong, in one line with the remedy.
    package func read() throws(Preferences.Problem) -> ThemeDefinition {
        guard let path else {
            throw Preferences.Problem(
                text: "theme: HOME does not say where your files are. Set HOME, or XDG_CONFIG_HOME.")
        }
        let text: String
        do throws(PrivateFile.Failure) {
            text = String(decoding: try PrivateFile.read(path), as: UTF8.self)
        } catch .system(ENOENT) {
            throw Preferences.Problem(
                text:
                    "theme: there is no “\(name.printable)”. Take \(ThemeChoice.builtInNames), or make the file \(path)."
            )
        } catch {
            throw Preferences.Problem(text: "cannot read \(path): \(error.words). Make it readable to you.")
        }
        return try Self.definition(text, path)
    }

    /// Reads the text of the file called `name`.
    package static func definition(_ text: String, _ name: String) throws(Preferences.Problem) -> ThemeDefinition {
        var definition = ThemeDefinition()
        do throws(ConfigurationProblem) {
            try schema.read(text, into: &definition)
        } catch {
            throw Preferences.Problem(error, in: name)
        }
        return definition
    }

    /// Every key of such a file.
    package static let schema = ConfigurationSchema<ThemeDefinition>(
        [
            .choice("base", "The theme whose colours are used for all that is not set below.", .atOnce, \.base),
            .init(
                "nicks", "The styles of nicks, of which each nick gets one.", .atOnce,
                .example(TOML.list(["green", "75", "#ff8800"])), \.nicks
            ) { value throws(ValueProblem) in
                let styles = try ConfigurationKey<ThemeDefinition>.parseTexts(value)
                guard styles.count <= maxNickStyles else { throw .rule("it may have \(maxNickStyles) styles at most") }
                var parsed: [Style] = []
                for words in styles { parsed.append(try style(words)) }
                return parsed
            },
        ]
            + Theme.Part.allCases.map { part in
                .init(part.rawValue, part.summary, .atOnce, .example(TOML.text("bold white on blue")), \.styles[part]) {
                    value throws(ValueProblem) in
                    guard let words = value.text else { throw ValueProblem(.notText) }
                    return try style(words)
                }
            })

    private static let maxNickStyles = 256

    @Sendable private static func style(_ words: String) throws(ValueProblem) -> Style {
        do throws(Style.WordsProblem) {
            return try Style(words: words)
        } catch {
            throw .rule(error.text)
        }
    }
}
