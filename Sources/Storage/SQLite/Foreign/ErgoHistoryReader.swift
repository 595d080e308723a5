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
        /// The room in which it was, in lower case; nil for a private talk.
        package var room: String?
        /// Of a private talk, one who took part, and the other, in lower case.
        package var talk: Talk?
    }

    package struct Talk: Hashable, Sendable {
        package var account: String
        package var correspondent: String
    }

    /// The most bytes of an item that are read.
    package static let longestItem = 1 << 20

    private let queue: DatabaseQueue
    private var rows: PreparedStatement?
    private var last: Int64?

    package init(path: String) throws(LogError) {
        do {
            // Without a name by which it stays untouched, SQLite has to make an index of the WAL that somebody left beside it.
            let name = SQLiteConnection.untouchedName(of: path, isInUse: false) ?? path
            queue = try SQLiteConnection.open(name, label: "grillo.ergo.reader", access: .readOnly)
            rows = try queue.read { database in
                let tables = try PreparedStatement(
                    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name IN (\(Self.tables)) AND rootpage > 0",
                    on: database)
                var count = 0
                while try tables.step() { count += 1 }
                guard count == 3 else { throw LogError.foreignFile(path) }
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

    /// True where a file can be read as such a history.
    package static func isHistory(_ path: String) -> Bool {
        SQLiteBackup.beginsAsDatabase(path) && (try? ErgoHistoryReader(path: path)) != nil
    }

    private static let tables = "'history', 'sequence', 'conversations'"

    /// A message of two people who both have an account stands twice in the table of conversations.
    private static let query = """
        SELECT history.id, iif(length(history.data) <= \(longestItem), history.data, NULL), sequence.target,
            conversations.target, conversations.correspondent
        FROM history
            LEFT JOIN sequence ON sequence.history_id = history.id
            LEFT JOIN conversations ON conversations.history_id = history.id
        ORDER BY history.id
        """

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
