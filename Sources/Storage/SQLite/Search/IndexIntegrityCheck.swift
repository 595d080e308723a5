import Chat
import GRDB

/// Finds the faults of an index: entries that its log does not have, and entries that it lacks.
enum IndexIntegrityCheck {
    static func findings(ofLog path: String) throws -> [String] {
        let indexPath = SearchIndex.path(beside: path)
        guard PrivateDatabaseFile.size(indexPath) > 0 else { return [] }
        let log = try SQLiteLogReader(path: path)
        let stale = Set(try log.staleShards().map(\.shard))
        return try SQLiteVerification.open(indexPath).read { index in
            var findings: [String] = try String.fetchAll(index, sql: "PRAGMA quick_check")
                .filter { $0 != "ok" }.map { "the index: \($0)" }
            guard findings.isEmpty else { return findings }
            // Every row bears a mark of its conversation; without content, the rows are told by their words only.
            try index.execute(sql: "CREATE TEMP TABLE instances (number INTEGER PRIMARY KEY)")
            for shard in try SearchIndex.shards(in: index) where !stale.contains(shard.shard) {
                let table = SearchIndex.table(shard.shard, shard.generation)
                try index.execute(sql: "DELETE FROM instances")
                try index.execute(
                    sql: "CREATE VIRTUAL TABLE temp.\(table)_rows USING fts5vocab(main, \(table), instance)")
                try index.execute(sql: "INSERT OR IGNORE INTO instances SELECT doc FROM temp.\(table)_rows")
                try index.execute(sql: "DROP TABLE temp.\(table)_rows")
                let indexed = try Int64.fetchSet(index, sql: "SELECT number FROM instances")
                let said = try saidNumbers(in: shard, log: log)
                let extra = indexed.subtracting(said).sorted()
                let missing = said.subtracting(indexed).sorted()
                findings += extra.prefix(10).map { "the index has event \($0), which the log has not" }
                findings += missing.prefix(10).map { "the index lacks event \($0)" }
            }
            return findings
        }
    }

    /// The numbers of what was said, as far as a part has looked. One that was only begun has looked at nothing.
    private static func saidNumbers(in shard: SearchIndex.IndexedShard, log: SQLiteLogReader) throws(LogError) -> Set<
        Int64
    > {
        var numbers: Set<Int64> = []
        var low = shard.shard.range.lowerBound
        while low <= shard.through.number {
            let events = try log.events(low...shard.through.number, .forward, limit: 4096)
            for event in events where (event.kind == .message || event.kind == .notice) && !event.isBlank {
                numbers.insert(event.number.rawValue)
            }
            guard let last = events.last else { break }
            low = last.number.next
        }
        return numbers
    }
}
