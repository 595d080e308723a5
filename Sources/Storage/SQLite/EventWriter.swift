import Chat
import GRDB
import Protocol

/// Writes events and their places. What belongs together, its user puts in one transaction.
struct EventWriter {
    private let insertEvent: InsertStatement<EventColumn>
    private let insertPlace: InsertStatement<PlaceColumn>
    private let blank: PreparedStatement
    private let markStale: PreparedStatement

    init(on database: Database) throws {
        insertEvent = try InsertStatement(on: database)
        insertPlace = try InsertStatement(on: database)
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
            insertPlace.bind(.conversation, id)
            insertPlace.bind(.sequence, sequence)
            insertPlace.bind(.event, event.number.rawValue)
            insertPlace.bind(.time, time.milliseconds)
            try insertPlace.run()
            EventCoding.append(id, to: &ids)
        }
        insertEvent.bind(.number, event.number.rawValue)
        insertEvent.bind(.time, time.milliseconds)
        insertEvent.bind(.kind, Int64(event.kind.rawValue))
        insertEvent.bindText(.source, event.source)
        insertEvent.bindText(.account, event.account)
        insertEvent.bindText(.target, event.target)
        insertEvent.bindText(.subject, event.subject)
        insertEvent.bindBlob(.text, event.text)
        if event.tags.isEmpty {
            insertEvent.bindNull(.tags)
        } else {
            insertEvent.bindBlob(.tags, EventCoding.encode(event.tags))
        }
        insertEvent.bindBlob(.conversations, ids)
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
