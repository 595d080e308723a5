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
