import Client
import Configuration
import Protocol
import TUI

/// The part of what a person has done since the program began that can be kept in `tui.toml`. No key of a room is among it, and no
/// password but one that was set by hand.
package struct SettingsToSave: Sendable {
    /// The server's host and port; nil where it has none that a file could name.
    package var server: (host: String, port: UInt16)?
    /// The name of the server's table; nil for the first that is for the host and the port.
    package var name: String?
    /// The name that a table which is added gets; nil for none.
    package var newName: String?
    /// Nil where the file need not say it: it is as it would be without.
    package var tls: Bool?
    package var nick: String?
    /// Nil where the person is not logged in.
    package var account: String?
    /// All rooms that the server's `rooms` should list; nil where that is not known.
    package var channels: [String]?
    /// Masks of those who are not to be heard there.
    package var ignored: [String] = []
    /// What was changed with `/set`.
    package var changes: [SettingChange] = []
    /// The person's own commands; nil where they stay as they are.
    package var aliases: AliasTable?
    /// Those of the file when they were read from it, or written to it. What they have in common with the person's own stays as it is.
    package var aliasesBefore = AliasTable()
    /// The nick of a file that names none.
    package var usualNick = TypedName.loginNick

    package init() {}

    /// The text of the file with all this in it, and all else as it was.
    ///
    /// - Throws: where the text cannot be read, or cannot be changed so that it would be read as it should be.
    package func saved(in text: String) throws(PreferencesEdit.Problem) -> String {
        let before = try Self.read(text)
        var (edit, expected) = (try PreferencesEdit(text), before)
        for change in changes where !change.isOfServer { try change.apply(to: &edit, &expected) }
        if let server {
            if let number = table?.index(in: before.servers) {
                try change(number, &edit, &expected)
            } else if let name {
                throw PreferencesEdit.Problem(text: "it has no [[server]] with the name “\(name)” any more")
            } else {
                try add(server, to: &edit, &expected)
            }
        }
        // A table that is new has its host, its port and whether it speaks TLS by now.
        for change in changes where change.isOfServer { try change.apply(to: &edit, &expected) }
        if let aliases { try change(aliases, &edit, &expected) }
        let result = edit.text
        guard result != text else { return text }
        guard let after = try? Self.read(result), after.isSame(as: expected) else {
            throw PreferencesEdit.Problem(
                text: "it is written in a way that nothing can be changed in safely; change it by hand")
        }
        return result
    }

    private static func read(_ text: String) throws(PreferencesEdit.Problem) -> Preferences {
        do {
            return try Preferences(text, "tui.toml")
        } catch {
            throw PreferencesEdit.Problem(text: error.text)
        }
    }

    /// Changes the table of a server that the file knows.
    private func change(
        _ number: Int, _ edit: inout PreferencesEdit, _ expected: inout Preferences
    ) throws(PreferencesEdit.Problem) {
        let known = expected.servers[number]
        let keys = try edit.keys(in: .server(number))
        if let nick = newNick(known.nick ?? expected.nick ?? known.account ?? expected.account) {
            try edit.set("nick", to: nick, in: .server(number))
            expected.servers[number].nick = nick
        }
        if let account, !isSet("account"), keys.isDisjoint(with: SavedAccount.loginKeys), expected.account != account {
            try edit.set("account", to: account, in: .server(number))
            expected.servers[number].account = account
        }
        if let rooms = newRooms(known.channels ?? expected.channels) {
            try edit.set("rooms", to: rooms, in: .server(number), meaning: TypedName.channel)
            expected.servers[number].channels = rooms
        }
        let masks = newMasks(known.ignore + expected.ignore)
        if !masks.isEmpty {
            try edit.set("ignore", to: known.ignore + masks, in: .server(number))
            expected.servers[number].ignore += masks
        }
    }

    /// Adds a table for a server that the file does not know.
    private func add(
        _ server: (host: String, port: UInt16), to edit: inout PreferencesEdit, _ expected: inout Preferences
    ) throws(PreferencesEdit.Problem) {
        var lines = ["host = \(TOML.text(server.host))", "port = \(server.port)"]
        // One that another table has would lead to that one.
        if let newName, expected.server(named: newName) == nil { lines.insert("name = \(TOML.text(newName))", at: 0) }
        if let tls { lines.append("tls = \(tls)") }
        if let nick = newNick(expected.nick ?? expected.account) { lines.append("nick = \(TOML.text(nick))") }
        if let account, !isSet("account"), expected.account != account {
            lines.append("account = \(TOML.text(account))")
        }
        if let rooms = newRooms(expected.channels) { lines.append("rooms = \(TOML.list(rooms))") }
        let masks = newMasks(expected.ignore)
        if !masks.isEmpty { lines.append("ignore = \(TOML.list(masks))") }
        // The table by itself says what it is to be read as behind the others.
        guard let table = try Self.read((["[[server]]"] + lines).joined(separator: "\n")).servers.first,
            table.isFor(server.host, server.port)
        else { throw PreferencesEdit.Problem(text: "it cannot name this server") }
        try edit.addServer(lines)
        expected.servers.append(table)
    }

    /// True for a key that was changed with `/set`: what is in use now would go before it the next time.
    private func isSet(_ name: String) -> Bool {
        changes.contains { change in
            change.isOfSame(as: .key(name, value: nil))
                || table.map { change.isOfSame(as: .server($0, key: name, value: nil)) } ?? false
        }
    }

    /// The server's table; nil where it has none that a file could name.
    private var table: ServerTable? { server.map { ServerTable(host: $0.host, port: $0.port, name: name) } }

    /// The nick to be written; nil where the file says it already, or cannot say it.
    private func newNick(_ known: String?) -> String? {
        guard !isSet("nick"), let nick, TypedName.isNick(nick), nick != known ?? usualNick else { return nil }
        return nick
    }

    /// The masks that the file does not have yet.
    private func newMasks(_ known: [String]) -> [String] {
        let known = Set(known.map { Hostmask.full($0) })
        return ignored.filter { !known.contains($0) }
    }

    /// The rooms to be written; nil where the file lists them already. A room whose name would be read as another is left out.
    private func newRooms(_ known: [String]) -> [String]? {
        guard !isSet("rooms"), let channels = channels?.filter({ TypedName.channel($0) == $0 }), channels != known
        else { return nil }
        return channels
    }
}

extension Preferences {
    /// True for preferences that say the same of all that can be saved.
    fileprivate func isSame(as other: Preferences) -> Bool {
        Preferences.schema.keys.allSatisfy { $0.value(in: self) == $0.value(in: other) } && proxy == other.proxy
            && Set(screen.keyMap.exampleLines) == Set(other.screen.keyMap.exampleLines) && servers == other.servers
            && aliases == other.aliases && hooks == other.hooks
    }
}
