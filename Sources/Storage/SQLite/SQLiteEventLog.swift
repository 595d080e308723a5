import Chat
import GRDB
import GRDBSQLite
import Glibc
import Protocol

/// The embedded engine: one SQLite database in WAL mode.
///
/// It has one connection, on which appends and scans take turns. The statements and the memory of conversations are used
/// from one queue at a time, the one of whoever has the log.
package final class SQLiteEventLog: EventLog, SQLiteLogReading {
    package private(set) var end: LogEnd
    package let migrationCopy: String?
    private let queue: DatabaseQueue
    private let checkpointer: WALCheckpointer
    /// Nothing once it is closed.
    private var prepared: LogStatements?
    /// True where a commit failed and may have left entries in the WAL that a crash would bring back.
    private var needsWALTruncation = false
    private let frames = UnsafeMutablePointer<Int32>.allocate(capacity: 1)

    /// Opens the database, makes it if it is not there, and brings it to the last version.
    ///
    /// The folder must exist. The files are made, and kept, readable by their owner alone.
    /// - Parameters:
    ///   - busyTimeout: how many seconds to wait for another program that holds the database.
    ///   - conversationsInMemory: of how many conversations the next place is held in memory at most.
    package init(
        path: String, durability: Durability, busyTimeout: Double = 5, conversationsInMemory: Int = 65_536
    ) throws(LogError) {
        checkpointer = WALCheckpointer(path: path)
        frames.initialize(to: 0)
        do {
            try PrivateDatabaseFile.ensure(path)
            queue = try SQLiteConnection.open(
                path, label: "grillo.log.sqlite", access: .readWriteWAL, busySeconds: busyTimeout,
                settings: Self.settings)
            migrationCopy = try SQLiteSchema.migrate(queue, at: path)
            let frames = frames
            // After GRDB has set up WAL: that set NORMAL.
            let tables = try queue.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = \(durability.synchronousMode)")
                database.stopObservingCommits()
                sqlite3_wal_hook(
                    database.sqliteConnection,
                    { frames, _, _, count in
                        frames?.assumingMemoryBound(to: Int32.self).pointee = count
                        return SQLITE_OK
                    }, frames)
                return try LogStatements(on: database, conversationsInMemory: conversationsInMemory)
            }
            let (last, kept) = (try tables.reading.events.end(), try tables.forgetting.end())
            end = last.number >= kept.number ? last : kept
            guard end.number <= Self.maxStartNumber else {
                throw LogError.corrupt("it ends with the number \(end.number.rawValue), where no log gets")
            }
            prepared = tables
        } catch {
            throw LogError(error)
        }
    }

    deinit {
        prepared = nil
        try? queue.close()
        frames.deallocate()
    }

    /// No server begins beyond this number: it would soon have no next one to give.
    static let maxStartNumber = EventNumber(rawValue: 1 << 61)

    static let pageSize = 2048

    /// - `page_size`: an append touches one page in every conversation of its group, so small pages are less to write; only
    ///   read when the database is made.
    /// - `wal_autocheckpoint`: the ``WALCheckpointer`` sees to that.
    /// - `journal_size_limit`: the space by which a long reader made the WAL grow is given back.
    /// - `secure_delete`: the bytes that are deleted are overwritten; gone means gone from the file.
    private static let settings = """
        PRAGMA page_size = \(pageSize);
        PRAGMA wal_autocheckpoint = 0;
        PRAGMA journal_size_limit = 33554432;
        PRAGMA cache_size = -16384;
        PRAGMA secure_delete = ON;
        """

    // MARK: Writing

    package func append(_ group: [LogEntry]) throws(LogError) {
        guard !group.isEmpty else { return }
        try end.requireAscending(group)
        var end = end
        try inTransaction { tables throws(LogError) in
            for entry in group {
                switch entry {
                case .event(let event):
                    end = LogEnd(number: event.number, time: max(end.time, event.time))
                    try tables.events.insert(event, at: end.time, in: &tables.conversations)
                case .change(let change):
                    if case .renameChannel(let old, let new) = change {
                        try tables.renaming.rename(old, to: new)
                        tables.conversations.forget()
                    }
                    try tables.registry.apply(change)
                }
            }
        }
        self.end = end
    }

    package func blank(_ numbers: [EventNumber]) throws(LogError) {
        guard !numbers.isEmpty else { return }
        try inTransaction { tables throws(LogError) in
            for number in numbers { try tables.events.blank(number) }
        }
    }

    package func drop(_ conversation: Conversation, through sequence: Int64, limit: Int) throws(LogError) -> Int {
        let end = end
        var count = 0
        try inTransaction { tables throws(LogError) in
            guard let id = try tables.reading.names.entry(of: conversation)?.id else { return }
            try tables.forgetting.saveEnd(end)
            count = try tables.forgetting.drop(id, through: sequence, limit: limit, writing: tables.events)
        }
        return count
    }

    package func drop(through number: EventNumber, limit: Int) throws(LogError) -> Int {
        let end = end
        var count = 0
        try inTransaction { tables throws(LogError) in
            try tables.forgetting.saveEnd(end)
            count = try tables.forgetting.drop(through: number, limit: limit, writing: tables.events)
        }
        return count
    }

    package func probe() throws(LogError) {
        let end = end
        try inTransaction { tables throws(LogError) in try tables.forgetting.saveEnd(end) }
    }

    package func size() throws(LogError) -> Int64 {
        let size = try tables().size
        defer { size.reset() }
        return try size.step() ? size.int64(0) : 0
    }

    /// All of it is stored, or nothing is.
    private func inTransaction(_ body: (inout LogStatements) throws(LogError) -> Void) throws(LogError) {
        guard prepared != nil else { throw .other("it is closed") }
        if needsWALTruncation { needsWALTruncation = try !truncateWAL() }
        do throws(LogError) {
            try prepared!.begin.run()
            try body(&prepared!)
            try prepared!.reading.end.run()
        } catch {
            // After a full disk or an I/O error SQLite may have rolled back by itself; this then fails.
            try? prepared!.rollback.run()
            prepared!.conversations.forget()
            // If the last step of a commit failed, the WAL holds a whole transaction that nobody counts, and that the next
            // start would take for stored. An empty WAL holds nothing.
            if case .io = error { needsWALTruncation = (try? truncateWAL()) != true }
            throw error
        }
        if checkpointer.note(frames: frames.pointee) { try? prepared!.checkpoint.run() }
    }

    // MARK: What was taken out

    /// Parts of the log out of which something was taken and that may still stand in the index or in the WAL.
    func staleShards() throws(LogError) -> [StaleShard] { try writing().stale.all() }

    package func clean(_ shards: [StaleShard]) throws(LogError) -> Bool {
        guard try truncateWAL() else { return false }
        try removeStale(shards)
        return true
    }

    /// Takes parts off the list that have not changed since they were read.
    func removeStale(_ shards: [StaleShard]) throws(LogError) {
        guard !shards.isEmpty else { return }
        try inTransaction { tables throws(LogError) in
            for shard in shards { try tables.stale.remove(shard) }
        }
    }

    /// Empties the WAL. False if a reader is in the way; it is not waited for.
    func truncateWAL() throws(LogError) -> Bool {
        let tables = try writing()
        let connection = tables.truncate.connection
        let previousTimeout = busyMilliseconds
        sqlite3_busy_timeout(connection, 0)
        defer {
            sqlite3_busy_timeout(connection, previousTimeout)
            tables.truncate.reset()
        }
        return try tables.truncate.step() && tables.truncate.int64(0) == 0
    }

    private var busyMilliseconds: Int32 {
        if case .timeout(let seconds) = queue.configuration.busyMode { Int32(seconds * 1000) } else { 0 }
    }

    // MARK: Reading

    func tables() throws(LogError) -> ReadingStatements { try writing().reading }

    private func writing() throws(LogError) -> LogStatements {
        guard let prepared else { throw .other("it is closed") }
        return prepared
    }

    /// Moves everything from the WAL into the database file, where no other program reads it, and closes both.
    package func close() throws(LogError) {
        checkpointer.close()
        prepared = nil
        do {
            try queue.close()
        } catch {
            throw LogError(error)
        }
    }
}
