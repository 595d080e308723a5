import Chat
import GRDB
import Glibc
import Protocol

/// The embedded engine: one SQLite database in WAL mode.
///
/// It has one connection, on which appends and scans take turns. The statements and the memory of conversations are used on
/// that connection's queue only.
package final class SQLiteEventLog: EventLog {
    package private(set) var end: LogEnd
    /// Where the database is.
    package let path: String
    private let queue: DatabaseQueue
    /// Nothing once it is closed.
    private var tables: Tables?

    /// What is prepared on the connection; let go before that is closed.
    private struct Tables {
        let events: EventTable
        var conversations: ConversationTable
        let begin: PreparedStatement
        let commit: PreparedStatement
        let rollback: PreparedStatement

        init(on database: Database) throws {
            events = try EventTable(on: database)
            conversations = try ConversationTable(on: database)
            begin = try PreparedStatement("BEGIN IMMEDIATE", on: database)
            commit = try PreparedStatement("COMMIT", on: database)
            rollback = try PreparedStatement("ROLLBACK", on: database)
        }
    }

    /// Opens the database, makes it if it is not there, and brings it to the last version.
    ///
    /// The folder must exist. The files are made, and kept, readable by their owner alone.
    /// - Parameter busyTimeout: how many seconds to wait for another program that holds the database.
    package init(path: String, durability: Durability, busyTimeout: Double = 5) throws(LogError) {
        self.path = path
        do {
            try Self.keepPrivate(path)
            queue = try Self.connect(path, busyTimeout)
            try SQLiteSchema.migrate(queue)
            // After GRDB has set up WAL: that set NORMAL.
            tables = try queue.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = \(durability == .full ? "FULL" : "NORMAL")")
                return try Tables(on: database)
            }
            end = try tables?.events.end() ?? .empty
        } catch {
            throw LogError(error)
        }
    }

    deinit {
        tables = nil
    }

    private static func connect(_ path: String, _ busyTimeout: Double) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "grillo.log.sqlite"
        configuration.journalMode = .wal
        configuration.busyMode = .timeout(busyTimeout)
        configuration.prepareDatabase { try $0.execute(sql: settings) }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// - `page_size`: an append touches one page in every conversation of its group, so small pages are less to write; only
    ///   read when the database is made.
    /// - `wal_autocheckpoint`: the same few pages change again and again and are copied back once for 16 MiB of WAL.
    /// - `journal_size_limit`: what a long reader made the WAL grow by is given back.
    /// - `secure_delete`: what is deleted is overwritten; gone means gone from the file.
    private static let settings = """
        PRAGMA page_size = 2048;
        PRAGMA wal_autocheckpoint = 8000;
        PRAGMA journal_size_limit = 33554432;
        PRAGMA cache_size = -16384;
        PRAGMA secure_delete = ON;
        """

    /// SQLite gives the files beside the database the database's own mode.
    private static func keepPrivate(_ path: String) throws(LogError) {
        let descriptor = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            Glibc.close(descriptor)
        } else if errno == EEXIST {
            // By its path: to open and close it here would drop the locks that this process holds on it.
            for file in [path, path + "-wal", path + "-shm"] { chmod(file, 0o600) }
        } else if errno == ENOSPC || errno == EDQUOT {
            throw .full
        } else if errno == EACCES || errno == EROFS {
            throw .readOnly
        } else {
            throw .io("\(path): \(String(cString: strerror(errno)))")
        }
    }

    // MARK: EventLog

    package func append(_ group: [Event]) throws(LogError) {
        guard !group.isEmpty else { return }
        try end.requireAscending(group)
        try onConnection { tables, _ throws(LogError) in
            try tables.begin.run()
            do throws(LogError) {
                var time = end.time
                for event in group {
                    time = max(time, event.time)
                    try tables.events.insert(event, at: time, in: &tables.conversations)
                }
                try tables.commit.run()
                end = LogEnd(number: group[group.count - 1].number, time: time)
            } catch {
                // After a full disk or an I/O error SQLite may have rolled back by itself; this then fails.
                try? tables.rollback.run()
                tables.conversations.forget()
                throw error
            }
        }
    }

    package func scan(
        _ conversation: Conversation, _ range: ClosedRange<Int64>, _ direction: ScanDirection, limit: Int
    ) throws(LogError) -> [PlacedEvent] {
        try onConnection { tables, _ throws(LogError) in
            let table = tables.conversations
            guard let id = try table.id(of: conversation) else { return [] }
            return try tables.events.scan(conversation, id: id, range, direction, limit: limit, in: table)
        }
    }

    package func find(_ number: EventNumber) throws(LogError) -> Event? {
        try onConnection { tables, _ throws(LogError) in try tables.events.find(number, in: tables.conversations) }
    }

    package func conversations(after previous: Conversation?, limit: Int) throws(LogError) -> [Conversation] {
        try onConnection { tables, _ throws(LogError) in
            try tables.conversations.list(after: previous, limit: limit)
        }
    }

    /// Moves everything from the WAL into the database file, where no other program reads it, and closes both.
    package func close() throws(LogError) {
        tables = nil
        do {
            try queue.close()
        } catch {
            throw LogError(error)
        }
    }

    /// What the connection says of one of its settings, by the name of the PRAGMA.
    func setting(_ name: String) throws(LogError) -> String? {
        do {
            return try queue.unsafeRead { try String.fetchOne($0, sql: "PRAGMA \(name)") }
        } catch {
            throw LogError(error)
        }
    }

    /// Sets how many conversations are held in memory at most, and forgets those that are.
    func limitMemory(toConversations count: Int) throws(LogError) {
        try onConnection { tables, database throws(LogError) in
            do {
                tables.conversations = try ConversationTable(on: database, generation: max(count / 2, 1))
            } catch {
                throw LogError(error)
            }
        }
    }

    private func onConnection<Value>(
        _ body: (inout Tables, Database) throws(LogError) -> Value
    ) throws(LogError) -> Value {
        let result: Result<Value, LogError> = queue.writeWithoutTransaction { database in
            guard tables != nil else { return .failure(.other("it is closed")) }
            do throws(LogError) {
                return .success(try body(&tables!, database))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}
