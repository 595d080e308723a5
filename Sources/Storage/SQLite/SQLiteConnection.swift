import Basics
import CSQLite
import GRDB
import GRDBSQLite
import SystemBasics

/// The one place where connections to SQLite are made, so that each is guarded against what its file may hold.
///
/// A file may have been put there by `restore`, or by hand: it is opened as what came from elsewhere.
/// <https://www.sqlite.org/security.html>
enum SQLiteConnection {
    enum Access {
        case readOnly
        case readWrite
        /// In WAL mode, which is set where it is not.
        case readWriteWAL
    }

    /// No column of this program's comes near it; SQLite would take a billion bytes.
    private static let longestValue: Int32 = 16 << 20

    /// Opens a database.
    ///
    /// - Parameters:
    ///   - busySeconds: how long to wait for another connection that holds the database.
    ///   - settings: PRAGMAs, done before anything is read.
    static func open(
        _ path: String, label: String, access: Access, busySeconds: Double = 5, settings: String = ""
    ) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = label
        configuration.readonly = access == .readOnly
        if access == .readWriteWAL { configuration.journalMode = .wal }
        configuration.busyMode = .timeout(busySeconds)
        // None of this program's tables has one; a stranger's would be enforced.
        configuration.foreignKeysEnabled = false
        // GRDB calls it before it looks at the schema.
        configuration.prepareDatabase { database in
            let result = cs_guard(database.sqliteConnection)
            guard result == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: result)) }
            sqlite3_limit(database.sqliteConnection, SQLITE_LIMIT_LENGTH, longestValue)
            try database.execute(sql: "PRAGMA mmap_size = 0;" + settings)
        }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// The name by which a database can be opened to read it so that SQLite makes no file beside it and changes none, which to open it for
    /// reading alone does not keep it from. <https://www.sqlite.org/uri.html>
    ///
    /// - Parameter isInUse: true where a process has it open.
    /// - Returns: nil where it cannot be read without such a file.
    static func untouchedName(of path: String, isInUse: Bool) -> String? {
        let name = "file:" + PercentEncoding.encode(path)
        // All of it is in the one file, and nobody writes there. What a journal holds may have to be put back into it first.
        let isWhole = ["-wal", "-journal"].allSatisfy { PrivateDatabaseFile.size(path + $0) == 0 }
        if !isInUse, isWhole { return name + "?immutable=1" }
        let hasAll = PrivateDatabaseFile.sideSuffixes.allSatisfy { FileSystem.exists(path + $0) }
        return hasAll ? name + "?readonly_shm=1" : nil
    }
}
