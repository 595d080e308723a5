import GRDB
import Protocol

/// The step to version 6, which keeps in tables of their own how those are on the network who stay while not
/// connected. Before, an account had up to five settings for that:
///
///     nick, user, host, name   a text each
///     rooms                    an entry for each room with a space between them: `RANKS,SINCE,ROOM`, or, of later
///                              versions, `RANKS,SINCE:CLOSED-TO-ALL:CLOSED-TO-GUESTS:CLOSED-TO,ROOM`
///
/// No version could read an entry of any other form, so none is taken over.
///
/// The step has its own statements and its own values, so that a later change of the tables, or of the code that
/// writes them, does not change what it does.
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

    /// The highest number at which a log could begin to number its events.
    private static let highestNumber: Int64 = 1 << 61

    private static let keys: Set = ["nick", "user", "host", "name", "rooms"]

    private enum KeptColumn: Int32, StatementColumn {
        case folded, name, settings
    }

    /// A row of `presences`, and the rows of `presence_rooms` that belong to it.
    private struct Stay {
        let nick, user: String
        let host: String?
        let name: String
        let rooms: [Room]
    }

    /// A row of `presence_rooms`.
    private struct Room {
        let name, ranks: String
        let since: Int64
        let closings: (toAll: Int64, toGuests: Int64, current: Int64)?
    }

    static func run(_ database: Database) throws {
        try database.execute(sql: tables)
        var kept: [(account: [UInt8], name: String, settings: [Tag])] = []
        try SelectStatement<KeptColumn>("FROM accounts", on: database).each { row throws(LogError) in
            // Settings that cannot be read stay as they are: that is told where the registry is read.
            guard let settings = EventCoding.tags(row.bytes(.settings)),
                settings.contains(where: { keys.contains($0.key) })
            else { return }
            kept.append((row.bytes(.folded), row.text(.name) ?? "", settings))
        }
        let writer = try Writer(on: database)
        for (account, name, settings) in kept {
            if let stay = stay(in: settings, of: name) { try writer.save(stay, of: account) }
            try writer.save(settings.filter { !keys.contains($0.key) }, of: account)
        }
    }

    /// The statements of the step, as version 6 has the tables.
    private struct Writer {
        private let savePresence, saveRoom, saveSettings: PreparedStatement

        init(on database: Database) throws {
            savePresence = try PreparedStatement(
                "INSERT INTO presences (account, nick, user, host, name) VALUES (?1, ?2, ?3, ?4, ?5)", on: database)
            saveRoom = try PreparedStatement(
                """
                INSERT INTO presence_rooms
                (account, position, room, ranks, since, closed_to_all, closed_to_guests, closed_to)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                """, on: database)
            saveSettings = try PreparedStatement("UPDATE accounts SET settings = ?2 WHERE folded = ?1", on: database)
        }

        func save(_ stay: Stay, of account: [UInt8]) throws(LogError) {
            savePresence.bindBlob(1, account)
            savePresence.bindText(2, stay.nick)
            savePresence.bindText(3, stay.user)
            savePresence.bindText(4, stay.host)
            savePresence.bindText(5, stay.name)
            try savePresence.run()
            for (position, room) in stay.rooms.enumerated() {
                saveRoom.bindBlob(1, account)
                saveRoom.bind(2, Int64(position))
                saveRoom.bindText(3, room.name)
                saveRoom.bindText(4, room.ranks)
                saveRoom.bind(5, room.since)
                if let closings = room.closings {
                    saveRoom.bind(6, closings.toAll)
                    saveRoom.bind(7, closings.toGuests)
                    saveRoom.bind(8, closings.current)
                } else {
                    for parameter: Int32 in 6...8 { saveRoom.bindNull(parameter) }
                }
                try saveRoom.run()
            }
        }

        func save(_ settings: [Tag], of account: [UInt8]) throws(LogError) {
            saveSettings.bindBlob(1, account)
            saveSettings.bindBlob(2, EventCoding.encode(settings))
            try saveSettings.run()
        }
    }

    // MARK: The settings of earlier versions

    /// - Parameter account: the name as it was registered, for whoever had no other nick.
    /// - Returns: nil where a text is longer than the 512 bytes that a column may hold.
    private static func stay(in settings: [Tag], of account: String) -> Stay? {
        func text(_ key: String) -> String? { settings.last { $0.key == key }?.value }
        let nick = text("nick") ?? account
        let stay = Stay(
            nick: nick, user: text("user") ?? "~user", host: text("host"), name: text("name") ?? nick,
            rooms: (text("rooms") ?? "").split(separator: " ").compactMap { room(String($0)) })
        let texts = [stay.nick, stay.user, stay.host ?? "", stay.name]
        return texts.allSatisfy { $0.utf8.count <= 512 } ? stay : nil
    }

    private static func room(_ entry: String) -> Room? {
        let parts = entry.utf8.split(separator: ASCII.comma, maxSplits: 2, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard parts.count == 3, parts[0].utf8.count <= 8, 2...512 ~= parts[2].utf8.count,
            parts[2].utf8.first == UInt8(ascii: "#"),
            parts[2].utf8.allSatisfy({ $0 > ASCII.space && $0 != ASCII.comma })
        else { return nil }
        let numbers = parts[1].split(separator: ":").map { Int64($0) }
        guard let since = number(numbers.first ?? nil) else { return nil }
        var closings: (toAll: Int64, toGuests: Int64, current: Int64)?
        if numbers.count == 4, let toAll = number(numbers[1]), let toGuests = number(numbers[2]),
            let current = numbers[3], 0...255 ~= current
        {
            closings = (toAll, toGuests, current)
        }
        return Room(name: parts[2], ranks: parts[0], since: since, closings: closings)
    }

    /// Nil for what no event of a log can have.
    private static func number(_ value: Int64?) -> Int64? {
        value.flatMap { 0...highestNumber ~= $0 ? $0 : nil }
    }
}
