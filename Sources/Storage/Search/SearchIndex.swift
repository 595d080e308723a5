import Chat
import GRDB
import Protocol

/// The words of what was said, in a file of its own beside the log: it can be thrown away and made anew at any time, and
/// writing to it never holds up the log.
///
/// Each ``SearchPart`` has an FTS5 table without content, whose row ids are the events' numbers. What a row holds are the
/// words as ``SearchText`` makes them, and then a few marks that no text can hold: where it was said and by whom. So a query
/// for the words of somebody in a room is one query of the index. <https://www.sqlite.org/fts5.html>
final class SearchIndex {
    /// Raised whenever the words of a text, or the tables, come out differently.
    static let version: Int64 = 1

    private let queue: DatabaseQueue
    let path: String

    /// Where the index of a log is.
    static func path(beside log: String) -> String {
        (log.hasSuffix(".sqlite") ? String(log.dropLast(7)) : log) + ".search.sqlite"
    }

    /// Opens the index, and makes it anew if it is not there, is of another version or shape, or is damaged.
    init(path: String) throws(LogError) {
        self.path = path
        do {
            queue = try Self.open(path)
        } catch {
            guard LogError(error).isDamage else { throw LogError(error) }
            PrivateDatabaseFile.remove(path)
            do {
                queue = try Self.open(path)
            } catch {
                throw LogError(error)
            }
        }
    }

    private static func open(_ path: String) throws -> DatabaseQueue {
        try PrivateDatabaseFile.keep(path)
        var queue = try connect(path)
        let isOurs = try queue.read { database in
            let table = try String.fetchOne(database, sql: "SELECT sql FROM sqlite_schema WHERE name = 'parts'")
            return try Int64.fetchOne(database, sql: "PRAGMA user_version") == version && table == partsTable
        }
        if !isOurs {
            try queue.close()
            PrivateDatabaseFile.remove(path)
            try PrivateDatabaseFile.keep(path)
            queue = try connect(path)
            try queue.write { try $0.execute(sql: "\(partsTable); PRAGMA user_version = \(version)") }
        }
        return queue
    }

    private static func connect(_ path: String) throws -> DatabaseQueue {
        try SQLiteConnection.open(
            path, label: "grillo.search.sqlite", .readWriteWAL,
            settings: "PRAGMA secure_delete = ON; PRAGMA cache_size = -8192")
    }

    /// `through`: the last number that a part has looked at, whether or not it was something said.
    private static let partsTable = """
        CREATE TABLE parts (
            part INTEGER NOT NULL,
            generation INTEGER NOT NULL,
            through INTEGER NOT NULL,
            time INTEGER NOT NULL,
            is_current INTEGER NOT NULL,
            PRIMARY KEY (part, generation)
        ) STRICT, WITHOUT ROWID
        """

    static func table(_ part: SearchPart, _ generation: Int64) -> String { "words_\(part.rawValue)_\(generation)" }

    /// What the index has of a part.
    struct Part: Hashable {
        var part: SearchPart
        var generation: Int64
        /// The last number it has looked at, and the time of the event that has it, or of the last before it.
        var through: LogEnd
    }

    /// The parts that a search may look at, in rising order.
    func parts() throws(LogError) -> [Part] {
        try access { database in try Self.parts(in: database) }
    }

    static func parts(in database: Database) throws -> [Part] {
        let rows = try PreparedStatement(
            "SELECT part, generation, through, time FROM parts WHERE is_current = 1 ORDER BY part", on: database)
        var found: [Part] = []
        try rows.each { row throws(LogError) in
            let part = Part(
                part: SearchPart(rawValue: row.int64(0)), generation: row.int64(1),
                through: LogEnd(number: EventNumber(rawValue: row.int64(2)), time: row.time(3)))
            let range = part.part.range
            guard part.part.rawValue == row.int64(0), generations.contains(part.generation),
                (range.lowerBound.previous...range.upperBound).contains(part.through.number)
            else { throw .corrupt("the index has the part \(row.int64(0)), which cannot be") }
            found.append(part)
        }
        return found
    }

    /// A part is begun anew each time that something was taken out of it and the index made clean of that.
    private static let generations: ClosedRange<Int64> = 1...(1 << 53)

    /// Begins a part, or begins it anew beside the one that is searched meanwhile.
    func begin(_ part: SearchPart) throws(LogError) -> Part {
        try access { database in
            var begun = Part(
                part: part, generation: 0, through: LogEnd(number: part.range.lowerBound, time: .init(milliseconds: 0)))
            begun.through.number = part.range.lowerBound.previous
            try database.inTransaction {
                // What an earlier attempt left behind.
                for generation in try Int64.fetchAll(
                    database, sql: "SELECT generation FROM parts WHERE part = ? AND is_current = 0",
                    arguments: [part.rawValue])
                { try Self.drop(part, generation, in: database) }
                let last = try Int64.fetchOne(
                    database, sql: "SELECT max(generation) FROM parts WHERE part = ?", arguments: [part.rawValue])
                begun.generation = (last ?? 0) &+ 1
                guard Self.generations.contains(begun.generation) else {
                    throw LogError.corrupt("the index has generations that cannot be")
                }
                try database.execute(
                    sql: """
                        CREATE VIRTUAL TABLE \(Self.table(part, begun.generation)) USING fts5(
                            words, content = '', columnsize = 0, tokenize = 'ascii')
                        """)
                try database.execute(
                    sql: "INSERT INTO parts VALUES (?, ?, ?, 0, ?)",
                    arguments: [part.rawValue, begun.generation, begun.through.number.rawValue, last == nil ? 1 : 0])
                return .commit
            }
            return begun
        }
    }

    /// Adds events that come behind the last one of a part, and are of it.
    func add(_ events: [Event], to part: inout Part) throws(LogError) {
        guard let last = events.last else { return }
        let through = LogEnd(number: last.number, time: last.time)
        let table = Self.table(part.part, part.generation)
        let (number, generation) = (part.part.rawValue, part.generation)
        try access { database in
            try database.inTransaction {
                let insert = try PreparedStatement("INSERT INTO \(table) (rowid, words) VALUES (?1, ?2)", on: database)
                for event in events where (event.kind == .message || event.kind == .notice) && !event.isBlank {
                    insert.bind(1, event.number.rawValue)
                    insert.bindText(2, SearchMarks.row(of: event))
                    try insert.run()
                }
                try database.execute(
                    sql: "UPDATE parts SET through = ?, time = ? WHERE part = ? AND generation = ?",
                    arguments: [through.number.rawValue, through.time.milliseconds, number, generation])
                return .commit
            }
        }
        part.through = through
    }

    /// Makes a part that nothing more comes to as quick to search as it can be.
    func optimize(_ part: Part) throws(LogError) {
        let table = Self.table(part.part, part.generation)
        try access { try $0.execute(sql: "INSERT INTO \(table) (\(table)) VALUES ('optimize')") }
    }

    /// Puts a part that was indexed anew in the place of the one before.
    func adopt(_ part: Part) throws(LogError) {
        try access { database in
            try database.inTransaction {
                let old = try Int64.fetchAll(
                    database, sql: "SELECT generation FROM parts WHERE part = ? AND generation <> ?",
                    arguments: [part.part.rawValue, part.generation])
                for generation in old { try Self.drop(part.part, generation, in: database) }
                try database.execute(
                    sql: "UPDATE parts SET is_current = 1 WHERE part = ? AND generation = ?",
                    arguments: [part.part.rawValue, part.generation])
                return .commit
            }
        }
    }

    /// Forgets a part with all that it holds.
    func drop(_ part: SearchPart) throws(LogError) {
        try access { database in
            try database.inTransaction {
                let generations = try Int64.fetchAll(
                    database, sql: "SELECT generation FROM parts WHERE part = ?", arguments: [part.rawValue])
                for generation in generations { try Self.drop(part, generation, in: database) }
                return .commit
            }
        }
    }

    private static func drop(_ part: SearchPart, _ generation: Int64, in database: Database) throws {
        try database.execute(sql: "DROP TABLE IF EXISTS \(table(part, generation))")
        try database.execute(
            sql: "DELETE FROM parts WHERE part = ? AND generation = ?", arguments: [part.rawValue, generation])
    }

    /// Whether all of it can be read.
    func isSound() throws(LogError) -> Bool {
        do {
            _ = try parts()
            return try access { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") } == "ok"
        } catch {
            if error.isDamage { return false }
            throw error
        }
    }

    /// Empties the WAL. False if a reader is in the way.
    func truncateWAL() throws(LogError) -> Bool {
        try access { database in
            try Int.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)") == 0
        }
    }

    func close() throws(LogError) {
        do {
            try queue.close()
        } catch {
            throw LogError(error)
        }
    }

    private func access<Value>(_ body: (Database) throws -> Value) throws(LogError) -> Value {
        do {
            return try queue.writeWithoutTransaction(body)
        } catch {
            throw LogError(error)
        }
    }
}

extension LogError {
    var isDamage: Bool {
        if case .corrupt = self { true } else { false }
    }
}
