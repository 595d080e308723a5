import GRDBSQLite

@testable import Storage

extension SQLiteEventLog {
    /// What the connection says of one of its settings, by the name of the PRAGMA.
    func setting(_ name: String) throws(LogError) -> String? {
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        let connection = try tables().begin.connection
        guard sqlite3_prepare_v2(connection, "PRAGMA \(name)", -1, &statement, nil) == SQLITE_OK else {
            throw .other(String(cString: sqlite3_errmsg(connection)))
        }
        guard sqlite3_step(statement) == SQLITE_ROW else { return nil }
        return sqlite3_column_text(statement, 0).map { String(cString: $0) }
    }

    /// Sets a setting of the connection.
    func set(_ name: String, _ value: String) throws(LogError) {
        let connection = try tables().begin.connection
        guard sqlite3_exec(connection, "PRAGMA \(name) = \(value)", nil, nil, nil) == SQLITE_OK else {
            throw .other(String(cString: sqlite3_errmsg(connection)))
        }
    }
}
