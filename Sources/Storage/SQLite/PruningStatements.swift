import Chat
import GRDB
import Protocol

/// Takes the oldest out of the log. What belongs together, its user puts in one transaction.
struct PruningStatements {
    private let oldestPlaces: SelectStatement<OldPlaceColumn>
    private let dropPlaces: PreparedStatement
    private let setFirst: PreparedStatement
    private let firstNumber: PreparedStatement
    private let idsOfEvent: PreparedStatement
    private let blankEvent: PreparedStatement
    private let dropEvent: PreparedStatement
    private let oldestEvents: SelectStatement<OldEventColumn>
    private let blankEvents: PreparedStatement
    private let dropEvents: PreparedStatement
    private let note: InsertStatement<StateColumn>
    private let noted: PreparedStatement

    private enum OldPlaceColumn: Int32, StatementColumn {
        case sequence, event
    }

    private enum OldEventColumn: Int32, StatementColumn {
        case number, conversations
    }

    init(on database: Database) throws {
        oldestPlaces = try SelectStatement(
            "FROM places WHERE conversation = ?1 AND sequence <= ?2 ORDER BY sequence LIMIT ?3", on: database)
        dropPlaces = try PreparedStatement(
            "DELETE FROM places WHERE conversation = ?1 AND sequence <= ?2", on: database)
        setFirst = try PreparedStatement("UPDATE conversations SET first = ?2 WHERE id = ?1", on: database)
        firstNumber = try PreparedStatement(
            "SELECT event FROM places WHERE conversation = ?1 ORDER BY sequence LIMIT 1", on: database)
        idsOfEvent = try PreparedStatement("SELECT conversations FROM events WHERE number = ?1", on: database)
        // The bytes that a deletion leaves on its page are not always overwritten; see EventCoding.blanking.
        blankEvent = try PreparedStatement(
            "UPDATE events SET \(EventCoding.blanking) WHERE number = ?1", on: database)
        dropEvent = try PreparedStatement("DELETE FROM events WHERE number = ?1", on: database)
        oldestEvents = try SelectStatement(
            "FROM events WHERE number <= ?1 ORDER BY number LIMIT ?2", on: database)
        blankEvents = try PreparedStatement(
            "UPDATE events SET \(EventCoding.blanking) WHERE number <= ?1", on: database)
        dropEvents = try PreparedStatement("DELETE FROM events WHERE number <= ?1", on: database)
        note = try InsertStatement(.replaces, on: database)
        noted = try PreparedStatement("SELECT value FROM state WHERE key = ?1", on: database)
    }

    /// The last event of the log, where it is not there any more.
    func end() throws(LogError) -> LogEnd {
        LogEnd(
            number: EventNumber(rawValue: try value("end.number") ?? 0),
            time: Timestamp(milliseconds: try value("end.time") ?? 0))
    }

    /// Remembers where the log ends, for when its last event is gone.
    func saveEnd(_ end: LogEnd) throws(LogError) {
        try note("end.number", end.number.rawValue)
        try note("end.time", end.time.milliseconds)
    }

    func drop(_ id: Int64, through sequence: Int64, limit: Int, writing: EventWriter) throws(LogError) -> Int {
        oldestPlaces.bind(1, id)
        oldestPlaces.bind(2, sequence)
        oldestPlaces.bind(3, Int64(max(limit, 0)))
        var numbers: [Int64] = []
        var last: Int64 = 0
        try oldestPlaces.each { row throws(LogError) in
            last = try row.sequence(.sequence)
            numbers.append(row.int64(.event))
        }
        guard !numbers.isEmpty else { return 0 }
        try dropPlaces(of: id, through: last)
        for number in numbers where try isForgotten(number) {
            for statement in [blankEvent, dropEvent] {
                statement.bind(1, number)
                try statement.run()
            }
        }
        for shard in Set(numbers.map { SearchShard(of: EventNumber(rawValue: $0)) }) { try writing.markStale(shard) }
        return numbers.count
    }

    func drop(through number: EventNumber, limit: Int, writing: EventWriter) throws(LogError) -> Int {
        oldestEvents.bind(1, number.rawValue)
        oldestEvents.bind(2, Int64(max(limit, 0)))
        var last: Int64 = 0
        var count = 0
        var ids: Set<Int64> = []
        var shards: Set<SearchShard> = []
        try oldestEvents.each { row throws(LogError) in
            last = row.int64(.number)
            count += 1
            shards.insert(SearchShard(of: EventNumber(rawValue: last)))
            guard let of = EventCoding.ids(row.bytes(.conversations)) else {
                throw .corrupt("event \(last) cannot be read")
            }
            ids.formUnion(of)
        }
        guard count > 0 else { return 0 }
        for id in ids {
            if let sequence = try lastSequence(of: id, through: last) { try dropPlaces(of: id, through: sequence) }
        }
        for statement in [blankEvents, dropEvents] {
            statement.bind(1, last)
            try statement.run()
        }
        for shard in shards { try writing.markStale(shard) }
        return count
    }

    private func dropPlaces(of id: Int64, through sequence: Int64) throws(LogError) {
        dropPlaces.bind(1, id)
        dropPlaces.bind(2, sequence)
        try dropPlaces.run()
        setFirst.bind(1, id)
        setFirst.bind(2, sequence + 1)
        try setFirst.run()
    }

    /// True where no conversation has a place for an event any more: in each, the first place is of a later one.
    private func isForgotten(_ number: Int64) throws(LogError) -> Bool {
        idsOfEvent.bind(1, number)
        var ids: [Int64] = []
        try idsOfEvent.each { row throws(LogError) in ids = EventCoding.ids(row.bytes(0)) ?? [] }
        for id in ids {
            firstNumber.bind(1, id)
            defer { firstNumber.reset() }
            if try firstNumber.step(), firstNumber.int64(0) <= number { return false }
        }
        return true
    }

    /// The oldest places are dropped, so the walk from the first one on is as long as what is dropped.
    private func lastSequence(of id: Int64, through number: Int64) throws(LogError) -> Int64? {
        var found: Int64?
        oldestPlaces.bind(1, id)
        oldestPlaces.bind(2, Int64.max)
        oldestPlaces.bind(3, -1)
        defer { oldestPlaces.reset() }
        while try oldestPlaces.step(), oldestPlaces.int64(.event) <= number {
            found = try oldestPlaces.sequence(.sequence)
        }
        return found
    }

    private func value(_ key: String) throws(LogError) -> Int64? {
        noted.bindText(1, key)
        defer { noted.reset() }
        return try noted.step() ? noted.int64(0) : nil
    }

    private func note(_ key: String, _ value: Int64) throws(LogError) {
        note.bindText(.key, key)
        note.bind(.value, value)
        try note.run()
    }
}
