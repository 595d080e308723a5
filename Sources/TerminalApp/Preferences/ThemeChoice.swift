import TUI

/// The theme that `theme` in `tui.toml` names.
package enum ThemeChoice: Hashable, Sendable {
    case builtIn(ThemeDefinition.Base)
    /// That of a file, by its name without `.toml`: see ``ThemeFile``.
    case file(String)

    /// The longest name of a file, in bytes.
    private static let maxNameBytes = 64

    /// - Returns: nil for a text that can name no file in a folder of its own.
    package init?(name: String) {
        if let base = ThemeDefinition.Base(rawValue: name) {
            self = .builtIn(base)
        } else {
            let isPlain = name.unicodeScalars.allSatisfy { $0 != "/" && $0.properties.generalCategory != .control }
            guard isPlain, !name.isEmpty, !name.hasPrefix("."), name.utf8.count <= Self.maxNameBytes else { return nil }
            self = .file(name)
        }
    }

    package var name: String {
        switch self {
        case .builtIn(let base): base.rawValue
        case .file(let name): name
        }
    }

    /// The names of those that are built in, as they are told.
    static let builtInNames = ThemeDefinition.Base.allCases.map(\.rawValue).joined(separator: ", ")
}
