import Chat
import GRDB
import Protocol

/// The step to tables for how those are here who stay while not connected. Until then it stood in five of an account's settings:
///
///     nick, user, host, name   a text each
///     rooms                    an entry for each room with a space between them: `RANKS,SINCE,ROOM`, or, of later versions,
///                              `RANKS,SINCE:CLOSED-TO-ALL:CLOSED-TO-GUESTS:CLOSED-TO,ROOM`
///
/// A text that is none of these goes: no version could have read it.
enum PresenceMigration {
    private static let tables = """
        CREATE TABLE presences (
            account BLOB PRIMARY KEY,
            nick TEXT NOT NULL,
            user TEXT NOT NULL,
            host TEXT,
            name TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE presence_rooms (
            account BLOB NOT NULL,
            position INTEGER NOT NULL,
            room TEXT NOT NULL,
            ranks TEXT NOT NULL,
            since INTEGER NOT NULL,
            closed_to_all INTEGER,
            closed_to_guests INTEGER,
            closed_to INTEGER,
            PRIMARY KEY (account, position)
        ) STRICT, WITHOUT ROWID;
        """

    private static let keys: Set = ["nick", "user", "host", "name", "rooms"]

    private enum KeptColumn: Int32, StatementColumn {
        case folded, name, settings
    }

    static func run(_ database: Database) throws {
        try database.execute(sql: tables)
        var kept: [(account: FoldedName, name: String, settings: [Tag])] = []
        try SelectStatement<KeptColumn>("FROM accounts", on: database).each { row throws(LogError) in
            // Settings that cannot be read stay as they are: that is told where the registry is read.
            guard let settings = EventCoding.tags(row.bytes(.settings)),
                settings.contains(where: { keys.contains($0.key) })
            else { return }
            kept.append((row.name(.folded), row.text(.name) ?? "", settings))
        }
        let writer = try PresenceWriter(on: database)
        let save = try PreparedStatement("UPDATE accounts SET settings = ?2 WHERE folded = ?1", on: database)
        for (account, name, settings) in kept {
            if let presence = presence(in: settings, of: name) { try writer.save(presence, of: account) }
            save.bindBlob(1, account.bytes)
            save.bindBlob(2, EventCoding.encode(settings.filter { !keys.contains($0.key) }))
            try save.run()
        }
    }

    /// - Parameter account: the name as it was registered, for whoever had no other nick.
    private static func presence(in settings: [Tag], of account: String) -> Presence? {
        func text(_ key: String) -> String? { settings.last { $0.key == key }?.value }
        let nick = text("nick") ?? account
        let presence = Presence(
            nick: nick, userName: text("user") ?? "~user", host: text("host"), realName: text("name") ?? nick,
            rooms: (text("rooms") ?? "").split(separator: " ").compactMap { room(String($0)) })
        let texts = [presence.nick, presence.userName, presence.host ?? "", presence.realName]
        return texts.allSatisfy { $0.utf8.count <= 512 } ? presence : nil
    }

    private static func room(_ entry: String) -> Presence.Room? {
        let parts = entry.utf8.split(separator: ASCII.comma, maxSplits: 2, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard parts.count == 3, parts[0].utf8.count <= 8, 2...512 ~= parts[2].utf8.count,
            parts[2].utf8.first == UInt8(ascii: "#"),
            parts[2].utf8.allSatisfy({ $0 > ASCII.space && $0 != ASCII.comma })
        else { return nil }
        let numbers = parts[1].split(separator: ":").map { Int64($0) }
        guard let since = number(numbers.first ?? nil) else { return nil }
        var closed: Presence.Closed?
        if numbers.count == 4, let toAll = number(numbers[1]), let toGuests = number(numbers[2]),
            let kinds = numbers[3].flatMap(UInt8.init(exactly:))
        {
            closed = Presence.Closed(toAll: toAll, toGuests: toGuests, kinds: kinds)
        }
        return Presence.Room(name: parts[2], ranks: parts[0], since: since, closed: closed)
    }

    /// Nil for what no event of a log can have.
    private static func number(_ value: Int64?) -> EventNumber? {
        guard let value, 0...SQLiteEventLog.maxStartNumber.rawValue ~= value else { return nil }
        return EventNumber(rawValue: value)
    }
}
