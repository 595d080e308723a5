import GRDB
import GRDBSQLite
import Glibc
import Protocol
import SystemBasics

/// The file of a ``LocalLog``: one database in WAL mode with one connection, used from one queue at a time.
final class LocalLogFile {
    private let path: String
    /// The number of the file that was opened, which may since have been given another name.
    let number: UInt64
    private let queue: DatabaseQueue
    /// Nothing once it is closed.
    private var statements: LocalLogStatements?
    /// True where something was taken out that may still stand in the WAL.
    private var needsWALTruncation: Bool
    /// True while what is too old or too much is being taken out.
    private var isTakingOut = false

    /// How a part of the index grows, and how much one piece of the upkeep does: some 10 ms of work.
    static let partSize: Int64 = 1 << 16
    private static let portion = 128

    /// Opens the file, and makes it and its folder where they are not there.
    ///
    /// - Parameter partSize: see ``LocalLogIndex``.
    init(path: String, busySeconds: Double = 5, partSize: Int64 = LocalLogFile.partSize) throws(LogError) {
        self.path = path
        do throws(FileSystem.FolderFailure) {
            try FileSystem.makeFolder(FileSystem.folder(of: path))
        } catch {
            throw LogError(error.cause, error.path)
        }
        try PrivateDatabaseFile.ensure(path)
        // A program that was killed leaves a WAL behind.
        needsWALTruncation = PrivateDatabaseFile.size(path + "-wal") > 0
        number = Self.number(of: path)
        do {
            queue = try SQLiteConnection.open(
                path, label: "grillo.locallog.sqlite", access: .readWriteWAL, busySeconds: busySeconds,
                settings: (PrivateDatabaseFile.size(path) == 0 ? Self.newFileSettings : "") + Self.settings)
            statements = try queue.writeWithoutTransaction { database in
                try LocalLogSchema.migrate(database)
                return try LocalLogStatements(on: database, partSize: partSize)
            }
        } catch {
            throw LogError(error)
        }
    }

    deinit { close() }

    /// Closes the file. Harmless at any time.
    func close() {
        statements = nil
        try? queue.close()
    }

    /// Pages that are free can be given back a few at a time. A database that is there already has it, and would be written to, and waited for,
    /// each time that it is opened.
    private static let newFileSettings = "PRAGMA auto_vacuum = INCREMENTAL;"

    /// - `journal_size_limit`: the space by which a long reader made the WAL grow is given back.
    /// - `secure_delete`: the bytes that are deleted are overwritten; gone means gone from the file.
    private static let settings = """
        PRAGMA journal_size_limit = 8388608;
        PRAGMA cache_size = -8192;
        PRAGMA secure_delete = ON;
        PRAGMA synchronous = NORMAL;
        """

    // MARK: Damage

    /// Opens a file. One that is damaged, or not this program's, gets another name first.
    ///
    /// - Returns: the file, and the name that the damaged one has now; nil where it was not.
    static func open(_ path: String) throws(LogError) -> (file: LocalLogFile, setAside: String?) {
        do throws(LogError) {
            return (try openPatiently(path), nil)
        } catch {
            guard error.isDamageOfFile else { throw error }
            let name = try setAside(path)
            return (try openPatiently(path), name)
        }
    }

    /// Where two programs open a file that is new, one of them may be turned away for a moment.
    private static func openPatiently(_ path: String) throws(LogError) -> LocalLogFile {
        for _ in 0..<5 {
            do throws(LogError) {
                return try LocalLogFile(path: path)
            } catch .locked {
                usleep(50_000)
            }
        }
        return try LocalLogFile(path: path)
    }

    /// Opens another file in the place of one that is damaged and closed; the one that another program has put there, where it has.
    ///
    /// - Parameter number: the damaged file's.
    static func replace(_ path: String, number: UInt64) throws(LogError) -> (file: LocalLogFile, setAside: String?) {
        guard Self.number(of: path) == number else { return try open(path) }
        let name = try setAside(path)
        return (try openPatiently(path), name)
    }

    private static func setAside(_ path: String) throws(LogError) -> String {
        let name = try FileReplacement.freeName(
            for: path, suffix: "damaged", besides: PrivateDatabaseFile.sideSuffixes)
        do throws(SystemError) {
            if FileSystem.exists(path + "-wal") { try FileSystem.move(path + "-wal", toFree: name + "-wal") }
            try FileSystem.move(path, toFree: name)
        } catch {
            throw LogError(error, path)
        }
        // It only tells what is where in the other two.
        unlink(path + "-shm")
        return name
    }

    /// 0 where there is no file.
    private static func number(of path: String) -> UInt64 {
        var status = stat()
        return stat(path, &status) == 0 ? UInt64(status.st_ino) : 0
    }

    // MARK: Access

    /// Stores all of the entries, or none.
    func store(_ entries: some Sequence<LocalLogEntry>) throws(LogError) {
        try access(.immediate) { tables, database in
            for entry in entries { try tables.writer.apply(entry, on: database) }
        }
    }

    /// Reads one state of the file.
    func read<Value>(_ body: (LocalLogReader) throws -> Value) throws(LogError) -> Value {
        try access(.deferred) { tables, _ in try body(tables.reader) }
    }

    /// Searches; see ``LocalLog/search(_:in:before:limit:then:)``.
    func search(
        _ typed: String, in room: Bytes?, before position: LoggedPosition?, limit: Int
    ) throws(LogError) -> [LoggedMatch] {
        let pattern = SearchPattern(typed)
        guard !pattern.isEmpty, limit > 0 else { return [] }
        return try access(.deferred) { tables, database in
            try LocalLogSearch(pattern: pattern, reader: tables.reader, index: tables.index)
                .run(in: room, before: position, limit: limit, on: database)
        }
    }

    private func access<Value>(
        _ kind: Database.TransactionKind, _ body: (LocalLogStatements, Database) throws -> Value
    ) throws(LogError) -> Value {
        guard let statements else { throw .other("it is closed") }
        do {
            return try queue.writeWithoutTransaction { database in
                var result: Result<Value, any Error> = .failure(LogError.other("nothing was done"))
                try database.inTransaction(kind) {
                    result = .success(try body(statements, database))
                    return .commit
                }
                return try result.get()
            }
        } catch {
            // What was prepared may be of a part that was undone with the rest.
            statements.index.forgetStatements()
            throw LogError(error)
        }
    }

    // MARK: Upkeep

    /// One piece of the upkeep.
    ///
    /// - Returns: false where nothing is left to do.
    func upkeep(_ retention: Retention, at time: Timestamp) throws(LogError) -> Bool {
        let isMore = try access(.immediate) { tables, database in
            if try tables.writer.removeForgotten(limit: Self.portion, on: database) { return true }
            let old = try outdated(tables.reader, retention, at: time)
            try tables.writer.remove(old, on: database)
            return try !old.isEmpty || tables.index.clean(database)
        }
        if isMore {
            needsWALTruncation = true
            return true
        }
        if try giveBackPages() { return true }
        if needsWALTruncation { needsWALTruncation = try !truncateWAL() }
        return false
    }

    /// The oldest lines, where they may go. Since a part of the index is merged anew behind it, they go many at a time: once some are older by a
    /// sixteenth, a day at most, and until a sixteenth of the size is free.
    private func outdated(
        _ reader: LocalLogReader, _ retention: Retention, at time: Timestamp
    ) throws -> [LocalLogReader.Row] {
        guard retention != .forEver else { return [] }
        let oldest = try reader.rows(in: nil, behind: .min, limit: Self.portion)
        var old: [LocalLogReader.Row] = []
        if let age = retention.age.map({ max($0, 0) }) {
            let slack = isTakingOut ? 0 : min(age / 16, 86_400)
            let bound = LineNumber.range(of: time.advanced(bySeconds: -age).advanced(bySeconds: -slack)).lowerBound
            old = Array(oldest.prefix { $0.number < bound })
        }
        if old.isEmpty, let size = retention.size.map({ max($0, 0) }) {
            let wanted = isTakingOut ? size - size / 16 : size
            if try reader.bytesInUse() > wanted { old = oldest }
        }
        isTakingOut = !old.isEmpty
        return old
    }

    /// Gives some free pages back to the file system. False where none is free.
    private func giveBackPages() throws(LogError) -> Bool {
        do {
            return try queue.writeWithoutTransaction { database in
                let free = try Int64.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0
                guard free > 0 else { return false }
                try PreparedStatement("PRAGMA incremental_vacuum(256)", on: database).run()
                // A file that others made may not be able to.
                return try Int64.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0 < free
            }
        } catch {
            throw LogError(error)
        }
    }

    /// Empties the WAL. False if another program is in the way; it is not waited for.
    private func truncateWAL() throws(LogError) -> Bool {
        do {
            return try queue.writeWithoutTransaction { database in
                sqlite3_busy_timeout(database.sqliteConnection, 0)
                defer { sqlite3_busy_timeout(database.sqliteConnection, 5000) }
                return try Int.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)") == 0
            }
        } catch {
            throw LogError(error)
        }
    }
}
