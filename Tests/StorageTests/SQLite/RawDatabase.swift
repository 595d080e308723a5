import GRDBSQLite

/// Another program that has the database open.
final class RawDatabase {
    struct Failure: Error { let message: String }

    private var connection: OpaquePointer?

    init(_ path: String) throws {
        try check(sqlite3_open(path, &connection))
    }

    deinit { sqlite3_close_v2(connection) }

    func run(_ sql: String) throws {
        try check(sqlite3_exec(connection, sql, nil, nil, nil))
    }

    /// One column of every row, as text.
    func strings(_ sql: String, column: Int32 = 0) throws -> [String] {
        var statement: OpaquePointer?
        try check(sqlite3_prepare_v2(connection, sql, -1, &statement, nil))
        defer { sqlite3_finalize(statement) }
        var found: [String] = []
        while sqlite3_step(statement) == SQLITE_ROW {
            found.append(sqlite3_column_text(statement, column).map { String(cString: $0) } ?? "")
        }
        return found
    }

    private func check(_ code: Int32) throws {
        guard code == SQLITE_OK else { throw Failure(message: String(cString: sqlite3_errmsg(connection))) }
    }
}
