import Chat
import GRDB
import Protocol

/// Looks a log on SQLite over, from its pages to its meaning. It reads only, and may run beside a server.
package enum Verification {
    /// What is wrong, in one line each; nothing for a sound log. At most `limit`.
    ///
    /// - Parameter progress: is told how much is done, from 0 to 1.
    package static func findings(
        in path: String, limit: Int = 100, progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) throws(LogError) -> [String] {
        do {
            try requireLog(path)
            let queue = try open(path)
            // A `read` of GRDB throws at its end when a page was damaged, though each finding was caught: seen in a test.
            var findings = try queue.unsafeRead { database in
                try database.execute(sql: "BEGIN")
                defer { try? database.execute(sql: "ROLLBACK") }
                return try LogChecks(database: database, limit: limit, progress: progress).run()
            }
            try? queue.close()
            if findings.isEmpty { findings += try IndexChecks.findings(ofLog: path) }
            progress(1)
            return Array(findings.prefix(limit))
        } catch {
            throw LogError(error)
        }
    }

    /// Throws unless a file is a log that this program can read, of a schema of its own.
    static func requireReadable(_ path: String) throws(LogError) {
        do {
            try requireLog(path)
            let queue = try open(path)
            if let finding = try queue.read(SchemaComparison.findings).first { throw LogError.corrupt(finding) }
            try queue.close()
        } catch {
            throw LogError(error)
        }
    }

    /// Throws unless a file holds only what this program writes. It must be of the last version.
    static func requireBearable(_ path: String) throws(LogError) {
        do {
            let queue = try open(path)
            if let finding = try queue.read({ try ValueRules.findings(in: $0, limit: 1) }).first {
                throw LogError.corrupt(finding)
            }
            try queue.close()
        } catch {
            throw LogError(error)
        }
    }

    private static func requireLog(_ path: String) throws {
        let queue = try open(path)
        let versions = try queue.read { database in
            guard try database.tableExists("grdb_migrations") else {
                throw LogError.corrupt("\(path) is no log of Grillo's")
            }
            return try SQLiteSchema.migrator.appliedIdentifiers(database)
        }
        let known = SQLiteSchema.migrator.migrations
        if let found = versions.subtracting(known).first {
            throw LogError.newerSchema(found: found, known: known.last ?? "0")
        }
        try queue.close()
    }

    static func open(_ path: String) throws -> DatabaseQueue {
        try SQLiteConnection.open(
            path, label: "grillo.verify.sqlite", .readOnly, settings: "PRAGMA cell_size_check = ON")
    }
}
