import GRDB
import Protocol

/// Reads the rows of Ergo's history on SQLite, in the order of their ids, as they were when it was opened. The file may be anybody's: none of
/// its own functions, views or triggers is used, and no file is made beside it where that can be helped.
/// <https://github.com/ergochat/ergo/blob/master/irc/sqlite/history.go>
package final class ErgoHistoryReader {
    /// One message, or another thing that happened.
    package struct Row: Hashable, Sendable {
        package var id: Int64
        /// The item that tells what happened, in JSON; nil where it is longer than ``longestItem``.
        package var item: Bytes?
        /// The room in which it was, in lower case; nil for a private talk, and for a name longer than ``longestName``.
        package var room: String?
        /// Of a private talk, one who took part, and the other, in lower case; nil where a name is longer than ``longestName``.
        package var talk: Talk?
    }

    package struct Talk: Hashable, Sendable {
        package var account: String
        package var correspondent: String
    }

    /// The most bytes of an item that are read.
    package static let longestItem = 1 << 20
    /// The most bytes of a name that are read.
    static let longestName = 512

    private let queue: DatabaseQueue
    private var rows: PreparedStatement?
    private var last: Int64?

    /// - Throws: ``LogError/foreignFile(_:)`` for another database; ``LogError/readOnly`` where it was not closed, so that something would have
    ///   to be undone in it first.
    package init(path: String) throws(LogError) {
        do {
            // Without a name by which it stays untouched, SQLite has to make an index of the WAL that somebody left beside it.
            let name = SQLiteConnection.untouchedName(of: path, isInUse: false) ?? path
            queue = try SQLiteConnection.open(name, label: "grillo.ergo.reader", access: .readOnly)
            rows = try queue.read { database in
                guard try Self.hasTables(database) else { throw LogError.foreignFile(path) }
                return try PreparedStatement(Self.query, on: database)
            }
        } catch {
            throw LogError(error)
        }
    }

    deinit {
        rows = nil
        try? queue.close()
    }

    /// True where a file is such a history, or may be one that was not closed: it is not looked into before that was undone.
    package static func isHistory(_ path: String) -> Bool {
        guard SQLiteBackup.beginsAsDatabase(path) else { return false }
        do {
            _ = try ErgoHistoryReader(path: path)
            return true
        } catch {
            return error == .readOnly
        }
    }

    /// The tables that are read, each with the columns that are, and with its key where an item has one row in it at most. So there are no
    /// more rows to go through than the file has.
    private static let tables: [(name: String, columns: Set<String>, key: String?)] = [
        ("history", ["id", "data"], "id"), ("sequence", ["history_id", "target"], "history_id"),
        ("conversations", ["history_id", "target", "correspondent"], nil),
    ]

    /// True where the tables are there, and are tables all through: a column that is computed may be of any size in a file of none.
    private static func hasTables(_ database: Database) throws -> Bool {
        for (name, columns, key) in tables {
            let table = try PreparedStatement(
                "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = '\(name)' AND rootpage > 0", on: database)
            guard try table.step() else { return false }
            table.reset()
            let rows = try PreparedStatement("PRAGMA table_xinfo(\(name))", on: database)
            defer { rows.reset() }
            var missing = columns
            var keys: [String] = []
            while try rows.step() {
                let column = rows.text(ColumnInfo.name)?.lowercased() ?? ""
                guard rows.int64(ColumnInfo.hidden) == 0 else { return false }
                missing.remove(column)
                guard rows.int64(ColumnInfo.keyPart) > 0 else { continue }
                keys.append(rows.text(ColumnInfo.type)?.uppercased() == "INTEGER" ? column : "")
            }
            guard missing.isEmpty, key.map({ keys == [$0] }) ?? true else { return false }
        }
        return true
    }

    /// The columns of the pragma `table_xinfo`. <https://www.sqlite.org/pragma.html#pragma_table_xinfo>
    private enum ColumnInfo {
        static let (name, type, keyPart, hidden): (Int32, Int32, Int32, Int32) = (1, 2, 5, 6)
    }

    /// A message of two people who both have an account stands twice in the table of conversations.
    private static let query = """
        SELECT history.id, \(bounded("history.data", longestItem)), \(bounded("sequence.target", longestName)),
            \(bounded("conversations.target", longestName)), \(bounded("conversations.correspondent", longestName))
        FROM history
            LEFT JOIN sequence ON sequence.history_id = history.id
            LEFT JOIN conversations ON conversations.history_id = history.id
        ORDER BY history.id
        """

    /// A value, or NULL where it is longer. Of a text SQLite would count the characters up to a NUL.
    private static func bounded(_ column: String, _ limit: Int) -> String {
        "iif(length(CAST(\(column) AS BLOB)) <= \(limit), \(column), NULL)"
    }

    /// The next row; nil behind the last.
    package func next() throws(LogError) -> Row? {
        guard let rows else { return nil }
        while try rows.step() {
            let id = rows.int64(0)
            guard id != last else { continue }
            last = id
            var row = Row(id: id, item: rows.isNull(1) ? nil : rows.bytes(1)[...], room: rows.text(2))
            if let account = rows.text(3), let correspondent = rows.text(4) {
                row.talk = Talk(account: account, correspondent: correspondent)
            }
            return row
        }
        self.rows = nil
        return nil
    }
}
