import Chat
import GRDB
import Glibc
import SystemBasics

/// A copy of a log on SQLite, whole and in one file. The server's keys are not in it.
enum SQLiteBackup {
    /// Copies a log, also while it is written: what was stored when it began is in it. The copy is as small as can be, is
    /// its owner's alone, and appears under its name only when it is whole, and one that could be restored.
    ///
    /// - Parameter progress: is told how much is done, from 0 to 1.
    static func make(
        of path: String, at destination: String, progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) throws(LogError) {
        guard access(path, F_OK) == 0 else { throw .missing(path) }
        guard !FileSystem.exists(destination) else { throw .exists(destination) }
        let partial = try makePartial(beside: destination)
        do {
            try fillVerified(partial, from: path, progress: progress)
            try publish(partial, at: destination)
            progress(1)
        } catch {
            PrivateDatabaseFile.remove(partial)
            throw LogError(error)
        }
    }

    /// Copies a log into an empty file, also while it is written, and looks over what is in the file then. Where this fails the file holds
    /// what it may.
    ///
    /// - Throws: ``LogError/corrupt(_:)`` also for a copy of which ``restore(_:to:progress:step:)`` would say that.
    static func fillVerified(
        _ file: String, from path: String, progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) throws(LogError) {
        guard access(path, F_OK) == 0 else { throw .missing(path) }
        // Nobody else has the file: what SQLite leaves beside it is of no use.
        defer { removeSides(of: file) }
        do {
            try fill(file, from: path) { progress($0 * copyShare) }
        } catch {
            throw LogError(error)
        }
        progress(copyShare)
        try SQLiteVerification.requireRestorable(file)
    }

    /// The part of the work on a copy that is not its verification.
    private static let copyShare = 0.6

    private static func removeSides(of file: String) {
        for end in PrivateDatabaseFile.sideSuffixes { unlink(file + end) }
    }

    /// True unless a file can be read and is something else than a database.
    /// <https://www.sqlite.org/fileformat.html#the_database_header>
    static func beginsAsDatabase(_ file: String) -> Bool {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return true }
        defer { close(descriptor) }
        let header = Array("SQLite format 3\0".utf8)
        var bytes = [UInt8](repeating: 0, count: header.count)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        return count < 0 || count == header.count && bytes == header
    }

    /// Copies a log into an empty file, which is then whole and on the disk.
    static func fill(
        _ file: String, from path: String, progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) throws {
        // `VACUUM INTO` makes the copy with the page size of this setting, whatever the size of the file that is copied.
        let source = try SQLiteConnection.open(
            path, label: "grillo.backup.sqlite", access: .readOnly,
            settings: "PRAGMA cell_size_check = ON; PRAGMA page_size = \(SQLiteEventLog.pageSize)")
        try source.writeWithoutTransaction { try fill(file, from: $0, progress: progress) }
        try source.close()
    }

    /// Puts a copy in the place of a log. No server may run on it. What was there is kept beside it, with `.before-restore`
    /// behind its name, and with a number where that is taken. The index is made anew by the server's next start.
    ///
    /// At each moment, be it that of a crash, `path` is the log that was there or the one that is put there, and whole.
    ///
    /// - Parameter step: called after each change on the disk, which could be the last before a crash.
    /// - Returns: the path at which the log that was there is now; nil where there was none.
    @discardableResult
    static func restore(
        _ copy: String, to path: String, progress: @escaping @Sendable (Double) -> Void = { _ in },
        step: () -> Void = {}
    ) throws(LogError) -> String? {
        guard access(copy, F_OK) == 0 else { throw .missing(copy) }
        // SQLite leaves these beside a file that it only reads. Beside a WAL nothing is touched, as whoever closes it might write it back.
        let sideFiles =
            FileSystem.exists(copy + "-wal")
            ? [] : ["-wal", "-shm"].map { copy + $0 }.filter { !FileSystem.exists($0) }
        defer { removeSideFiles(sideFiles, of: copy) }
        try SQLiteVerification.requireReadable(copy)
        let fresh = path + ".restoring"
        PrivateDatabaseFile.remove(fresh)
        do {
            try PrivateDatabaseFile.ensure(fresh)
            try fill(fresh, from: copy, progress: progress)
            // The copy may change meanwhile; what is looked at is what will be served.
            try SQLiteVerification.requireReadable(fresh)
            try SQLiteSchema.bringUp(fresh)
            try SQLiteVerification.requireValidValues(fresh)
            try checkpointWAL(path)
            step()
            PrivateDatabaseFile.remove(SearchIndex.path(beside: path))
            let before = try FileReplacement.replace(
                path, with: fresh, as: CopiesSetAside.restoreSuffix, besides: PrivateDatabaseFile.sideSuffixes,
                step: step)
            progress(1)
            return before
        } catch {
            PrivateDatabaseFile.remove(fresh)
            throw LogError(error)
        }
    }

    /// Brings what a log's WAL holds into the log's own file, so that this file alone is all of it.
    ///
    /// A log that is past reading is left as it is: no server could have gone on with it. One that only cannot be read now is another
    /// matter: without its WAL it might be less than a server finds in it later.
    private static func checkpointWAL(_ path: String) throws(LogError) {
        guard FileSystem.exists(path), FileSystem.exists(path + "-wal") else { return }
        do {
            // Closing a log that it may write, SQLite throws away a WAL that it cannot read.
            let probe = try SQLiteConnection.open(path, label: "grillo.probe.sqlite", access: .readOnly)
            _ = try probe.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_schema") }
            try probe.close()
            let log = try SQLiteConnection.open(path, label: "grillo.gather.sqlite", access: .readWrite)
            let isBusy = try log.writeWithoutTransaction {
                try Bool.fetchOne($0, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
            }
            try log.close()
            guard isBusy != true else { throw LogError.locked }
        } catch {
            switch LogError(error) {
            case .corrupt, .foreignSchema, .newerSchema, .foreignFile: return
            case .io(let what), .other(let what):
                throw .io("\(what), of \(path); to restore all the same, move that and its -wal away first")
            case .full, .readOnly, .locked, .notAscending, .exists, .missing: throw LogError(error)
            }
        }
    }

    /// Takes away the files that SQLite left beside a file that it only read.
    ///
    /// The last to close a database that it may write removes them; so a server that has begun to serve it meanwhile keeps them.
    private static func removeSideFiles(_ sideFiles: [String], of copy: String) {
        guard sideFiles.contains(where: FileSystem.exists) else { return }
        // No server has it then.
        guard access(copy, W_OK) == 0 else { return sideFiles.forEach { unlink($0) } }
        guard
            let last = try? SQLiteConnection.open(copy, label: "grillo.tidy.sqlite", access: .readWrite, busySeconds: 0)
        else {
            return
        }
        _ = try? last.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_schema") }
        try? last.close()
    }

    /// Copies a log in a folder that its server has to itself: what an earlier copying left there is this program's own.
    static func copy(_ database: Database, to destination: String) throws {
        let partial = destination + ".partial"
        PrivateDatabaseFile.remove(partial)
        do {
            try PrivateDatabaseFile.ensure(partial)
            try fill(partial, from: database) { _ in }
            try publish(partial, at: destination)
        } catch {
            PrivateDatabaseFile.remove(partial)
            throw error
        }
    }

    private static func fill(
        _ file: String, from database: Database, progress: @escaping @Sendable (Double) -> Void
    ) throws {
        let pages = try Int64.fetchOne(database, sql: "PRAGMA page_count") ?? 0
        let free = try Int64.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0
        let size = try Int64.fetchOne(database, sql: "PRAGMA page_size") ?? 1
        let watch = CopyProgress(path: file, expected: max((pages - free) * size, 1), progress: progress)
        try watch.during(database) { try database.execute(sql: "VACUUM INTO ?", arguments: [file]) }
        try sync(file)
    }

    private static func makePartial(beside destination: String) throws(LogError) -> String {
        do {
            let (name, descriptor) = try FileSystem.makeFile(beside: destination, suffix: "partial")
            close(descriptor)
            return name
        } catch {
            throw LogError(error, destination)
        }
    }

    /// Gives a copy that is whole its name; where it is not durable under that, it has none.
    ///
    /// - Parameter sync: makes durable which names stand in the folder.
    static func publish(
        _ partial: String, at destination: String,
        sync: (String) throws(LogError) -> Void = FileReplacement.syncFolder
    ) throws(LogError) {
        do {
            try FileSystem.move(partial, toFree: destination)
        } catch {
            throw error.code == EEXIST ? .exists(destination) : LogError(error, destination)
        }
        do throws(LogError) {
            try sync(destination)
        } catch {
            unlink(destination)
            throw error
        }
    }

    private static func sync(_ path: String) throws(LogError) {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw LogError(systemError: errno, path: path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw LogError(systemError: errno, path: path) }
    }
}
