import Chat
import GRDB
import Protocol

/// Writes and reads the rows of events and their places. What belongs together, its user puts in one transaction.
struct EventTable {
    private let insertEvent: PreparedStatement
    private let insertPlace: PreparedStatement
    private let selectOne: PreparedStatement
    private let selectForward: PreparedStatement
    private let selectBackward: PreparedStatement
    private let selectEnd: PreparedStatement

    init(on database: Database) throws {
        insertEvent = try PreparedStatement(
            "INSERT INTO events (\(Self.columns)) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)", on: database)
        insertPlace = try PreparedStatement(
            "INSERT INTO places (conversation, sequence, event, time) VALUES (?1, ?2, ?3, ?4)", on: database)
        selectOne = try PreparedStatement("SELECT \(Self.columns) FROM events WHERE number = ?1", on: database)
        selectForward = try PreparedStatement(Self.scan(order: "ASC"), on: database)
        selectBackward = try PreparedStatement(Self.scan(order: "DESC"), on: database)
        selectEnd = try PreparedStatement("SELECT number, time FROM events ORDER BY number DESC LIMIT 1", on: database)
    }

    private static let columns = "number, time, kind, source, account, target, subject, text, tags, conversations"

    private static func scan(order: String) -> String {
        """
        SELECT \(columns), sequence, event
        FROM (
            SELECT sequence, event FROM places
            WHERE conversation = ?1 AND sequence BETWEEN ?2 AND ?3
            ORDER BY sequence \(order) LIMIT ?4
        ) LEFT JOIN events ON number = event
        ORDER BY sequence \(order)
        """
    }

    // MARK: Writing

    /// Stores one event at a time that its caller has found not to run back.
    func insert(_ event: Event, at time: Timestamp, in table: inout ConversationTable) throws(LogError) {
        var ids: [UInt8] = []
        for conversation in event.conversations {
            let (id, sequence) = try table.takePlace(in: conversation)
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

    // MARK: Reading

    func end() throws(LogError) -> LogEnd {
        defer { selectEnd.reset() }
        guard try selectEnd.step() else { return .empty }
        return LogEnd(
            number: EventNumber(rawValue: selectEnd.int64(0)), time: Timestamp(milliseconds: selectEnd.int64(1)))
    }

    func find(_ number: EventNumber, in table: ConversationTable) throws(LogError) -> Event? {
        selectOne.bind(1, number.rawValue)
        defer { selectOne.reset() }
        var names: [Int64: Conversation] = [:]
        return try selectOne.step() ? try event(in: selectOne, table, &names) : nil
    }

    func scan(
        _ conversation: Conversation, id: Int64, _ range: ClosedRange<Int64>, _ direction: ScanDirection, limit: Int,
        in table: ConversationTable
    ) throws(LogError) -> [PlacedEvent] {
        let rows = direction == .forward ? selectForward : selectBackward
        rows.bind(1, id)
        rows.bind(2, range.lowerBound)
        rows.bind(3, range.upperBound)
        rows.bind(4, Int64(max(limit, 0)))
        defer { rows.reset() }
        var names = [id: conversation]
        var found: [PlacedEvent] = []
        while try rows.step() {
            let sequence = rows.int64(10)
            guard !rows.isNull(0) else { throw .corrupt("event \(rows.int64(11)) has a place but is missing") }
            found.append(PlacedEvent(sequence: sequence, event: try event(in: rows, table, &names)))
        }
        return found
    }

    /// - Parameter names: conversations whose ids are known; grows.
    private func event(
        in row: PreparedStatement, _ table: ConversationTable, _ names: inout [Int64: Conversation]
    ) throws(LogError) -> Event {
        let number = row.int64(0)
        guard let kind = UInt8(exactly: row.int64(2)).flatMap(Event.Kind.init), let source = row.text(3),
            let target = row.text(5), let tags = EventCoding.tags(row.bytes(8)), let ids = EventCoding.ids(row.bytes(9))
        else { throw .corrupt("event \(number) cannot be read") }
        var conversations: [Conversation] = []
        for id in ids {
            if names[id] == nil { names[id] = try table.conversation(id) }
            conversations.append(names[id]!)
        }
        return Event(
            number: EventNumber(rawValue: number), time: Timestamp(milliseconds: row.int64(1)), kind: kind,
            source: source, account: row.text(4), conversations: conversations, target: target,
            subject: row.text(6), text: row.bytes(7)[...], tags: tags)
    }
}
