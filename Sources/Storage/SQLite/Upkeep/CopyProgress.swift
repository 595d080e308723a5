import GRDB
import GRDBSQLite

/// Tells how far a copy is by the size of its file, as often as SQLite has done some work.
final class CopyProgress {
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
                Unmanaged<CopyProgress>.fromOpaque(watch!).takeUnretainedValue().look()
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
