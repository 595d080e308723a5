import Chat
import Exchange
import Foundation
import GRDBSQLite
import Protocol
import TestSupport
import Testing

/// The history of Ergo: its database, and what it exports.
@Suite struct ErgoHistoryTests {
    private let folder = Scratch()

    /// A database that these statements make.
    private func database(_ sql: String, _ name: String = "ergo.db") throws -> String {
        var connection: OpaquePointer?
        defer { sqlite3_close(connection) }
        #expect(sqlite3_open(folder.file(name), &connection) == SQLITE_OK)
        #expect(sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK)
        return folder.file(name)
    }

    private func history() throws -> String {
        try String(contentsOfFile: LogFixture.path("ergo/history.sql"), encoding: .utf8)
    }

    private func read(_ path: String, room: String? = nil) throws -> SourceReading {
        try SourceReading(ErgoDatabase(path: path, context: LogFixture.context(room: room)))
    }

    private static func item(_ text: String, type: Int = 1) -> String {
        """
        {"Type":\(type),"Nick":"bob!~u@host","Message":{"Message":"\(text)","Msgid":"m","Time":"2026-11-30T17:00:00Z"}}
        """
    }

    private static let tables = """
        CREATE TABLE history (id INTEGER PRIMARY KEY, data BLOB NOT NULL, msgid TEXT NOT NULL);
        CREATE TABLE sequence (history_id INTEGER PRIMARY KEY, target TEXT NOT NULL, nanotime INTEGER NOT NULL);
        CREATE TABLE conversations (
            id INTEGER PRIMARY KEY, target TEXT, correspondent TEXT, nanotime INTEGER, history_id INTEGER);
        """

    @Test func `A database has all that happened in its rooms and talks`() throws {
        let reading = try read(database(history()))
        #expect(
            reading.told == [
                "alice join: Alice Example", "alice message: hello, garden", "bob message: one line\nand another",
                "bob notice: tea is ready", "bob tagMessage: ", "alice mode: +o bob", "alice topic: Der Garten, früher",
                "bob nick Zoë: ", "alice kick Zoë: out of the beds", "carol part: bye", "dave quit: Quit: over",
                "alice message: psst", "erin message: yes?",
            ])
        #expect(
            reading.lost == [
                "14 an invitation, which no history keeps here: left out", "15 no item of Ergo's history: left out",
                "16 belongs to no room and no private talk: left out",
            ])
    }

    @Test func `Times, names, tags and ids are those of the item`() throws {
        let records = try read(database(history())).records
        #expect(records[0].time.iso8601 == "2026-11-30T17:00:00.123Z")
        #expect(records[0].source == "alice!~u@host.example")
        #expect(records[2].tags == [Tag("+draft/reply", "m2")])
        #expect(records[4].tags == [Tag("+draft/react", "👍"), Tag("+draft/reply", "m2")])
        #expect(records[4].msgid == "m5")
        #expect(records.map(\.line) == Array(1...13))
        #expect(records[10].target.isEmpty)
        let talk = Conversation.between(Casemapping.ascii.fold("alice"), Casemapping.ascii.fold("erin"))
        #expect(records[11].conversations == [talk] && records[11].target == "erin")
        #expect(records[12].conversations == [talk] && records[12].target == "alice")
    }

    @Test func `Of many rooms one alone may be wanted`() throws {
        #expect(try read(database(history()), room: "#Garden").records.count == 11)
        let other = try read(folder.file("ergo.db"), room: "#other")
        #expect(other.records.isEmpty && other.losses.map(\.line) == [15, 16])
    }

    @Test func `A database that is read has no more files beside it`() throws {
        let path = try database(history())
        let before = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        _ = try read(path)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == before)
    }

    @Test func `A database is known by its tables`() throws {
        let path = try database(history())
        #expect(ErgoDatabase.recognizes(path: path, beginning: try LogFixture.beginning(of: path)))
        let other = try database("CREATE TABLE history (id INTEGER)", "other.db")
        #expect(!ErgoDatabase.recognizes(path: other, beginning: try LogFixture.beginning(of: other)))
        #expect(throws: ImportProblem.self) { _ = try read(other) }
    }

    @Test func `Views in the place of tables are not asked`() throws {
        let path = try database(
            Self.tables + "DROP TABLE history; CREATE VIEW history AS SELECT 1 AS id, x'00' AS data, 'm' AS msgid;")
        #expect(throws: ImportProblem.self) { _ = try read(path) }
    }

    @Test(arguments: [
        // A column that is computed, stored or not.
        ("sequence", "history_id INTEGER PRIMARY KEY, target TEXT AS (hex(zeroblob(4000000)))"),
        ("sequence", "history_id INTEGER PRIMARY KEY, target TEXT AS ('#a') STORED"),
        ("history", "id INTEGER PRIMARY KEY, data BLOB, more AS (zeroblob(9))"),
        // More rows than one for an item.
        ("sequence", "history_id INTEGER, target TEXT"), ("history", "id INTEGER, data BLOB"),
        ("sequence", "history_id INTEGER, target TEXT, PRIMARY KEY (history_id, target)"),
        ("history", "id TEXT PRIMARY KEY, data BLOB"),
        // A column that is not there.
        ("history", "id INTEGER PRIMARY KEY, datum BLOB"), ("conversations", "history_id INTEGER, target TEXT"),
    ]) func `Tables that are not shaped as Ergo's are not asked`(table: String, columns: String) throws {
        let path = try database(Self.tables + "DROP TABLE \(table); CREATE TABLE \(table) (\(columns));")
        let error = #expect(throws: ImportProblem.self) { _ = try read(path) }
        #expect(error?.cause == "\(path) is no history of Ergo's")
    }

    @Test(arguments: [0, 1]) func `A name has 512 bytes at most`(excess: Int) throws {
        let name = String(repeating: "x", count: 512 + excess)
        let row = "INSERT INTO history VALUES (1, '\(Self.item("hi"))', 'm');"
        let talk = "INSERT INTO conversations VALUES (1, 'bob', '\(name)', 1, 1);"
        let room = "INSERT INTO sequence VALUES (1, '#\(name.dropLast())', 1);"
        let none = "1 belongs to no room and no private talk: left out"
        let talks = try read(database(Self.tables + row + talk))
        #expect(talks.lost == [excess == 0 ? "1 does not tell to whom it went: left out" : none])
        let rooms = try read(database(Self.tables + row + room, "rooms.db"))
        let shown = "#" + String(repeating: "x", count: 63)
        #expect(rooms.lost == [excess == 0 ? "1 no room is called \(shown) here: it has more than 64 bytes" : none])
    }

    @Test func `Behind a NUL no text is longer than it may be`() throws {
        let long = "CAST(x'00' || zeroblob(2000000) AS TEXT)"
        let path = try database(
            Self.tables + "INSERT INTO history VALUES (1, \(long), 'm'); INSERT INTO sequence VALUES (1, \(long), 1);")
        #expect(try read(path).lost == ["1 longer than 1048576 bytes: left out"])
    }

    @Test func `A database that was broken off in the middle of a write is not read`() throws {
        let path = try database(history())
        var connection: OpaquePointer?
        defer { sqlite3_close(connection) }
        #expect(sqlite3_open(path, &connection) == SQLITE_OK)
        // With so small a cache what is written goes to the file at once, and what was there to the journal.
        let write = "PRAGMA cache_size = 1; BEGIN; UPDATE history SET msgid = hex(zeroblob(5000));"
        #expect(sqlite3_exec(connection, write, nil, nil, nil) == SQLITE_OK)
        let copy = folder.file("copy.db")
        for end in ["", "-journal"] { try FileManager.default.copyItem(atPath: path + end, toPath: copy + end) }
        #expect(ErgoDatabase.recognizes(path: copy, beginning: try LogFixture.beginning(of: copy)))
        let error = #expect(throws: ImportProblem.self) { _ = try read(copy) }
        #expect(error?.remedy == "start Ergo and stop it, and then name it again")
        // A journal of which nothing is left says nothing.
        try Data().write(to: URL(filePath: copy + "-journal"))
        _ = sqlite3_exec(connection, "ROLLBACK", nil, nil, nil)
        #expect(try read(path).records.count == 13)
    }

    @Test func `A file that only begins as a database is refused`() throws {
        let path = try folder.write(
            bytes: Array("SQLite format 3\0".utf8) + [UInt8](repeating: 7, count: 9000), to: "x.db")
        #expect(!ErgoDatabase.recognizes(path: path, beginning: try LogFixture.beginning(of: path)))
        #expect(throws: ImportProblem.self) { _ = try read(path) }
    }

    @Test(arguments: [0, 1]) func `An item has a mebibyte at most`(excess: Int) throws {
        let frame = Self.item("").utf8.count
        let size = (1 << 20) - frame + excess
        let item = Self.item(String(repeating: "x", count: size))
        let path = try database(
            Self.tables + "INSERT INTO history VALUES (1, '\(item)', 'm'); INSERT INTO sequence VALUES (1, '#a', 1);")
        let reading = try read(path)
        #expect(reading.records.map(\.text.count) == (excess == 0 ? [65_536] : []))
        #expect(
            reading.lost == [
                excess == 0 ? "1 longer than 65536 bytes: cut there" : "1 longer than 1048576 bytes: left out"
            ])
    }

    @Test(arguments: [
        #"{"Type":1,"Nick":"two words","Message":{"Message":"x","Time":"2026-11-30T17:00:00Z"}}"#,
        #"{"Type":1,"Nick":"bob","Message":{"Message":"x","Time":"yesterday"}}"#,
        #"{"Type":1,"Nick":"bob","Message":{"Message":"","Time":"2026-11-30T17:00:00Z"}}"#,
        #"{"Type":8,"Nick":"bob","Tags":{"server":"1"},"Message":{"Message":"","Time":"2026-11-30T17:00:00Z"}}"#,
        #"{"Type":5,"Nick":"bob","Message":{"Message":"x","Time":"2026-11-30T17:00:00Z"}}"#,
        #"{"Type":0,"Nick":"bob","Message":{"Message":"x","Time":"2026-11-30T17:00:00Z"}}"#,
        #"{"Type":99,"Nick":"bob","Message":{"Message":"x","Time":"2026-11-30T17:00:00Z"}}"#,
        #"{"Type":1e99,"Nick":"bob","Message":{"Message":"x","Time":"2026-11-30T17:00:00Z"}}"#,
        #"[1]"#, #"null"#, String(repeating: "[", count: 10_000), "\u{0}",
    ]) func `An item that lacks what it needs is one loss`(item: String) throws {
        let lines = [item, Self.item("x")].map {
            $0.replacingOccurrences(of: "\"Nick\"", with: ##""CfCorrespondent":"#a","Nick""##)
        }
        let path = try folder.write(lines: lines, to: "export.json")
        let reading = try SourceReading(ErgoExport(path: path, context: LogFixture.context()))
        #expect(reading.told == ["bob message: x"])
        #expect(reading.losses.map(\.line) == [1])
    }

    @Test func `An export has an item on each line, with its room`() throws {
        let reading = try SourceReading(
            ErgoExport(path: LogFixture.path("ergo/export.json"), context: LogFixture.context()))
        #expect(reading.told == ["alice message: hello, garden", "alice notice: tea is <ready>", "alice tagMessage: "])
        #expect(reading.records.map(\.target) == ["#garden", "#kitchen", "#garden"])
        #expect(reading.lost == [])
    }
}
