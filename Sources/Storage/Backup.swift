import Chat
import GRDB
import GRDBSQLite
import Glibc
import Synchronization

/// A copy of a log on SQLite, whole and in one file. The server's keys are not in it.
package enum Backup {
    /// Copies a log, also while it is written: what was stored when it began is in it. The copy is as small as can be, is
    /// its owner's alone, and appears under its name only when it is whole.
    ///
    /// - Parameter progress: is told how much is done, from 0 to 1.
    package static func make(
        of path: String, at destination: String, progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) throws(LogError) {
        guard access(path, F_OK) == 0 else { throw .missing(path) }
        do {
            // `VACUUM INTO` makes the copy with the page size of this setting, whatever the size of the file that is copied.
            let source = try SQLiteConnection.open(
                path, label: "grillo.backup.sqlite", .readOnly,
                settings: "PRAGMA cell_size_check = ON; PRAGMA page_size = \(SQLiteEventLog.pageSize)")
            try source.writeWithoutTransaction { database in
                try copy(database, to: destination, progress: progress)
            }
            try source.close()
        } catch {
            throw LogError(error)
        }
    }

    /// Puts a copy in the place of a log. No server may run on it. What was there is kept beside it, with `.before-restore`
    /// behind its name, and with a number where that is taken. The index is made anew by the server's next start.
    ///
    /// - Returns: where what was there is now; nil where nothing was.
    @discardableResult
    package static func restore(
        _ copy: String, to path: String, progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) throws(LogError) -> String? {
        guard access(copy, F_OK) == 0 else { throw .missing(copy) }
        try Verification.requireReadable(copy)
        let fresh = path + ".restoring"
        PrivateDatabaseFile.remove(fresh)
        try make(of: copy, at: fresh, progress: progress)
        do {
            // The copy may change meanwhile; what is looked at is what will be served.
            try Verification.requireReadable(fresh)
            try SQLiteSchema.bringUp(fresh)
            try Verification.requireBearable(fresh)
        } catch {
            PrivateDatabaseFile.remove(fresh)
            throw LogError(error)
        }
        PrivateDatabaseFile.remove(SearchIndex.path(beside: path))
        let before = try SetAside.keep(path, as: "before-restore")
        // They belong to what was there, and would spoil what comes.
        for end in PrivateDatabaseFile.ends where !end.isEmpty { unlink(path + end) }
        try rename(fresh, path)
        try PrivateDatabaseFile.syncFolder(of: path)
        return before
    }

    private static func rename(_ old: String, _ new: String) throws(LogError) {
        guard Glibc.rename(old, new) == 0 else { throw LogError(systemError: errno, new) }
    }

    static func copy(
        _ database: Database, to destination: String, progress: @escaping @Sendable (Double) -> Void
    ) throws {
        guard access(destination, F_OK) != 0 else { throw LogError.exists(destination) }
        let partial = destination + ".partial"
        PrivateDatabaseFile.remove(partial)
        try PrivateDatabaseFile.keep(partial)
        do {
            let pages = try Int64.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            let free = try Int64.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0
            let size = try Int64.fetchOne(database, sql: "PRAGMA page_size") ?? 1
            let watch = CopyWatch(path: partial, expected: max((pages - free) * size, 1), progress: progress)
            try watch.during(database) { try database.execute(sql: "VACUUM INTO ?", arguments: [partial]) }
            try sync(partial)
            try rename(partial, destination)
            try PrivateDatabaseFile.syncFolder(of: destination)
            progress(1)
        } catch {
            PrivateDatabaseFile.remove(partial)
            throw error
        }
    }

    private static func sync(_ path: String) throws(LogError) {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw LogError(systemError: errno, path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw LogError(systemError: errno, path) }
    }
}

/// Tells how far a copy is by the size of its file, as often as SQLite has done some work.
private final class CopyWatch {
    private let path: String
    private let expected: Int64
    private let progress: @Sendable (Double) -> Void
    private var told = 0.0

    init(path: String, expected: Int64, progress: @escaping @Sendable (Double) -> Void) {
        self.path = path
        self.expected = expected
        self.progress = progress
    }

    func during(_ database: Database, _ body: () throws -> Void) rethrows {
        let connection = database.sqliteConnection
        sqlite3_progress_handler(
            connection, 100_000,
            { watch in
                Unmanaged<CopyWatch>.fromOpaque(watch!).takeUnretainedValue().look()
                return 0
            }, Unmanaged.passUnretained(self).toOpaque())
        defer { sqlite3_progress_handler(connection, 0, nil, nil) }
        try withExtendedLifetime(self) { try body() }
    }

    private func look() {
        let done = min(Double(PrivateDatabaseFile.size(path)) / Double(expected), 0.99)
        guard done >= told + 0.01 else { return }
        told = done
        progress(done)
    }
}
