import Chat
import GRDB
import Protocol

/// Looks a log on SQLite over, from its pages to its meaning. It changes nothing in the log, and may run beside a server.
enum SQLiteVerification {
    /// The faults of a log, in one line each; none for a sound log. At most `limit`.
    ///
    /// - Parameter progress: is told how much is done, from 0 to 1.
    static func findings(
        in path: String, limit: Int = 100, progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) throws(LogError) -> [String] {
        do {
            guard try isOfLastVersion(path) else { return try findingsOfEarlier(path, limit, progress) }
            var findings = try logFindings(path, limit, progress)
            if findings.isEmpty { findings += try IndexIntegrityCheck.findings(ofLog: path) }
            progress(1)
            return findings.prefix(limit).map(\.printable)
        } catch {
            throw LogError(error)
        }
    }

    private static func logFindings(
        _ path: String, _ limit: Int, _ progress: @escaping @Sendable (Double) -> Void
    ) throws -> [String] {
        let queue = try open(path)
        defer { try? queue.close() }
        // A `read` of GRDB throws at its end when a page was damaged, though each finding was caught: seen in a test.
        return try queue.unsafeRead { database in
            try database.execute(sql: "BEGIN")
            defer { try? database.execute(sql: "ROLLBACK") }
            return try LogIntegrityCheck(database: database, limit: limit, progress: progress).run()
        }
    }

    /// A log that no server has brought up yet: a copy of it, beside it, is brought up and looked over.
    private static func findingsOfEarlier(
        _ path: String, _ limit: Int, _ progress: @escaping @Sendable (Double) -> Void
    ) throws -> [String] {
        let copy = path + ".verifying"
        PrivateDatabaseFile.remove(copy)
        defer { PrivateDatabaseFile.remove(copy) }
        do {
            try requireReadable(path)
            try PrivateDatabaseFile.ensure(copy)
            try SQLiteBackup.fill(copy, from: path)
        } catch {
            switch LogError(error) {
            case .corrupt(let what), .foreignSchema(let what): return [what.printable]
            case .full, .readOnly, .io, .locked, .newerSchema, .foreignFile, .exists, .missing, .notAscending, .other:
                throw error
            }
        }
        try SQLiteSchema.bringUp(copy)
        let findings = try logFindings(copy, limit, progress)
        progress(1)
        return findings.prefix(limit).map(\.printable)
    }

    /// Throws unless a file is a log that this program can read, of a schema of its own.
    static func requireReadable(_ path: String) throws(LogError) {
        do {
            _ = try isOfLastVersion(path)
            let queue = try open(path)
            if let finding = try queue.read(SchemaComparison.findings).first { throw LogError.foreignSchema(finding) }
            try queue.close()
        } catch {
            throw LogError(error)
        }
    }

    /// Throws unless a file is a log that could be restored. It may be one of an earlier version: then a copy of it, beside it, is brought up
    /// and looked over.
    static func requireRestorable(_ path: String) throws(LogError) {
        do {
            try requireReadable(path)
            guard try !isOfLastVersion(path) else { return try requireValidValues(path) }
            let copy = path + ".verifying"
            PrivateDatabaseFile.remove(copy)
            defer { PrivateDatabaseFile.remove(copy) }
            try PrivateDatabaseFile.ensure(copy)
            try SQLiteBackup.fill(copy, from: path)
            try SQLiteSchema.bringUp(copy)
            try requireValidValues(copy)
        } catch {
            throw LogError(error)
        }
    }

    /// Throws unless a file holds only what this program writes. It must be of the last version.
    static func requireValidValues(_ path: String) throws(LogError) {
        do {
            let queue = try open(path)
            let findings = try queue.unsafeRead { database in
                try LogIntegrityCheck(database: database, limit: 1, progress: { _ in }).runForRestore()
            }
            if let finding = findings.first { throw LogError.corrupt(finding) }
            try queue.close()
        } catch {
            throw LogError(error)
        }
    }

    /// True for a log of the version that this program writes.
    ///
    /// - Throws: ``LogError`` if a newer version wrote the log, or if the file is no log.
    private static func isOfLastVersion(_ path: String) throws -> Bool {
        let queue = try open(path)
        let versions = try queue.read { database in
            guard try database.tableExists("grdb_migrations") else {
                throw LogError.foreignFile(path)
            }
            return try SQLiteSchema.migrator.appliedIdentifiers(database)
        }
        let known = SQLiteSchema.migrator.migrations
        if let found = versions.subtracting(known).first {
            throw LogError.newerSchema(found: found, known: known.last ?? "0")
        }
        try queue.close()
        return versions.count == known.count
    }

    static func open(_ path: String) throws -> DatabaseQueue {
        try SQLiteConnection.open(
            path, label: "grillo.verify.sqlite", access: .readOnly, settings: "PRAGMA cell_size_check = ON")
    }
}
