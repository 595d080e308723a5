import Client
import Configuration
import Protocol
import TUI

/// The settings as the person is told of them.
extension LivePreferences {
    /// One setting with its meaning, or all whose names contain the text.
    ///
    /// - Parameters:
    ///   - name: nil for all settings but those of tables.
    ///   - table: that of the network in which the person asks; nil where it has none.
    ///   - ignored: the masks of people whom they do not hear there beside those of the file.
    /// - Throws: where there is none.
    func lines(
        about name: String?, of table: ServerTable?, ignored: [String] = []
    ) throws(Preferences.Problem) -> [String] {
        let others =
            ignored.isEmpty
            ? [] : ["Beside them you have put on /ignore here: " + DrawableText.plain(ignored.joined(separator: ", "))]
        guard let name else {
            return rows(of: Self.keys.map { .key($0) }, ignoredCount: ignored.count) + [
                "/set KEY explains one, /set KEY VALUE changes it, /save yes keeps what you changed.",
                "/set keys lists the keys of the keyboard, /set server what is chosen for this network.",
            ]
        }
        if let setting = Self.setting(named: name, of: table) {
            return [line(about: setting), meaning(of: setting)] + (self.name(of: setting) == "ignore" ? others : [])
        }
        let lower = name.lowercased()
        let bindings: [Setting] =
            lower.hasPrefix("keys")
            ? chosen.screen.keyMap.boundKeys.filter { "keys.\($0)".lowercased().hasPrefix(lower) }.map { .binding($0) }
            : []
        let ofServer: [Setting] =
            table.map { table in
                ServerTable.keys.filter { (Self.serverPrefix + $0.path).hasPrefix(lower) }.map { .server($0, table) }
            } ?? []
        let found = Self.keys.filter { $0.path.contains(lower) }.map { Setting.key($0) } + bindings + ofServer
        guard !found.isEmpty else { throw Self.unknown(name) }
        return rows(of: found, ignoredCount: ignored.count)
    }

    /// A setting and its value: `theme = "light"`.
    func line(about setting: Setting) -> String {
        "\(name(of: setting)) \(value(of: setting).map { "= \($0)" } ?? "is not set")"
    }

    /// The problem with a name that no setting has.
    static func unknown(_ name: String) -> Preferences.Problem {
        let shown = DrawableText.plain(String(name.prefix(64)))
        if name.lowercased().hasPrefix(serverPrefix) {
            return Preferences.Problem(
                text: "“\(shown)” cannot be set here: change it in tui.toml. /set server lists what can be.")
        }
        if name.lowercased().hasPrefix(bindingPrefix) {
            return Preferences.Problem(
                text:
                    "There is no key “\(shown.dropFirst(bindingPrefix.count))”; they are written like keys.Ctrl-F or keys.F5."
            )
        }
        let nearest = NearestName.of(name.lowercased(), among: keys.map(\.path))
        let hint = nearest.map { "Did you mean “\($0)”?" } ?? "/set lists them."
        return Preferences.Problem(text: "There is no setting “\(shown)”. \(hint)")
    }

    /// - Parameter ignoredCount: people whom the person does not hear beside those of the file.
    private func rows(of settings: [Setting], ignoredCount: Int) -> [String] {
        let names = settings.map { name(of: $0) }
        let width = names.map(\.count).max() ?? 0
        return zip(settings, names).map { setting, name in
            let gap = String(repeating: " ", count: width - name.count + 2)
            let others = name == "ignore" && ignoredCount > 0 ? "  (and \(ignoredCount) by /ignore)" : ""
            return name + gap + (value(of: setting) ?? "not set") + (isUnsaved(setting) ? "  (not saved)" : "") + others
        }
    }

    private func name(of setting: Setting) -> String {
        switch setting {
        case .key(let key): key.path
        case .binding(let key): Self.bindingPrefix + key.description
        case .server(let key, _): Self.serverPrefix + key.path
        }
    }

    /// The value as TOML; nil where there is none. No password is in it.
    private func value(of setting: Setting) -> String? {
        switch setting {
        case .key(let key): key.value(in: chosen).map { DrawableText.plain($0) }
        case .binding(let key): chosen.screen.keyMap.action(of: key).map { TOML.text($0.rawValue) }
        case .server(let key, let table):
            table.index(in: chosen.servers).flatMap { key.value(in: chosen.servers[$0]) }.map {
                key.path == "password" ? "…" : DrawableText.plain($0)
            }
        }
    }

    private func meaning(of setting: Setting) -> String {
        switch setting {
        case .key(let key):
            let standard = key.value(in: Preferences()).map { " Without it: \($0)." } ?? ""
            return "\(key.summary)\(standard) A change counts \(key.activation.words)."
        case .binding(let key):
            let action = chosen.screen.keyMap.action(of: key)
            let row = chosen.screen.keyMap.bindings.first { row in row.actions.contains { $0.action == action } }
            let standard = KeyMap.standard.action(of: key).map { "“\($0.rawValue)”" } ?? "nothing"
            return "\(row.map { "For: \($0.purpose). " } ?? "")By itself it means \(standard). A change counts at once."
        case .server(let key, _): return "\(key.summary) A change counts \(key.activation.words)."
        }
    }

    private func isUnsaved(_ setting: Setting) -> Bool {
        let change: SettingChange =
            switch setting {
            case .key(let key): .key(key.path, value: nil)
            case .binding(let key): .binding(key, action: nil)
            case .server(let key, let table): .server(table, key: key.path, value: nil)
            }
        return unsaved.contains { $0.isOfSame(as: change) }
    }
}

extension KeyMap {
    /// The keys that do something, in the order of the help.
    fileprivate var boundKeys: [Key] { bindings.flatMap(\.actions).flatMap(\.keys) }
}

extension Preferences {
    /// The settings that can be named, with the values that are offered for each.
    ///
    /// - Parameter themes: the names of the person's own themes.
    func knownSettings(themes: [String]) -> [KnownSetting] {
        let keys = LivePreferences.keys.map { key in
            let values = key.words.isEmpty ? [key.value(in: self)].compactMap(\.self) : key.words
            return KnownSetting(
                name: key.path, values: key.path == "theme" ? values + themes : values, summary: key.summary)
        }
        let actions = ["none"] + Action.allCases.map(\.rawValue)
        let bound = screen.keyMap.bindings.flatMap(\.actions).flatMap(\.keys)
        let ofServer = ServerTable.keys.map { key in
            KnownSetting(name: LivePreferences.serverPrefix + key.path, values: key.words, summary: key.summary)
        }
        return keys + ofServer
            + bound.map { KnownSetting(name: LivePreferences.bindingPrefix + $0.description, values: actions) }
    }
}
