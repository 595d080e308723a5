import Client
import Configuration
import Protocol
import TUI

/// The preferences of a program that runs: those that it goes by, and those that the person has chosen since it began.
package struct LivePreferences: Sendable {
    /// A setting that a person can name.
    enum Setting {
        case key(ConfigurationKey<Preferences>)
        /// A key of the keyboard: `keys.Ctrl-F`.
        case binding(Key)
        /// A key of the table `[[server]]` of a network: `server.nick`.
        case server(ConfigurationKey<ServerPreferences>, ServerTable)
    }

    /// The beginning of the name of a key of the keyboard.
    static let bindingPrefix = "keys."
    /// The beginning of the name of a key that is about one network.
    static let serverPrefix = "server."

    /// What the program goes by.
    package private(set) var inForce: Preferences
    /// What it would start with, if it began now.
    package private(set) var chosen: Preferences
    /// The person's own commands that the file had when they were read from it, or written to it.
    package private(set) var savedAliases: AliasTable
    /// The tables `[[server]]` that the file had when it was read, or written to.
    package private(set) var savedServers: [ServerPreferences]
    /// What is not in the file yet, each setting once.
    package private(set) var unsaved: [SettingChange] = []
    /// What the person has been warned of losing.
    private var warnedOf: UnkeptSettings?

    package init(_ preferences: Preferences) {
        inForce = preferences
        chosen = preferences
        savedAliases = preferences.aliases
        savedServers = preferences.servers
    }

    /// The keys that a person can set by name, those of tables not among them.
    static let keys = Preferences.schema.keys.filter { key in
        switch key.shown {
        case .standard, .example: true
        case .table, .tables, .elsewhere: false
        }
    }

    /// The setting of a name, in whatever case; nil where there is none.
    ///
    /// - Parameter table: that of the network in which the person named it; nil where it has none.
    static func setting(named name: String, of table: ServerTable?) -> Setting? {
        let lower = name.lowercased()
        if lower.hasPrefix(serverPrefix), let table {
            return ServerTable.keys.first { serverPrefix + $0.path == lower }.map { .server($0, table) }
        }
        guard lower.hasPrefix(bindingPrefix) else { return keys.first { $0.path == lower }.map { .key($0) } }
        return Key(named: String(name.dropFirst(bindingPrefix.count))).map { .binding($0) }
    }

    /// Gives a setting a value, or the one that holds without it.
    ///
    /// - Parameters:
    ///   - typed: nil for the value that holds without it.
    ///   - readTheme: reads the file of a theme.
    /// - Returns: when it counts.
    /// - Throws: why the value is not taken; nothing is changed then.
    mutating func set(
        _ setting: Setting, to typed: String?, readTheme: (String) throws(Preferences.Problem) -> ThemeDefinition
    ) throws(Preferences.Problem) -> Activation {
        var next = chosen
        switch setting {
        case .key(let key):
            let value = try Self.set(key, to: typed, in: &next)
            if key.path == "theme", case .file(let name) = next.theme {
                next.themeFromFile = try readTheme(name)
            }
            note(.key(key.path, value: value))
        case .binding(let key):
            let typed = typed.map(Self.unquoted)
            guard typed.map({ $0 == "none" || Action(rawValue: $0) != nil }) ?? true else {
                let name = typed ?? ""
                let hint = NearestName.of(name, among: Action.allCases.map(\.rawValue)).map { " Did you mean “\($0)”?" }
                throw Preferences.Problem(text: "Nothing is called “\(name.printable)”.\(hint ?? "")")
            }
            next.screen.keyMap.bind(key, toActionNamed: typed)
            guard next.screen.keyMap.key(for: .send) != nil else {
                throw Preferences.Problem(
                    text: "No key would send what you type any more. Give “send” another key first.")
            }
            note(.binding(key, action: typed))
        case .server(let key, let table):
            do throws(ValueProblem) {
                let value = try table.set(key, to: typed, in: &next.servers)
                note(.server(table, key: key.path, value: value))
            } catch {
                throw Preferences.Problem(error.reason, of: Self.serverPrefix + (error.place?.key ?? key.path))
            }
        }
        chosen = next
        return takeOver(setting)
    }

    /// The file has these changes, the person's own commands, and these tables of servers.
    mutating func saved(_ changes: [SettingChange], _ aliases: AliasTable, _ servers: [ServerPreferences]) {
        unsaved.removeAll { changes.contains($0) }
        savedAliases = aliases
        savedServers = servers
    }

    /// The changes of a table are not to be kept any more.
    mutating func forgetChanges(of table: ServerTable) {
        unsaved.removeAll { $0.table == table }
    }

    /// The words that warn of what would be lost if the program ended now; nil where that is nothing, or was told already.
    ///
    /// - Parameters:
    ///   - aliases: those that there are now.
    ///   - tables: those that cannot be kept.
    mutating func warning(aliases: AliasTable, except tables: Set<ServerTable>) -> String? {
        let unkept = unkept(aliases, except: tables)
        guard !unkept.isEmpty, unkept != warnedOf else { return nil }
        warnedOf = unkept
        return unkept.words
    }

    /// What is not in the file yet and can be kept in it: all but the changes of these tables.
    func unsaved(except tables: Set<ServerTable>) -> [SettingChange] {
        unsaved.filter { change in change.table.map { !tables.contains($0) } ?? true }
    }

    /// A text without the quotes that it has in the file.
    private static func unquoted(_ text: String) -> String {
        guard text.count > 1, let quote = text.first, "\"'".contains(quote), text.last == quote else { return text }
        return String(text.dropFirst().dropLast())
    }

    private static func set(
        _ key: ConfigurationKey<Preferences>, to typed: String?, in preferences: inout Preferences
    ) throws(Preferences.Problem) -> String? {
        guard let typed else {
            key.copy(from: Preferences(), to: &preferences)
            return nil
        }
        do throws(ValueProblem) {
            return try key.set(typed, in: &preferences)
        } catch {
            throw Preferences.Problem(error.reason, of: key.path)
        }
    }

    private mutating func note(_ change: SettingChange) {
        unsaved.removeAll { $0.isOfSame(as: change) }
        unsaved.append(change)
    }

    /// Goes by what is chosen, where that counts at once.
    private mutating func takeOver(_ setting: Setting) -> Activation {
        switch setting {
        case .binding:
            inForce.screen.keyMap = chosen.screen.keyMap
            return .atOnce
        case .key(let key):
            switch key.activation {
            case .atOnce:
                key.copy(from: chosen, to: &inForce)
                inForce.themeFromFile = chosen.themeFromFile
            case .nextStart: break
            }
            return key.activation
        case .server(let key, let table):
            switch key.activation {
            case .atOnce: table.copy(key, from: chosen.servers, to: &inForce.servers)
            case .nextStart: break
            }
            return key.activation
        }
    }
}
