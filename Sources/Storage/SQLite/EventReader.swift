import Chat
import GRDB
import Protocol

/// Reads events and their places.
struct EventReader {
    private let selectOne: SelectStatement<EventColumn>
    private let selectForward: SelectStatement<EventColumn>
    private let selectBackward: SelectStatement<EventColumn>
    private let rangeForward: SelectStatement<EventColumn>
    private let rangeBackward: SelectStatement<EventColumn>
    private let selectEnd: SelectStatement<MomentColumn>
    private let selectPlace: SelectStatement<PositionColumn>
    private let lastPlace: PreparedStatement
    private let nextTime: SelectStatement<MomentColumn>

    init(on database: Database) throws {
        selectOne = try SelectStatement(Self.one, on: database)
        selectForward = try SelectStatement(joined: Self.scan(order: "ASC"), on: database)
        selectBackward = try SelectStatement(joined: Self.scan(order: "DESC"), on: database)
        rangeForward = try SelectStatement(Self.range(order: "ASC"), on: database)
        rangeBackward = try SelectStatement(Self.range(order: "DESC"), on: database)
        selectEnd = try SelectStatement(Self.end, on: database)
        selectPlace = try SelectStatement(Self.place, on: database)
        lastPlace = try PreparedStatement(Self.lastPlace, on: database)
        nextTime = try SelectStatement(Self.nextTime, on: database)
    }

    // MARK: The statements

    /// When an event happened.
    private enum MomentColumn: Int32, StatementColumn {
        case number, time
    }

    private enum PositionColumn: Int32, StatementColumn {
        case event, time
    }

    /// The columns behind an event in the rows of a scan.
    private enum ScanColumn: Int32, StatementColumn {
        case sequence, event
    }

    /// Every statement of a page of history or of one event; a test holds them to their indexes.
    static let all =
        [one, range(order: "ASC"), range(order: "DESC")].map(SelectStatement<EventColumn>.sql)
        + [end, nextTime].map(SelectStatement<MomentColumn>.sql)
        + [SelectStatement<PositionColumn>.sql(place), scan(order: "ASC"), scan(order: "DESC"), lastPlace]

    private static let one = "FROM events WHERE number = ?1"
    private static let place = "FROM places WHERE conversation = ?1 AND sequence = ?2"
    private static let lastPlace = """
        SELECT sequence FROM places WHERE conversation = ?1 ORDER BY sequence DESC LIMIT 1
        """
    private static let nextTime = "FROM events WHERE number >= ?1 ORDER BY number LIMIT 1"
    private static let end = "FROM events WHERE number > 0 ORDER BY number DESC LIMIT 1"

    private static func range(order: String) -> String {
        "FROM events WHERE number BETWEEN ?1 AND ?2 ORDER BY number \(order) LIMIT ?3"
    }

    private static func scan(order: String) -> String {
        """
        SELECT \(EventColumn.allCases.map { "events." + $0.expression }.joined(separator: ", ")), \(ScanColumn.list)
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
            number: try selectEnd.number(.number), time: selectEnd.time(.time))
    }

    func find(_ number: EventNumber, names: ConversationNames) throws(LogError) -> Event? {
        selectOne.bind(1, number.rawValue)
        defer { selectOne.reset() }
        var known: [Int64: Conversation] = [:]
        return try selectOne.step() ? try event(in: selectOne, names: names, known: &known) : nil
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
        while try rows.step() { found.append(try event(in: rows, names: names, known: &known)) }
        return found
    }

    func scan(
        _ conversation: Conversation, id: Int64, range: ClosedRange<Int64>, direction: ScanDirection, limit: Int,
        names: ConversationNames
    ) throws(LogError) -> [PlacedEvent] {
        let rows = direction == .forward ? selectForward : selectBackward
        rows.bind(1, id)
        rows.bind(2, range.lowerBound)
        rows.bind(3, range.upperBound)
        rows.bind(4, Int64(max(limit, 0)))
        defer { rows.reset() }
        let places = rows.joined(with: ScanColumn.self)
        var known = [id: conversation]
        var found: [PlacedEvent] = []
        while try rows.step() {
            let sequence = try places.sequence(.sequence)
            guard !rows.isNull(.number) else {
                throw .corrupt("event \(places.int64(.event)) has a place but is missing")
            }
            found.append(PlacedEvent(sequence: sequence, event: try event(in: rows, names: names, known: &known)))
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
            guard try nextTime.step(), nextTime.int64(.time) < time.milliseconds else {
                high = middle
                continue
            }
            low = EventNumber(rawValue: nextTime.int64(.number)).next.rawValue
        }
        return EventNumber(rawValue: low)
    }

    func place(_ sequence: Int64, of id: Int64) throws(LogError) -> ConversationPosition? {
        selectPlace.bind(1, id)
        selectPlace.bind(2, sequence)
        defer { selectPlace.reset() }
        guard try selectPlace.step() else { return nil }
        return ConversationPosition(
            sequence: sequence, number: try selectPlace.number(.event), time: selectPlace.time(.time))
    }

    /// 0 where no place is kept.
    func lastSequence(of id: Int64) throws(LogError) -> Int64 {
        lastPlace.bind(1, id)
        defer { lastPlace.reset() }
        return try lastPlace.step() ? lastPlace.sequence(0) : 0
    }

    /// - Parameter known: conversations whose ids are known; grows.
    private func event(
        in row: SelectStatement<EventColumn>, names: ConversationNames, known: inout [Int64: Conversation]
    ) throws(LogError) -> Event {
        let number = try row.number(.number)
        guard let kind = UInt8(exactly: row.int64(.kind)).flatMap(Event.Kind.init), let source = row.text(.source),
            let target = row.text(.target), let tags = EventCoding.tags(row.bytes(.tags)),
            let ids = EventCoding.ids(row.bytes(.conversations))
        else { throw .corrupt("event \(number.rawValue) cannot be read") }
        var conversations: [Conversation] = []
        for id in ids {
            if known[id] == nil { known[id] = try names.conversation(id) }
            conversations.append(known[id]!)
        }
        let text = row.bytes(.text)
        let subject = row.withBytes(.subject, EventCoding.isBlank) ? nil : row.text(.subject)
        return Event(
            number: number, time: row.time(.time), kind: kind, source: source, account: row.text(.account),
            conversations: conversations, target: target,
            subject: subject, text: EventCoding.isBlank(text) ? [] : text[...], tags: tags)
    }
}
