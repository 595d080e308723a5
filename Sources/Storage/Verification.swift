import Chat
import Foundation
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
            try requireReadable(path)
            let queue = try open(path)
            // A `read` of GRDB throws at its end when a page was damaged, though each finding was caught: seen in a test.
            var findings = try queue.unsafeRead { database in
                try database.execute(sql: "BEGIN")
                defer { try? database.execute(sql: "ROLLBACK") }
                return try Checks(database: database, limit: limit, progress: progress).run()
            }
            try? queue.close()
            if findings.count < limit { findings += try indexFindings(path) }
            progress(1)
            return Array(findings.prefix(limit))
        } catch {
            throw LogError(error)
        }
    }

    /// Throws unless a file is a log that this program can read.
    static func requireReadable(_ path: String) throws(LogError) {
        do {
            let queue = try open(path)
            let version = try queue.read { database in
                guard try database.tableExists("grdb_migrations") else {
                    throw LogError.corrupt("\(path) is no log of Grillo's")
                }
                return try SQLiteSchema.migrator.appliedIdentifiers(database)
            }
            let known = SQLiteSchema.migrator.migrations
            if let found = version.subtracting(known).first {
                throw LogError.newerSchema(found: found, known: known.last ?? "0")
            }
            try queue.close()
        } catch {
            throw LogError(error)
        }
    }

    private static func open(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "grillo.verify.sqlite"
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// What is wrong with the index: it holds what the log does not, or lacks what it should hold.
    private static func indexFindings(_ path: String) throws -> [String] {
        let indexPath = SearchIndex.path(beside: path)
        guard PrivateDatabaseFile.size(indexPath) > 0 else { return [] }
        let log = try SQLiteLogReader(path: path)
        let stale = Set(try log.staleParts().map(\.part))
        return try open(indexPath).read { index in
            var findings: [String] = try String.fetchAll(index, sql: "PRAGMA quick_check")
                .filter { $0 != "ok" }.map { "the index: \($0)" }
            for part in try SearchIndex.parts(in: index) where !stale.contains(part.part) {
                let table = SearchIndex.table(part.part, part.generation)
                // Every row bears a mark of its conversation; without content, the rows are told by their words only.
                try index.execute(sql: "CREATE TEMP TABLE IF NOT EXISTS instances (number INTEGER PRIMARY KEY)")
                try index.execute(sql: "DELETE FROM instances")
                try index.execute(
                    sql: "CREATE VIRTUAL TABLE temp.\(table)_rows USING fts5vocab(main, \(table), instance)")
                try index.execute(sql: "INSERT OR IGNORE INTO instances SELECT doc FROM temp.\(table)_rows")
                try index.execute(sql: "DROP TABLE temp.\(table)_rows")
                let indexed = try Int64.fetchSet(index, sql: "SELECT number FROM instances")
                let said = try saidNumbers(part.part.range.lowerBound...part.through.number, in: log)
                let extra = indexed.subtracting(said).sorted()
                let missing = said.subtracting(indexed).sorted()
                findings += extra.prefix(10).map { "the index has event \($0), which the log has not" }
                findings += missing.prefix(10).map { "the index lacks event \($0)" }
            }
            return findings
        }
    }

    private static func saidNumbers(
        _ range: ClosedRange<EventNumber>, in log: SQLiteLogReader
    ) throws(LogError) -> Set<Int64> {
        var numbers: Set<Int64> = []
        var low = range.lowerBound
        while low <= range.upperBound {
            let events = try log.events(low...range.upperBound, .forward, limit: 4096)
            for event in events where (event.kind == .message || event.kind == .notice) && !event.isBlank {
                numbers.insert(event.number.rawValue)
            }
            guard let last = events.last else { break }
            low = last.number.next
        }
        return numbers
    }
}

/// The checks of one state of a log.
private struct Checks {
    let database: Database
    let limit: Int
    let progress: @Sendable (Double) -> Void

    func run() throws -> [String] {
        var findings: [String] = []
        try untilDamage(&findings) { findings in
            findings += try String.fetchAll(database, sql: "PRAGMA integrity_check(\(limit))").filter { $0 != "ok" }
        }
        progress(0.4)
        try untilDamage(&findings, checkPlaces)
        progress(0.8)
        try untilDamage(&findings, checkEvents)
        progress(0.9)
        return findings
    }

    /// What cannot be read is a finding too, and ends a check.
    private func untilDamage(_ findings: inout [String], _ check: (inout [String]) throws -> Void) throws {
        do {
            try check(&findings)
        } catch {
            guard case .corrupt(let what) = LogError(error) else { throw error }
            findings.append(what)
        }
    }

    /// Places run from the first that is kept without a gap, with numbers and times that rise, and each has its event.
    private func checkPlaces(_ findings: inout [String]) throws {
        let count = max(try Int64.fetchOne(database, sql: "SELECT max(id) FROM conversations") ?? 0, 1)
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT conversation, sequence, event, places.time, events.time, first
                FROM places LEFT JOIN events ON number = event LEFT JOIN conversations ON id = conversation
                ORDER BY conversation, sequence
                """)
        var last: (id: Int64, sequence: Int64, event: Int64, time: Int64)?
        while findings.count < limit, let row = try rows.next() {
            let (id, sequence, event, time): (Int64, Int64, Int64, Int64) = (row[0], row[1], row[2], row[3])
            if id != last?.id {
                progress(0.4 + 0.4 * Double(id) / Double(count))
                if let first = row[5] as Int64? {
                    if sequence != first {
                        findings.append("conversation \(id) begins at \(sequence), not at \(first)")
                    }
                } else {
                    findings.append("conversation \(id) has places and no name")
                }
            } else if let last {
                if sequence != last.sequence + 1 {
                    findings.append("conversation \(id) has a gap between \(last.sequence) and \(sequence)")
                }
                if event <= last.event || time < last.time {
                    findings.append("conversation \(id) runs back at \(sequence)")
                }
            }
            if let told = row[4] as Int64? {
                if told != time { findings.append("event \(event) and its place \(id)/\(sequence) differ in time") }
            } else {
                findings.append("event \(event) has a place but is missing")
            }
            last = (id, sequence, event, time)
        }
    }

    /// Times rise with numbers, and an event has as many places as the conversations that still remember it.
    private func checkEvents(_ findings: inout [String]) throws {
        let firsts = Dictionary(
            try Row.fetchAll(
                database,
                sql: """
                    SELECT id, (SELECT event FROM places WHERE conversation = id ORDER BY sequence LIMIT 1)
                    FROM conversations
                    """
            ).map { ($0[0] as Int64, ($0[1] as Int64?) ?? Int64.max) }, uniquingKeysWith: { a, _ in a })
        var expected: Int64 = 0
        var time = Int64.min
        let rows = try Row.fetchCursor(database, sql: "SELECT number, time, conversations FROM events ORDER BY number")
        while findings.count < limit, let row = try rows.next() {
            let number: Int64 = row[0]
            if row[1] < time { findings.append("event \(number) is earlier than the one before") }
            time = row[1]
            guard let ids = EventCoding.ids(Array(row[2] as Data)) else {
                findings.append("event \(number) cannot be read")
                continue
            }
            expected += Int64(ids.count { number >= firsts[$0] ?? .max })
        }
        let found = try Int64.fetchOne(database, sql: "SELECT count(*) FROM places") ?? 0
        if found != expected, findings.count < limit {
            findings.append("there are \(found) places where the events say \(expected)")
        }
    }
}
