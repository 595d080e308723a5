import Configuration
import TUI

/// A setting that is to be written to `tui.toml` otherwise than it stands there.
package enum SettingChange: Hashable, Sendable {
    /// A key above all tables, with its value as TOML; nil to take it out.
    case key(String, value: String?)
    /// A key of the keyboard in `[keys]`, with the name of its action or `none`; nil to take it out.
    case binding(Key, action: String?)
    /// A key of a table `[[server]]`, with its value as TOML; nil to take it out.
    case server(ServerTable, key: String, value: String?)

    /// True for a change of the same setting.
    func isOfSame(as other: SettingChange) -> Bool {
        switch (self, other) {
        case (.key(let one, _), .key(let two, _)): one == two
        case (.binding(let one, _), .binding(let two, _)): one == two
        case (.server(let one, let key, _), .server(let two, let other, _)): one == two && key == other
        case (.key, _), (.binding, _), (.server, _): false
        }
    }

    /// The time from which it counts.
    var activation: Activation {
        switch self {
        case .key(let name, _): Preferences.schema.key(name)?.activation ?? .nextStart
        case .binding: .atOnce
        case .server(_, let name, _): ServerPreferences.schema.key(name)?.activation ?? .nextStart
        }
    }

    var isOfServer: Bool { table != nil }

    /// The table that the key stands in; nil where it is none of a server.
    var table: ServerTable? {
        switch self {
        case .key, .binding: nil
        case .server(let table, _, _): table
        }
    }

    /// Changes the text of the file, and the preferences that it is to be read as.
    func apply(to edit: inout PreferencesEdit, _ expected: inout Preferences) throws(PreferencesEdit.Problem) {
        switch self {
        case .key(let name, let value):
            try edit.set(name, toTOML: value, in: .top)
            guard let key = Preferences.schema.key(name) else { return }
            key.copy(from: Preferences(), to: &expected)
            guard let value else { return }
            do {
                try key.set(value, in: &expected)
            } catch {
                throw PreferencesEdit.Problem(text: "it cannot say \(name) = \(value)")
            }
        case .binding(let key, let action):
            try edit.set(key.description, toTOML: action.map(TOML.text), in: .named("keys"))
            expected.screen.keyMap.bind(key, toActionNamed: action)
        case .server(let table, let name, let value):
            if table.index(in: expected.servers) == nil {
                guard table.name == nil else {
                    throw PreferencesEdit.Problem(text: "it has no [[server]] for \(table.host) any more")
                }
                try edit.addServer(["host = \(TOML.text(table.host))", "port = \(table.port)"])
            }
            do throws(ValueProblem) {
                guard let key = ServerPreferences.schema.key(name) else { return }
                _ = try table.set(key, to: value, in: &expected.servers)
            } catch {
                throw PreferencesEdit.Problem(text: "it cannot say \(name) beside what it says of \(table.host)")
            }
            if let number = table.index(in: expected.servers) {
                try edit.set(name, toTOML: value, in: .server(number))
            }
        }
    }
}

extension KeyMap {
    /// - Parameter name: that of an action, or `none`; nil for what the key means by itself.
    mutating func bind(_ key: Key, toActionNamed name: String?) {
        bind(key, to: name.map { Action(rawValue: $0) } ?? KeyMap.standard.action(of: key))
    }
}
