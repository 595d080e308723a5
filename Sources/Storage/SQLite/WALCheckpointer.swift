import Dispatch
import GRDB
import GRDBSQLite
import Synchronization

/// Copies what is in the WAL back into the database file, beside the writer and never instead of it.
///
/// A checkpoint on the writer's connection would hold up the appends behind it for as long as the disk takes. This one has a
/// connection and a queue of its own. While appends go on, the WAL is never quite copied; once nearly all is, the writer
/// copies the small rest and begins the WAL anew.
final class WALCheckpointer: Sendable {
    private let queue = DispatchQueue(label: "grillo.log.checkpoint", qos: .utility)
    private let path: String
    private let state = Mutex(State())
    private let connection = Mutex<DatabaseQueue?>(nil)

    private struct State {
        var isAtWork = false
        var isNearlyDone = false
        var isClosed = false
    }

    /// In pages of 2 KiB: 8 MiB.
    static let checkpointThreshold: Int32 = 4096

    init(path: String) { self.path = path }

    /// The writer tells how long the WAL is. True if it shall copy the rest itself now.
    func note(frames: Int32) -> Bool {
        guard frames >= Self.checkpointThreshold else { return false }
        let (mustWake, isNearlyDone) = state.withLock { state in
            if state.isNearlyDone {
                state.isNearlyDone = false
                return (false, true)
            }
            guard !state.isAtWork, !state.isClosed else { return (false, false) }
            state.isAtWork = true
            return (true, false)
        }
        if mustWake { queue.async { self.work() } }
        return isNearlyDone
    }

    private func work() {
        // A copy that fails here fails again, and is told, where the writer copies.
        try? connection.withLock { connection in
            if connection == nil { connection = try Self.open(path) }
            try connection?.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA wal_checkpoint(PASSIVE)")
            }
        }
        state.withLock { state in
            state.isAtWork = false
            state.isNearlyDone = true
        }
    }

    func close() {
        state.withLock { $0.isClosed = true }
        queue.sync { connection.withLock { $0 = nil } }
    }

    private static func open(_ path: String) throws -> DatabaseQueue {
        try SQLiteConnection.open(path, label: "grillo.log.checkpoint.sqlite", access: .readWrite, busySeconds: 1)
    }
}
