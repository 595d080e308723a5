import Configuration
import TUI

/// A setting that is to be written to `tui.toml` otherwise than it stands there.
package enum SettingChange: Hashable, Sendable {
    /// A key above all tables, with its value as TOML; nil to take it out.
    case key(String, value: String?)
    /// A key of the keyboard in `[keys]`, with the name of its action or `none`; nil to take it out.
    case binding(Key, action: String?)

    /// True for a change of the same setting.
    func isOfSame(as other: SettingChange) -> Bool {
        switch (self, other) {
        case (.key(let one, _), .key(let two, _)): one == two
        case (.binding(let one, _), .binding(let two, _)): one == two
        case (.key, _), (.binding, _): false
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
            try edit.set(key.description, toTOML: action.map(TOML.text), in: .keys)
            expected.screen.keyMap.bind(key, toActionNamed: action)
        }
    }
}

extension KeyMap {
    /// - Parameter name: that of an action, or `none`; nil for what the key means by itself.
    mutating func bind(_ key: Key, toActionNamed name: String?) {
        bind(key, to: name.map { Action(rawValue: $0) } ?? KeyMap.standard.action(of: key))
    }
}
