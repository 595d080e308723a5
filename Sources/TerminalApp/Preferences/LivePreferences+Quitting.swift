import Client

/// What would be lost if the program ended now.
struct UnkeptSettings: Hashable, Sendable {
    let changes: [SettingChange]
    /// Names of the person's own commands that the file has otherwise, or not at all. One that holds a password is never kept in it.
    let aliases: [String]

    var isEmpty: Bool { changes.isEmpty && aliases.isEmpty }

    /// `2 settings and 1 alias are not kept: /save yes keeps them, or quit again.`
    var words: String {
        func counted(_ count: Int, _ one: String, _ many: String) -> String? {
            count == 0 ? nil : "\(count) \(count == 1 ? one : many)"
        }
        let parts = [counted(changes.count, "setting", "settings"), counted(aliases.count, "alias", "aliases")]
        let isOne = changes.count + aliases.count == 1
        return parts.compactMap(\.self).joined(separator: " and ")
            + (isOne ? " is not kept: /save yes keeps it" : " are not kept: /save yes keeps them")
            + ", or quit again."
    }
}

extension LivePreferences {
    /// What is not in the file yet, and could be.
    ///
    /// - Parameters:
    ///   - aliases: those that there are now.
    ///   - tables: those that cannot be kept.
    func unkept(_ aliases: AliasTable, except tables: Set<ServerTable>) -> UnkeptSettings {
        let names = Set(aliases.names + savedAliases.names).filter {
            aliases[$0] != savedAliases[$0] && (aliases[$0] == nil || !aliases.holdsPassword($0))
        }
        return UnkeptSettings(changes: unsaved(except: tables), aliases: names.sorted())
    }
}
