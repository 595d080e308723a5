import Chat
import GRDB
import Protocol

/// The words of what was said, in a file of its own beside the log: it can be thrown away and made anew at any time, and
/// writing to it never holds up the log.
///
/// Each ``SearchShard`` has an FTS5 table without content, whose row ids are the events' numbers. What a row holds are the
/// words as ``SearchTokenizer`` makes them, and then a few marks that no text can hold: where it was said and by whom. So a query
/// for the words of somebody in a room is one query of the index. <https://www.sqlite.org/fts5.html>
final class SearchIndex {
    /// Raised whenever the words of a text, or the tables, come out differently.
    static let version: Int64 = 1

    private let queue: DatabaseQueue
    let path: String

    /// The path of the index of a log.
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
        try PrivateDatabaseFile.ensure(path)
        var queue = try connect(path)
        let isOurs = try queue.read { database in
            let table = try String.fetchOne(database, sql: "SELECT sql FROM sqlite_schema WHERE name = 'parts'")
            return try Int64.fetchOne(database, sql: "PRAGMA user_version") == version && table == partsTable
        }
        if !isOurs {
            try queue.close()
            PrivateDatabaseFile.remove(path)
            try PrivateDatabaseFile.ensure(path)
            queue = try connect(path)
            try queue.write { try $0.execute(sql: "\(partsTable); PRAGMA user_version = \(version)") }
        }
        return queue
    }

    private static func connect(_ path: String) throws -> DatabaseQueue {
        try SQLiteConnection.open(
            path, label: "grillo.search.sqlite", access: .readWriteWAL,
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

    static func table(_ shard: SearchShard, _ generation: Int64) -> String { "words_\(shard.rawValue)_\(generation)" }

    /// A part of the log, as far as the index has it.
    struct IndexedShard: Hashable {
        var shard: SearchShard
        var generation: Int64
        /// The last number it has looked at, and the time of the event that has it, or of the last before it.
        var through: LogEnd
    }

    /// The parts that a search may look at, in rising order.
    func shards() throws(LogError) -> [IndexedShard] {
        try access { database in try Self.shards(in: database) }
    }

    private enum ShardColumn: Int32, StatementColumn {
        case part, generation, through, time
    }

    static func shards(in database: Database) throws -> [IndexedShard] {
        let rows = try SelectStatement<ShardColumn>("FROM parts WHERE is_current = 1 ORDER BY part", on: database)
        var found: [IndexedShard] = []
        try rows.each { row throws(LogError) in
            let shard = IndexedShard(
                shard: SearchShard(rawValue: row.int64(.part)), generation: row.int64(.generation),
                through: LogEnd(number: EventNumber(rawValue: row.int64(.through)), time: row.time(.time)))
            let range = shard.shard.range
            guard shard.shard.rawValue == row.int64(.part), generations.contains(shard.generation),
                (range.lowerBound.previous...range.upperBound).contains(shard.through.number)
            else { throw .corrupt("the index has the part \(row.int64(.part)), which cannot be") }
            found.append(shard)
        }
        return found
    }

    /// A part is begun anew each time that something was taken out of it and the index made clean of that.
    private static let generations: ClosedRange<Int64> = 1...(1 << 53)

    /// Begins a part, or begins it anew beside the one that is searched meanwhile.
    func begin(_ shard: SearchShard) throws(LogError) -> IndexedShard {
        try access { database in
            var begun = IndexedShard(
                shard: shard, generation: 0,
                through: LogEnd(number: shard.range.lowerBound, time: .init(milliseconds: 0)))
            begun.through.number = shard.range.lowerBound.previous
            try database.inTransaction {
                // The tables that an earlier attempt left behind go.
                for generation in try Int64.fetchAll(
                    database, sql: "SELECT generation FROM parts WHERE part = ? AND is_current = 0",
                    arguments: [shard.rawValue])
                { try Self.drop(shard, generation, in: database) }
                let last = try Int64.fetchOne(
                    database, sql: "SELECT max(generation) FROM parts WHERE part = ?", arguments: [shard.rawValue])
                begun.generation = (last ?? 0) &+ 1
                guard Self.generations.contains(begun.generation) else {
                    throw LogError.corrupt("the index has generations that cannot be")
                }
                try database.execute(
                    sql: """
                        CREATE VIRTUAL TABLE \(Self.table(shard, begun.generation)) USING fts5(
                            words, content = '', columnsize = 0, tokenize = 'ascii')
                        """)
                try database.execute(
                    sql: "INSERT INTO parts (part, generation, through, time, is_current) VALUES (?, ?, ?, 0, ?)",
                    arguments: [shard.rawValue, begun.generation, begun.through.number.rawValue, last == nil ? 1 : 0])
                return .commit
            }
            return begun
        }
    }

    /// Adds events that come behind the last one of a part, and are of it.
    func add(_ events: [Event], to shard: inout IndexedShard) throws(LogError) {
        guard let last = events.last else { return }
        let through = LogEnd(number: last.number, time: last.time)
        let table = Self.table(shard.shard, shard.generation)
        let (number, generation) = (shard.shard.rawValue, shard.generation)
        try access { database in
            try database.inTransaction {
                let insert = try PreparedStatement("INSERT INTO \(table) (rowid, words) VALUES (?1, ?2)", on: database)
                for event in events where (event.kind == .message || event.kind == .notice) && !event.isBlank {
                    insert.bind(1, event.number.rawValue)
                    insert.bindText(2, SearchIndexTerms.row(of: event))
                    try insert.run()
                }
                try database.execute(
                    sql: "UPDATE parts SET through = ?, time = ? WHERE part = ? AND generation = ?",
                    arguments: [through.number.rawValue, through.time.milliseconds, number, generation])
                return .commit
            }
        }
        shard.through = through
    }

    /// Makes a part that nothing more comes to as quick to search as it can be.
    func optimize(_ shard: IndexedShard) throws(LogError) {
        let table = Self.table(shard.shard, shard.generation)
        try access { try $0.execute(sql: "INSERT INTO \(table) (\(table)) VALUES ('optimize')") }
    }

    /// Puts a part that was indexed anew in the place of the one before.
    func adopt(_ shard: IndexedShard) throws(LogError) {
        try access { database in
            try database.inTransaction {
                let old = try Int64.fetchAll(
                    database, sql: "SELECT generation FROM parts WHERE part = ? AND generation <> ?",
                    arguments: [shard.shard.rawValue, shard.generation])
                for generation in old { try Self.drop(shard.shard, generation, in: database) }
                try database.execute(
                    sql: "UPDATE parts SET is_current = 1 WHERE part = ? AND generation = ?",
                    arguments: [shard.shard.rawValue, shard.generation])
                return .commit
            }
        }
    }

    /// Forgets a part with all that it holds.
    func drop(_ shard: SearchShard) throws(LogError) {
        try access { database in
            try database.inTransaction {
                let generations = try Int64.fetchAll(
                    database, sql: "SELECT generation FROM parts WHERE part = ?", arguments: [shard.rawValue])
                for generation in generations { try Self.drop(shard, generation, in: database) }
                return .commit
            }
        }
    }

    private static func drop(_ shard: SearchShard, _ generation: Int64, in database: Database) throws {
        try database.execute(sql: "DROP TABLE IF EXISTS \(table(shard, generation))")
        try database.execute(
            sql: "DELETE FROM parts WHERE part = ? AND generation = ?", arguments: [shard.rawValue, generation])
    }

    /// True where all of the index can be read.
    func isSound() throws(LogError) -> Bool {
        do {
            _ = try shards()
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
