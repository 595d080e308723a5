import Chat
import GRDB
import Protocol

/// One search on the log and its index.
struct IndexedSearch {
    private let filter: SearchFilter
    private let query: SearchQuery
    private let log: SQLiteLogReader
    private let deadline: ContinuousClock.Instant
    private var found: [Event] = []
    /// True where the index is asked for the rooms, too. To ask for many rooms at once costs more than to pass over the events of
    /// others; but only as long as these are not too many.
    private var asksForScopes: Bool
    private var mismatches = 0

    private static let maxIndexedScopes = 4
    private static let maxMismatches = 1000

    init(_ query: SearchQuery, in log: SQLiteLogReader) {
        self.query = query
        self.log = log
        filter = SearchFilter(query)
        asksForScopes = query.scopes.count < Self.maxIndexedScopes
        deadline = .now + .milliseconds(query.timeBudget)
    }

    mutating func run(_ index: DatabaseQueue?) throws(LogError) -> SearchPage {
        guard !filter.matchesNothing, let range = try range() else { return page(reached: .none, hasMore: false) }
        guard let index else { return try log.look(for: filter, range: range, limit: query.limit, until: deadline) }
        let result: Result<SearchPage, LogError>
        do {
            // One state of the index for all its parts.
            result = try index.read { database in
                do throws(LogError) {
                    return .success(try run(database, range))
                } catch {
                    return .failure(error)
                }
            }
        } catch {
            throw LogError(error)
        }
        return try result.get()
    }

    private mutating func run(_ index: Database, _ range: ClosedRange<EventNumber>) throws(LogError) -> SearchPage {
        let shards: [SearchIndex.IndexedShard]
        do {
            shards = try SearchIndex.shards(in: index)
        } catch {
            throw LogError(error)
        }
        let indexed = shards.last?.through.number ?? .none
        if range.upperBound > indexed {
            let fresh = max(indexed.next, range.lowerBound)...range.upperBound
            let page = try log.look(for: filter, range: fresh, limit: query.limit, until: deadline)
            guard !page.hasMore else { return page }
            found = page.events
        }
        for shard in shards.reversed() {
            let low = max(range.lowerBound, shard.shard.range.lowerBound)
            let high = min(range.upperBound, shard.shard.range.upperBound)
            guard low <= high else { continue }
            if let reached = try look(in: shard, range: low...high, index: index) {
                return page(reached: reached, hasMore: true)
            }
        }
        return page(reached: range.lowerBound, hasMore: false)
    }

    /// Nothing when all of the part was looked at; else the last number that was.
    private mutating func look(
        in shard: SearchIndex.IndexedShard, range: ClosedRange<EventNumber>, index: Database
    ) throws(LogError) -> EventNumber? {
        let rows = try statement(for: shard, on: index)
        rows.bindText(1, SearchIndexTerms.expression(filter, withScopes: asksForScopes))
        rows.bind(2, range.lowerBound.rawValue)
        rows.bind(3, range.upperBound.rawValue)
        defer { rows.reset() }
        while try rows.step() {
            let number = EventNumber(rawValue: rows.int64(0))
            if let event = try log.find(number) {
                if filter.allows(event) { found.append(event) } else { mismatches += 1 }
                if found.count == query.limit { return number }
            }
            if ContinuousClock.now > deadline { return number }
            if !asksForScopes, mismatches > Self.maxMismatches {
                asksForScopes = true
                guard number > range.lowerBound else { return nil }
                return try look(in: shard, range: range.lowerBound...number.previous, index: index)
            }
        }
        // Parts are small enough that the clock need not be asked more often.
        return ContinuousClock.now > deadline ? range.lowerBound : nil
    }

    private func statement(for shard: SearchIndex.IndexedShard, on index: Database) throws(LogError)
        -> PreparedStatement
    {
        let table = SearchIndex.table(shard.shard, shard.generation)
        do {
            return try PreparedStatement(
                """
                SELECT rowid FROM \(table) WHERE \(table) MATCH ?1 AND rowid BETWEEN ?2 AND ?3 ORDER BY rowid DESC
                """, on: index)
        } catch {
            throw LogError(error)
        }
    }

    /// The numbers to look at, by what may be read, by the page before, and by time.
    private func range() throws(LogError) -> ClosedRange<EventNumber>? {
        let events = try log.tables().events
        let end = try events.end().number
        var low = max(filter.floor, EventNumber(rawValue: 1))
        var high = query.below.map { min($0.previous, end) } ?? end
        if let after = query.after { low = max(low, try events.first(from: after, through: end)) }
        if let before = query.before, before < .latest {
            let behind = try events.first(from: before.advanced(byMilliseconds: 1), through: end)
            high = min(high, behind.previous)
        }
        return low <= high ? low...high : nil
    }

    private func page(reached: EventNumber, hasMore: Bool) -> SearchPage {
        SearchPage(events: found, hasMore: hasMore, reached: reached)
    }
}
