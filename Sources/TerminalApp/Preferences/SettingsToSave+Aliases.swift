import Client
import Configuration

/// The person's own commands in `tui.toml`.
extension SettingsToSave {
    private static let table = "aliases"

    /// Changes the table of aliases where the person has changed theirs. One that holds a password stays out of the file.
    func change(
        _ aliases: AliasTable, _ edit: inout PreferencesEdit, _ expected: inout Preferences
    ) throws(PreferencesEdit.Problem) {
        let known = expected.aliases
        var new: [String] = []
        let keys = edit.hasTable(Self.table) ? try edit.keys(in: .named(Self.table)) : []
        for name in aliases.names {
            guard let text = aliases[name], text != aliasesBefore[name], text != known[name],
                !aliases.holdsPassword(name)
            else { continue }
            if let key = keys.first(where: { AliasTable.bare($0) == name }) {
                try edit.set(key, to: text, in: .named(Self.table))
            } else {
                new.append("\(TOML.key(name)) = \(TOML.text(text))")
            }
            // The name is an alias already, so that it can be one.
            try? expected.aliases.set(name, to: text)
        }
        for name in aliasesBefore.names where aliases[name] == nil && known[name] != nil {
            guard let key = keys.first(where: { AliasTable.bare($0) == name }) else { continue }
            try edit.remove(key, in: .named(Self.table))
            _ = expected.aliases.remove(name)
        }
        guard !new.isEmpty else { return }
        if edit.hasTable(Self.table) {
            try edit.add(new, to: .named(Self.table))
        } else {
            try edit.addTable(Self.table, new)
        }
    }
}
