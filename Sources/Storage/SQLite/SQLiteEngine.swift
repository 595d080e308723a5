import Protocol
import SystemBasics

/// The embedded engine: a database in a file, and an index for searching in a file beside it.
package struct SQLiteEngine: StorageEngine {
    private let path: String
    private let durability: Durability

    /// The engine of a database in a folder that exists.
    package init(path: String, durability: Durability = .full) {
        self.path = path
        self.durability = durability
    }

    /// The engine of the database that a server's folder holds.
    package init(folder: String, durability: Durability = .full) {
        self.init(path: folder + "/history.sqlite", durability: durability)
    }

    package var hasLog: Bool { FileSystem.exists(path) }

    package var files: [String] { [path] }

    package var indexFiles: [String] { [SearchIndex.path(beside: path)] }

    package func openLog() throws(LogError) -> sending any EventLog {
        try SQLiteEventLog(path: path, durability: durability)
    }

    package func openReader() throws(LogError) -> sending (any LogReader)? { try SQLiteLogReader(path: path) }

    package func openUntouched(isInUse: Bool) throws(LogError) -> sending (any LogReader)? {
        guard let name = SQLiteConnection.untouchedName(of: path, isInUse: isInUse) else { return nil }
        return try SQLiteLogReader(path: path, openedAs: name)
    }

    package func openSearchIndexUpdate() throws(LogError) -> sending (any SearchIndexUpdate)? {
        try SQLiteIndexUpdate(
            log: SQLiteLogReader(path: path), index: SearchIndex(path: SearchIndex.path(beside: path)))
    }

    package func backUp(to file: String, progress: @escaping @Sendable (Double) -> Void) throws(LogError) {
        try SQLiteBackup.make(of: path, at: file, progress: progress)
    }

    package func backUp(into file: String, progress: @escaping @Sendable (Double) -> Void) throws(LogError) {
        try SQLiteBackup.fillVerified(file, from: path, progress: progress)
    }

    package func mayBeBackup(_ file: String) -> Bool { SQLiteBackup.beginsAsDatabase(file) }

    package func restore(
        _ file: String, progress: @escaping @Sendable (Double) -> Void
    ) throws(LogError) -> String? {
        try SQLiteBackup.restore(file, to: path, progress: progress)
    }

    package func verify(progress: @escaping @Sendable (Double) -> Void) throws(LogError) -> [String] {
        try SQLiteVerification.findings(in: path, progress: progress)
    }

    package func removeCopies(olderThan seconds: Int64, at time: Timestamp) -> [String] {
        CopiesSetAside.remove(of: path, olderThan: seconds, at: time)
    }
}
