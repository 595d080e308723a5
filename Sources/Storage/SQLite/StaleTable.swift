import GRDB

/// The table of the parts of the log out of which something was taken: each is noted with what is taken out and in the same
/// transaction, so that a crash forgets nothing.
struct StaleTable {
    /// The end of an insert into it: where the part is in it already, its mark becomes another one. A damaged file may hold the greatest
    /// number there is; a sum beyond that would be a floating-point number, which the table refuses.
    static let upsertMark = "ON CONFLICT (part) DO UPDATE SET mark = iif(mark < \(Int64.max), mark + 1, 1)"

    private let select: SelectStatement<StaleColumn>
    private let delete: PreparedStatement

    init(on database: Database) throws {
        select = try SelectStatement("FROM stale ORDER BY part", on: database)
        delete = try PreparedStatement("DELETE FROM stale WHERE part = ?1 AND mark = ?2", on: database)
    }

    func all() throws(LogError) -> [StaleShard] {
        var found: [StaleShard] = []
        try select.each { row throws(LogError) in
            found.append(StaleShard(shard: SearchShard(rawValue: row.int64(.part)), mark: row.int64(.mark)))
        }
        return found
    }

    func remove(_ shard: StaleShard) throws(LogError) {
        delete.bind(1, shard.shard.rawValue)
        delete.bind(2, shard.mark)
        try delete.run()
    }
}
