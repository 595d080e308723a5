import GRDB
import Protocol

/// The words of the lines, see ``LocalLogSchema``. They are those of ``SearchTokenizer``, and behind them a mark of the room, which no text
/// can hold.
///
/// The lines are indexed in the transaction that stores them. What is taken out leaves its words in the older pages of the index, until the part
/// is merged anew: so such a part is marked as stale. A part of some 65,000 lines has about a thousand pages, which are merged a few at a time:
/// nobody who asks waits for a whole part.
final class LocalLogIndex {
    /// A part that has so many lines is followed by another one.
    private let partSize: Int64

    private let select: SelectStatement<LogPartColumn>
    private let selectLast: SelectStatement<LogPartColumn>
    private let selectDown: SelectStatement<LogPartColumn>
    private let insert: InsertStatement<LogPartColumn>
    private let count: PreparedStatement
    private let setStale: PreparedStatement
    private let drop: PreparedStatement
    private let newer: PreparedStatement
    /// The statements for the part that was written last.
    private var writing: (part: Int64, insert: PreparedStatement, delete: PreparedStatement)?

    struct Part {
        let id: Int64
        let start: Int64
        let lines: Int64
        let merging: Merging
    }

    /// The column `is_stale`.
    enum Merging: Int64 {
        case done = 0
        /// It is to be merged anew.
        case due = 1
        /// All that was there when it was begun is being merged.
        case begun = 2
    }

    /// The pages that one piece of a merge writes, about: some 10 ms of work.
    private static let mergedPages = 16

    init(on database: Database, partSize: Int64) throws {
        self.partSize = partSize
        select = try SelectStatement("FROM parts WHERE start <= ?1 ORDER BY start DESC LIMIT 1", on: database)
        selectLast = try SelectStatement("FROM parts ORDER BY start DESC LIMIT 1", on: database)
        selectDown = try SelectStatement("FROM parts WHERE start < ?1 ORDER BY start DESC", on: database)
        insert = try InsertStatement(on: database)
        count = try PreparedStatement(
            "UPDATE parts SET lines = max(min(lines, 1 << 40) + ?2, 0) WHERE id = ?1", on: database)
        setStale = try PreparedStatement("UPDATE parts SET is_stale = ?2 WHERE id = ?1", on: database)
        drop = try PreparedStatement("DELETE FROM parts WHERE id = ?1", on: database)
        newer = try PreparedStatement("SELECT 1 FROM lines WHERE number > ?1 LIMIT 1", on: database)
    }

    // MARK: Words

    private static func row(_ text: Bytes, room: Int64) -> String? {
        let words = SearchTokenizer.words(of: text)
        return words.isEmpty ? nil : (words + [mark(room)]).joined(separator: " ")
    }

    private static func mark(_ room: Int64) -> String { "\u{91}\(room)" }

    /// The query of the index for a pattern in a room, or in all rooms.
    private static func expression(_ pattern: SearchPattern, room: Int64?) -> String {
        let phrases = pattern.phrases.map { "\"\($0.joined(separator: " "))\"" }
        return (phrases + (room.map { ["\"\(mark($0))\""] } ?? [])).joined(separator: " AND ")
    }

    // MARK: Writing, in a transaction

    /// Adds a line that is stored.
    func add(_ number: Int64, _ text: Bytes, room: Int64, on database: Database) throws {
        guard let row = Self.row(text, room: room) else { return }
        let part = try part(for: number, on: database)
        let statement = try statements(for: part, on: database).insert
        statement.bind(1, number)
        statement.bindText(2, row)
        try statement.run()
        try count(1, in: part)
    }

    /// Takes out a line that is still stored.
    func remove(_ number: Int64, _ text: Bytes, room: Int64, on database: Database) throws {
        guard let row = Self.row(text, room: room), let part = try Self.first(of: select, from: number) else { return }
        let statement = try statements(for: part.id, on: database).delete
        statement.bind(1, number)
        statement.bindText(2, row)
        try statement.run()
        try count(-1, in: part.id)
        try set(.due, part.id)
    }

    /// The part for a line. After a full one, the newest line begins another.
    private func part(for number: Int64, on database: Database) throws -> Int64 {
        guard let part = try Self.first(of: select, from: number) else { return try begin(at: 0, on: database) }
        guard part.lines >= partSize, try Self.first(of: selectLast)?.id == part.id, try isNewest(number) else {
            return part.id
        }
        try set(.due, part.id)
        return try begin(at: number, on: database)
    }

    private func isNewest(_ number: Int64) throws -> Bool {
        newer.bind(1, number)
        defer { newer.reset() }
        return try !newer.step()
    }

    private func begin(at start: Int64, on database: Database) throws -> Int64 {
        insert.bindNull(.id)
        insert.bind(.start, start)
        insert.bind(.lines, 0)
        insert.bind(.isStale, Merging.done.rawValue)
        try insert.run()
        let part = insert.lastInsertedRow
        try database.execute(sql: LocalLogSchema.wordsTable(part))
        return part
    }

    private func statements(
        for part: Int64, on database: Database
    ) throws -> (insert: PreparedStatement, delete: PreparedStatement) {
        if let writing, writing.part == part { return (writing.insert, writing.delete) }
        let table = LocalLogSchema.words(part)
        let insert = try PreparedStatement("INSERT INTO \(table) (rowid, words) VALUES (?1, ?2)", on: database)
        let delete = try PreparedStatement(
            "INSERT INTO \(table) (\(table), rowid, words) VALUES ('delete', ?1, ?2)", on: database)
        writing = (part, insert, delete)
        return (insert, delete)
    }

    /// Lets go what is prepared for a part.
    func forgetStatements() { writing = nil }

    private func count(_ change: Int64, in part: Int64) throws {
        count.bind(1, part)
        count.bind(2, change)
        try count.run()
    }

    private func set(_ merging: Merging, _ part: Int64) throws {
        setStale.bind(1, part)
        setStale.bind(2, merging.rawValue)
        try setStale.run()
    }

    // MARK: Upkeep, in a transaction

    /// Drops a part without lines, or does a piece of the merge of one that is stale.
    ///
    /// - Returns: false where there was none.
    func clean(_ database: Database) throws -> Bool {
        let last = try Self.first(of: selectLast)?.id
        let found = try parts(below: .max).first { $0.merging != .done || $0.lines == 0 && $0.id != last }
        guard let part = found else { return false }
        writing = nil
        let table = LocalLogSchema.words(part.id)
        if part.lines == 0 && part.id != last {
            try database.execute(sql: "DROP TABLE \(table)")
            drop.bind(1, part.id)
            try drop.run()
        } else {
            let isDone = try merge(table, isBegun: part.merging == .begun, on: database)
            try set(isDone ? .done : .begun, part.id)
        }
        return true
    }

    /// One piece of a merge. <https://www.sqlite.org/fts5.html#the_merge_command>
    ///
    /// - Parameter isBegun: false to take all that is there into the merge, which a number below zero says.
    /// - Returns: true where nothing was left to do.
    private func merge(_ table: String, isBegun: Bool, on database: Database) throws -> Bool {
        let before = database.totalChangesCount
        let pages = isBegun ? Self.mergedPages : -Self.mergedPages
        try database.execute(sql: "INSERT INTO \(table) (\(table), rank) VALUES ('merge', \(pages))")
        // The statement itself counts as one.
        return database.totalChangesCount - before < 2
    }

    // MARK: Searching

    /// Calls a closure with the key of each line that may fit, the newest first, until that says false.
    func find(
        _ pattern: SearchPattern, room: Int64?, below bound: Int64, on database: Database,
        each body: (Int64) throws -> Bool
    ) throws {
        let expression = Self.expression(pattern, room: room)
        for part in try parts(below: bound) {
            let table = LocalLogSchema.words(part.id)
            let rows = try PreparedStatement(
                "SELECT rowid FROM \(table) WHERE \(table) MATCH ?1 AND rowid < ?2 ORDER BY rowid DESC", on: database)
            rows.bindText(1, expression)
            rows.bind(2, bound)
            defer { rows.reset() }
            while try rows.step() {
                guard try body(rows.int64(0)) else { return }
            }
        }
    }

    /// The parts that begin below a key, the newest first.
    private func parts(below bound: Int64) throws -> [Part] {
        var found: [Part] = []
        selectDown.bind(1, bound)
        try selectDown.each { row throws(LogError) in found.append(try Self.part(in: row)) }
        return found
    }

    private static func first(of rows: SelectStatement<LogPartColumn>, from number: Int64? = nil) throws -> Part? {
        if let number { rows.bind(1, number) }
        defer { rows.reset() }
        return try rows.step() ? part(in: rows) : nil
    }

    /// A database of years has some hundred parts.
    private static let ids: ClosedRange<Int64> = 1...(1 << 53)

    private static func part(in row: SelectStatement<LogPartColumn>) throws(LogError) -> Part {
        let part = Part(
            id: row.int64(.id), start: row.int64(.start), lines: row.int64(.lines),
            merging: Merging(rawValue: row.int64(.isStale)) ?? .due)
        guard ids.contains(part.id) else { throw .corrupt("its index has the part \(part.id), which cannot be") }
        return part
    }
}
