import GRDB

/// The tables of a client's log, see ``LocalLog``.
///
///     rooms   the folded name of each room and the time up to which it was read; the name is NULL once the room is forgotten,
///             until its lines are gone
///     lines   each line once, in the order of ``LineNumber``; `msgid` is NULL where there is none, `flags` are those of
///             ``LineCoding``, and `content` is a hash by which doubles are found
///     parts   stretches of the lines, each with an index of its words, `words_ID`; a part reaches from `start` to the next one's;
///             `is_stale` is one of ``LocalLogIndex/Merging``
///     former_rooms
///             the ids of rooms that go on in another one, see ``LocalLogFormerRooms``
///
/// The key of `lines` rises with their time, so the lines of all rooms are read in order by it, and those of one by `lines_by_room`, which has the
/// key behind the room.
enum LocalLogSchema {
    /// Raised with each step that is added. A step that was released is never changed.
    static var version: Int64 { Int64(steps.count) }

    private static let steps = [version1, version2]

    private static let version1 = """
        CREATE TABLE rooms (
            id INTEGER PRIMARY KEY,
            name BLOB UNIQUE,
            marker INTEGER
        ) STRICT;

        CREATE TABLE lines (
            number INTEGER PRIMARY KEY,
            room INTEGER NOT NULL,
            time INTEGER NOT NULL,
            msgid BLOB,
            sender BLOB NOT NULL,
            text BLOB NOT NULL,
            message BLOB NOT NULL,
            flags INTEGER NOT NULL,
            content INTEGER NOT NULL
        ) STRICT;

        CREATE INDEX lines_by_room ON lines (room);
        CREATE INDEX lines_by_msgid ON lines (msgid, room) WHERE msgid IS NOT NULL;
        CREATE INDEX lines_by_content ON lines (room, content);

        CREATE TABLE parts (
            id INTEGER PRIMARY KEY,
            start INTEGER NOT NULL UNIQUE,
            lines INTEGER NOT NULL,
            is_stale INTEGER NOT NULL
        ) STRICT;
        """

    private static let version2 = """
        CREATE TABLE former_rooms (
            room INTEGER NOT NULL,
            former INTEGER NOT NULL,
            PRIMARY KEY (room, former)
        ) STRICT, WITHOUT ROWID;
        """

    /// The name of the index of a part.
    static func words(_ part: Int64) -> String { "words_\(part)" }

    /// The SQL that makes the index of a part. <https://www.sqlite.org/fts5.html>
    static func wordsTable(_ part: Int64) -> String {
        "CREATE VIRTUAL TABLE \(words(part)) USING fts5(words, content = '', columnsize = 0, tokenize = 'ascii')"
    }

    /// Brings a database to the last version. Another program may do so at the same time: one of the two finds it done.
    ///
    /// - Throws: ``LogError/newerSchema(found:known:)``, with nothing changed, and ``LogError/foreignSchema(_:)`` where others have shaped it.
    static func migrate(_ database: Database) throws {
        try database.inTransaction(.immediate) {
            let found = try Int64.fetchOne(database, sql: "PRAGMA user_version") ?? 0
            guard found <= version else { throw LogError.newerSchema(found: "\(found)", known: "\(version)") }
            let isEmpty = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") == 0
            let done = isEmpty ? 0 : Int(max(found, 1))
            if !isEmpty, let finding = try finding(in: database, steps: steps.prefix(done)) {
                throw LogError.foreignSchema(finding)
            }
            guard done < steps.count else { return .commit }
            try database.execute(sql: steps.dropFirst(done).joined() + "PRAGMA user_version = \(version)")
            return .commit
        }
    }

    // MARK: Shape

    /// The first object that is there and should not be, or should be and is not; nil for a schema of this program's. A trigger or a check
    /// in a file that came from elsewhere would act in the program's name.
    ///
    /// - Parameter steps: those that have been done.
    private static func finding(in database: Database, steps: some Sequence<String>) throws -> String? {
        let encoding = try String.fetchOne(database, sql: "PRAGMA encoding") ?? "none"
        guard encoding == "UTF-8" else { return "texts are kept in \(encoding), not in UTF-8" }
        let script = steps.joined()
        var expected = try DatabaseQueue().write { reference in
            try reference.execute(sql: script)
            return try objects(in: reference)
        }
        let found = try objects(in: database)
        for (name, sql) in found.sorted(by: { $0.key < $1.key }) where !isOfIndex(name, sql) {
            guard let known = expected.removeValue(forKey: name) else { return "it has \(name)" }
            guard known == sql else { return "it has \(name) in another shape" }
        }
        if let name = expected.keys.min() { return "it lacks \(name)" }
        let parts = try Int64.fetchSet(database, sql: "SELECT id FROM parts")
        let indexed = Set(
            found.keys.compactMap { name in name.firstMatch(of: /^table words_(\d+)$/).map { String($0.1) } })
        guard indexed == Set(parts.map(String.init)) else { return "its parts are not those that have an index" }
        return nil
    }

    /// The words that made each object, without white space, by the object's kind and name.
    private static func objects(in database: Database) throws -> [String: String] {
        let rows = try PreparedStatement("SELECT type, name, sql FROM sqlite_schema", on: database)
        var found: [String: String] = [:]
        try rows.each { row throws(LogError) in
            let (type, name) = (row.text(0) ?? "thing", row.text(1) ?? "")
            guard !name.hasPrefix("sqlite_stat") else { return }
            found["\(type) \(name)"] = (row.text(2) ?? "").filter { !$0.isWhitespace }
        }
        return found
    }

    /// True for the index of a part, and for the tables that SQLite keeps for it.
    private static func isOfIndex(_ name: String, _ sql: String) -> Bool {
        let pieces = name.split(separator: "_", omittingEmptySubsequences: false)
        guard pieces.first == "table words", pieces.count == 2 || pieces.count == 3, let part = Int64(pieces[1]) else {
            return false
        }
        if pieces.count == 3 { return ["data", "idx", "config", "docsize"].contains(pieces[2]) }
        return sql == wordsTable(part).filter { !$0.isWhitespace }
    }
}
