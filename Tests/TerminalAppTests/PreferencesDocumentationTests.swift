import Configuration
import TUI
import TestSupport
import Testing

@testable import TerminalApp

/// The page about configuration says of the client's keys and actions what their tables say.
@Suite struct PreferencesDocumentationTests {
    private static func expect(_ name: String, _ table: String) throws {
        #expect(
            try GeneratedSection.text(name, of: "docs/configuration.md", madeFrom: table) == table, "run `make tables`")
    }

    @Test func `Every key of the client is in the documentation`() throws {
        try Self.expect("keys of the client", Preferences.schema.markdown(for: Preferences()))
        try Self.expect("keys of a server of the client", ServerPreferences.schema.markdown(for: ServerPreferences()))
    }

    @Test func `Every key of a theme is in the documentation`() throws {
        try Self.expect("keys of a theme", ThemeFile.schema.markdown(for: ThemeDefinition()))
    }

    @Test func `Every action is in the documentation`() throws {
        let rows = KeyMap.standard.bindings.flatMap { binding in
            binding.actions.map { row in
                let keys = row.keys.map { "`\($0)`" }.joined(separator: " ")
                return "| `\(row.action.rawValue)` | \(keys) | \(binding.purpose) |\n"
            }
        }
        try Self.expect("actions", "| action | keys | of |\n|---|---|---|\n" + rows.joined())
    }
}
