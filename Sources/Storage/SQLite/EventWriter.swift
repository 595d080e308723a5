import Chat
import GRDB
import Protocol

/// Writes events and their places. What belongs together, its user puts in one transaction.
struct EventWriter {
    private let insertEvent: PreparedStatement
    private let insertPlace: PreparedStatement
    private let blank: PreparedStatement
    private let markStale: PreparedStatement

    init(on database: Database) throws {
        insertEvent = try PreparedStatement(
            "INSERT INTO events (\(EventReader.columns)) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            on: database)
        insertPlace = try PreparedStatement(
            "INSERT INTO places (conversation, sequence, event, time) VALUES (?1, ?2, ?3, ?4)", on: database)
        blank = try PreparedStatement("UPDATE events SET \(EventCoding.blanking) WHERE number = ?1", on: database)
        markStale = try PreparedStatement(
            "INSERT INTO stale (part, mark) VALUES (?1, 1) \(StaleTable.upsertMark)",
            on: database)
    }

    /// Stores one event at a time that its caller has found not to run back.
    func insert(_ event: Event, at time: Timestamp, in table: inout SequenceAllocator) throws(LogError) {
        if let redacted = event.redacted { try blank(redacted) }
        var ids: [UInt8] = []
        for conversation in event.conversations {
            let (id, sequence) = try table.allocate(in: conversation)
            insertPlace.bind(1, id)
            insertPlace.bind(2, sequence)
            insertPlace.bind(3, event.number.rawValue)
            insertPlace.bind(4, time.milliseconds)
            try insertPlace.run()
            EventCoding.append(id, to: &ids)
        }
        insertEvent.bind(1, event.number.rawValue)
        insertEvent.bind(2, time.milliseconds)
        insertEvent.bind(3, Int64(event.kind.rawValue))
        insertEvent.bindText(4, event.source)
        insertEvent.bindText(5, event.account)
        insertEvent.bindText(6, event.target)
        insertEvent.bindText(7, event.subject)
        insertEvent.bindBlob(8, event.text)
        if event.tags.isEmpty {
            insertEvent.bindNull(9)
        } else {
            insertEvent.bindBlob(9, EventCoding.encode(event.tags))
        }
        insertEvent.bindBlob(10, ids)
        try insertEvent.run()
    }

    /// Takes out what was said; see ``Event/blank()``.
    func blank(_ number: EventNumber) throws(LogError) {
        blank.bind(1, number.rawValue)
        try blank.run()
        if blank.changedRows > 0 { try markStale(SearchShard(of: number)) }
    }

    /// Notes that something is gone from a part of the log.
    func markStale(_ shard: SearchShard) throws(LogError) {
        markStale.bind(1, shard.rawValue)
        try markStale.run()
    }
}
