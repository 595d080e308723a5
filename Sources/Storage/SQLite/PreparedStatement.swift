import GRDB
import GRDBSQLite

/// A statement that is prepared once and stepped by hand.
///
/// GRDB's own insert costs some 26 µs a row; this costs what SQLite costs. Parameters and columns are numbered as SQLite
/// numbers them: parameters from 1, columns from 0. Rows of more than one column are read by a ``SelectStatement``, which knows columns by
/// name. To be used where its connection is, and let go before that is closed.
struct PreparedStatement {
    private let statement: Statement
    private let raw: OpaquePointer

    init(_ sql: String, on database: Database) throws {
        statement = try database.makeStatement(sql: sql)
        raw = statement.sqliteStatement
    }

    func bind(_ parameter: Int32, _ value: Int64) {
        sqlite3_bind_int64(raw, parameter, value)
    }

    func bindNull(_ parameter: Int32) {
        sqlite3_bind_null(raw, parameter)
    }

    func bindBlob(_ parameter: Int32, _ bytes: some Collection<UInt8>) {
        let bound: Void? = bytes.withContiguousStorageIfAvailable { buffer in
            if let start = buffer.baseAddress, !buffer.isEmpty {
                sqlite3_bind_blob64(raw, parameter, start, UInt64(buffer.count), Self.copied)
            } else {
                sqlite3_bind_zeroblob(raw, parameter, 0)
            }
        }
        if bound == nil { bindBlob(parameter, Array(bytes)) }
    }

    func bindText(_ parameter: Int32, _ text: String?) {
        guard var text else { return bindNull(parameter) }
        text.withUTF8 { buffer in
            let start = UnsafeRawPointer(buffer.baseAddress)?.assumingMemoryBound(to: CChar.self)
            sqlite3_bind_text64(raw, parameter, start, UInt64(buffer.count), Self.copied, UInt8(SQLITE_UTF8))
        }
    }

    /// Goes to the next row. False at the end; the statement is then ready for its next use.
    func step() throws(LogError) -> Bool {
        switch sqlite3_step(raw) {
        case SQLITE_ROW: return true
        case SQLITE_DONE:
            sqlite3_reset(raw)
            return false
        default:
            let error = LogError(connection: sqlite3_db_handle(raw))
            sqlite3_reset(raw)
            throw error
        }
    }

    /// Does a statement that has no rows.
    func run() throws(LogError) {
        while try step() {}
    }

    /// Leaves a statement before its last row. Harmless at any time.
    func reset() {
        sqlite3_reset(raw)
    }

    var connection: OpaquePointer? { sqlite3_db_handle(raw) }

    /// True while a transaction is open on the statement's connection.
    var isInTransaction: Bool { sqlite3_get_autocommit(connection) == 0 }

    /// The number of rows that the last statement that ended has changed.
    var changedRows: Int { Int(sqlite3_changes(sqlite3_db_handle(raw))) }

    /// The row that an insert has just made.
    var lastInsertedRow: Int64 { sqlite3_last_insert_rowid(sqlite3_db_handle(raw)) }

    func isNull(_ column: Int32) -> Bool {
        sqlite3_column_type(raw, column) == SQLITE_NULL
    }

    func int64(_ column: Int32) -> Int64 {
        sqlite3_column_int64(raw, column)
    }

    func bytes(_ column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(raw, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(raw, column))))
    }

    /// The bytes of a column as long as the row is not left.
    func withBytes<Value>(_ column: Int32, _ body: (UnsafeRawBufferPointer) throws -> Value) rethrows -> Value {
        try body(
            UnsafeRawBufferPointer(
                start: sqlite3_column_blob(raw, column), count: Int(sqlite3_column_bytes(raw, column))))
    }

    func text(_ column: Int32) -> String? {
        isNull(column) ? nil : withBytes(column) { String(decoding: $0, as: UTF8.self) }
    }

    /// `SQLITE_TRANSIENT`, a macro that Swift does not see: SQLite takes a copy at once.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}
