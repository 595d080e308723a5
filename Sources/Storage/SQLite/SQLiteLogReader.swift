import Chat
import GRDB
import GRDBSQLite
import Glibc
import Protocol

/// A connection that reads a log on SQLite beside the one that writes it, and the index of what was said.
package final class SQLiteLogReader: SQLiteReading {
    private let queue: DatabaseQueue
    private var prepared: ReadingTables?
    private var stale: StaleTable?
    private let indexPath: String
    private var index: (queue: DatabaseQueue, file: ino_t)?

    package init(path: String) throws(LogError) {
        indexPath = SearchIndex.path(beside: path)
        do {
            queue = try Self.connect(path, "grillo.log.reader")
            (prepared, stale) = try queue.read { database in
                database.stopObservingCommits()
                return (try ReadingTables(on: database), try StaleTable(on: database))
            }
        } catch {
            throw LogError(error)
        }
    }

    deinit { close() }

    /// Ends all use.
    func close() {
        prepared = nil
        stale = nil
        index = nil
    }

    /// Parts of the log out of which something was taken.
    func staleParts() throws(LogError) -> [StalePart] {
        guard let stale else { throw .other("it is closed") }
        return try stale.all()
    }

    private static func connect(_ path: String, _ label: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = label
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA cache_size = -16384") }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    func tables() throws(LogError) -> ReadingTables {
        guard let prepared else { throw .other("it is closed") }
        return prepared
    }

    /// The conversation that was asked for last: a page asks for its own many times. An id that was committed stays.
    private var last: (conversation: Conversation, id: Int64)?

    func id(of conversation: Conversation) throws(LogError) -> Int64? {
        if let last, last.conversation == conversation { return last.id }
        guard let id = try tables().names.entry(of: conversation)?.id else { return nil }
        last = (conversation, id)
        return id
    }

    // MARK: Search

    /// What the index has not seen yet is looked at event by event; then the index is asked, from its newest part back.
    package func search(_ query: SearchQuery) throws(LogError) -> SearchPage {
        try together { () throws(LogError) in
            do throws(LogError) {
                var search = IndexedSearch(query, in: self)
                return try search.run(openIndex())
            } catch {
                // Without the index it takes longer; if it is the log that cannot be read, that says so again.
                index = nil
                var search = IndexedSearch(query, in: self)
                return try search.run(nil)
            }
        }
    }

    /// The index as it is now: it may have been made anew in another file of the same name.
    private func openIndex() throws(LogError) -> DatabaseQueue? {
        var status = stat()
        guard stat(indexPath, &status) == 0 else { return nil }
        if let index, index.file == status.st_ino { return index.queue }
        do {
            let queue = try Self.connect(indexPath, "grillo.search.reader")
            index = (queue, status.st_ino)
            return queue
        } catch {
            throw LogError(error)
        }
    }
}

/// One search on the log and its index.
private struct IndexedSearch {
    private let filter: SearchFilter
    private let query: SearchQuery
    private let log: SQLiteLogReader
    private let deadline: ContinuousClock.Instant
    private var found: [Event] = []

    init(_ query: SearchQuery, in log: SQLiteLogReader) {
        self.query = query
        self.log = log
        filter = SearchFilter(query)
        deadline = .now + .milliseconds(query.patience)
    }

    mutating func run(_ index: DatabaseQueue?) throws(LogError) -> SearchPage {
        guard !filter.isHopeless, let range = try range() else { return page(reached: .none, hasMore: false) }
        guard let index else { return try log.look(for: filter, range, limit: query.limit, until: deadline) }
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
        let parts: [SearchIndex.Part]
        do {
            parts = try SearchIndex.parts(in: index)
        } catch {
            throw LogError(error)
        }
        let indexed = parts.last?.through.number ?? .none
        if range.upperBound > indexed {
            let fresh = max(indexed.next, range.lowerBound)...range.upperBound
            let page = try log.look(for: filter, fresh, limit: query.limit, until: deadline)
            guard !page.hasMore else { return page }
            found = page.events
        }
        let expression = SearchMarks.expression(filter)
        for part in parts.reversed() {
            let low = max(range.lowerBound, part.part.range.lowerBound)
            let high = min(range.upperBound, part.part.range.upperBound)
            guard low <= high else { continue }
            if let reached = try look(in: part, expression, low...high, index) {
                return page(reached: reached, hasMore: true)
            }
        }
        return page(reached: range.lowerBound, hasMore: false)
    }

    /// Nothing when all of the part was looked at; else the last number that was.
    private mutating func look(
        in part: SearchIndex.Part, _ expression: String, _ range: ClosedRange<EventNumber>, _ index: Database
    ) throws(LogError) -> EventNumber? {
        let rows: PreparedStatement
        do {
            let table = SearchIndex.table(part.part, part.generation)
            rows = try PreparedStatement(
                """
                SELECT rowid FROM \(table) WHERE \(table) MATCH ?1 AND rowid BETWEEN ?2 AND ?3 ORDER BY rowid DESC
                """, on: index)
        } catch {
            throw LogError(error)
        }
        rows.bindText(1, expression)
        rows.bind(2, range.lowerBound.rawValue)
        rows.bind(3, range.upperBound.rawValue)
        defer { rows.reset() }
        while try rows.step() {
            let number = EventNumber(rawValue: rows.int64(0))
            if let event = try log.find(number), filter.allows(event) {
                found.append(event)
                if found.count == query.limit { return number }
            }
            if ContinuousClock.now > deadline { return number }
        }
        // Parts are small enough that the clock need not be asked more often.
        return ContinuousClock.now > deadline ? range.lowerBound : nil
    }

    /// The numbers to look at, by what may be read, by the page before, and by time.
    private func range() throws(LogError) -> ClosedRange<EventNumber>? {
        let events = try log.tables().events
        let end = try events.end().number
        var low = max(filter.floor, EventNumber(rawValue: 1))
        var high = query.below.map { min(EventNumber(rawValue: $0.rawValue - 1), end) } ?? end
        if let after = query.after { low = max(low, try events.first(from: after, through: end)) }
        if let before = query.before, before.milliseconds < .max {
            let behind = try events.first(from: Timestamp(milliseconds: before.milliseconds + 1), through: end)
            high = min(high, EventNumber(rawValue: behind.rawValue - 1))
        }
        return low <= high ? low...high : nil
    }

    private func page(reached: EventNumber, hasMore: Bool) -> SearchPage {
        SearchPage(events: found, hasMore: hasMore, reached: reached)
    }
}
