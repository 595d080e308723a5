import Chat
import GRDB
import Protocol

/// Reads events and their places.
struct EventReader {
    private let selectOne: PreparedStatement
    private let selectForward: PreparedStatement
    private let selectBackward: PreparedStatement
    private let rangeForward: PreparedStatement
    private let rangeBackward: PreparedStatement
    private let selectEnd: PreparedStatement
    private let selectPlace: PreparedStatement
    private let lastPlace: PreparedStatement
    private let nextTime: PreparedStatement

    init(on database: Database) throws {
        selectOne = try PreparedStatement(Self.one, on: database)
        selectForward = try PreparedStatement(Self.scan(order: "ASC"), on: database)
        selectBackward = try PreparedStatement(Self.scan(order: "DESC"), on: database)
        rangeForward = try PreparedStatement(Self.range(order: "ASC"), on: database)
        rangeBackward = try PreparedStatement(Self.range(order: "DESC"), on: database)
        selectEnd = try PreparedStatement(Self.end, on: database)
        selectPlace = try PreparedStatement(Self.place, on: database)
        lastPlace = try PreparedStatement(Self.lastPlace, on: database)
        nextTime = try PreparedStatement(Self.nextTime, on: database)
    }

    // MARK: The statements

    static let columns = "number, time, kind, source, account, target, subject, text, tags, conversations"

    /// Every statement of a page of history or of one event; a test holds them to their indexes.
    static let all = [
        one, scan(order: "ASC"), scan(order: "DESC"), range(order: "ASC"), range(order: "DESC"), end, place, lastPlace,
        nextTime,
    ]

    private static let one = "SELECT \(columns) FROM events WHERE number = ?1"
    private static let place = "SELECT event, time FROM places WHERE conversation = ?1 AND sequence = ?2"
    private static let lastPlace = """
        SELECT sequence FROM places WHERE conversation = ?1 ORDER BY sequence DESC LIMIT 1
        """
    private static let nextTime = "SELECT number, time FROM events WHERE number >= ?1 ORDER BY number LIMIT 1"
    private static let end = "SELECT number, time FROM events WHERE number > 0 ORDER BY number DESC LIMIT 1"

    private static func range(order: String) -> String {
        "SELECT \(columns) FROM events WHERE number BETWEEN ?1 AND ?2 ORDER BY number \(order) LIMIT ?3"
    }

    private static func scan(order: String) -> String {
        """
        SELECT \(columns.split(separator: ", ").map { "events." + $0 }.joined(separator: ", ")), sequence, event
        FROM places LEFT JOIN events ON number = event
        WHERE conversation = ?1 AND sequence BETWEEN ?2 AND ?3
        ORDER BY sequence \(order) LIMIT ?4
        """
    }

    // MARK: Reading

    func end() throws(LogError) -> LogEnd {
        defer { selectEnd.reset() }
        guard try selectEnd.step() else { return .empty }
        return LogEnd(
            number: try selectEnd.number(0), time: selectEnd.time(1))
    }

    func find(_ number: EventNumber, names: ConversationNames) throws(LogError) -> Event? {
        selectOne.bind(1, number.rawValue)
        defer { selectOne.reset() }
        var known: [Int64: Conversation] = [:]
        return try selectOne.step() ? try event(in: selectOne, names, &known) : nil
    }

    func events(
        _ range: ClosedRange<EventNumber>, _ direction: ScanDirection, limit: Int, names: ConversationNames
    ) throws(LogError) -> [Event] {
        let rows = direction == .forward ? rangeForward : rangeBackward
        rows.bind(1, range.lowerBound.rawValue)
        rows.bind(2, range.upperBound.rawValue)
        rows.bind(3, Int64(max(limit, 0)))
        defer { rows.reset() }
        var known: [Int64: Conversation] = [:]
        var found: [Event] = []
        while try rows.step() { found.append(try event(in: rows, names, &known)) }
        return found
    }

    func scan(
        _ conversation: Conversation, id: Int64, _ range: ClosedRange<Int64>, _ direction: ScanDirection, limit: Int,
        names: ConversationNames
    ) throws(LogError) -> [PlacedEvent] {
        let rows = direction == .forward ? selectForward : selectBackward
        rows.bind(1, id)
        rows.bind(2, range.lowerBound)
        rows.bind(3, range.upperBound)
        rows.bind(4, Int64(max(limit, 0)))
        defer { rows.reset() }
        var known = [id: conversation]
        var found: [PlacedEvent] = []
        while try rows.step() {
            let sequence = try rows.sequence(10)
            guard !rows.isNull(0) else { throw .corrupt("event \(rows.int64(11)) has a place but is missing") }
            found.append(PlacedEvent(sequence: sequence, event: try event(in: rows, names, &known)))
        }
        return found
    }

    /// The number of the first event from a moment on, or one above `end`. By bisection: numbers and times rise together.
    func first(from time: Timestamp, through end: EventNumber) throws(LogError) -> EventNumber {
        var (low, high) = (Int64(1), end.rawValue + 1)
        while low < high {
            let middle = low + (high - low) / 2
            nextTime.bind(1, middle)
            defer { nextTime.reset() }
            guard try nextTime.step(), nextTime.int64(1) < time.milliseconds else {
                high = middle
                continue
            }
            low = EventNumber(rawValue: nextTime.int64(0)).next.rawValue
        }
        return EventNumber(rawValue: low)
    }

    func place(_ sequence: Int64, of id: Int64) throws(LogError) -> ConversationPosition? {
        selectPlace.bind(1, id)
        selectPlace.bind(2, sequence)
        defer { selectPlace.reset() }
        guard try selectPlace.step() else { return nil }
        return ConversationPosition(
            sequence: sequence, number: try selectPlace.number(0), time: selectPlace.time(1))
    }

    /// 0 where no place is kept.
    func lastSequence(of id: Int64) throws(LogError) -> Int64 {
        lastPlace.bind(1, id)
        defer { lastPlace.reset() }
        return try lastPlace.step() ? lastPlace.sequence(0) : 0
    }

    /// - Parameter known: conversations whose ids are known; grows.
    private func event(
        in row: PreparedStatement, _ names: ConversationNames, _ known: inout [Int64: Conversation]
    ) throws(LogError) -> Event {
        let number = try row.number(0)
        guard let kind = UInt8(exactly: row.int64(2)).flatMap(Event.Kind.init), let source = row.text(3),
            let target = row.text(5), let tags = EventCoding.tags(row.bytes(8)), let ids = EventCoding.ids(row.bytes(9))
        else { throw .corrupt("event \(number.rawValue) cannot be read") }
        var conversations: [Conversation] = []
        for id in ids {
            if known[id] == nil { known[id] = try names.conversation(id) }
            conversations.append(known[id]!)
        }
        let text = row.bytes(7)
        let subject = row.withBytes(6, EventCoding.isBlank) ? nil : row.text(6)
        return Event(
            number: number, time: row.time(1), kind: kind, source: source, account: row.text(4),
            conversations: conversations, target: target,
            subject: subject, text: EventCoding.isBlank(text) ? [] : text[...], tags: tags)
    }
}
