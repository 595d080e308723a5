import Chat
import GRDB
import Protocol

/// The statements that are prepared on a connection to read from it; they are let go before the connection is closed.
struct ReadingStatements {
    let events: EventReader
    let names: ConversationNames
    let registry: RegistryReader
    let begin: PreparedStatement
    let end: PreparedStatement
    let size: PreparedStatement

    init(on database: Database) throws {
        events = try EventReader(on: database)
        names = try ConversationNames(on: database)
        registry = try RegistryReader(on: database)
        begin = try PreparedStatement("BEGIN", on: database)
        end = try PreparedStatement("COMMIT", on: database)
        size = try PreparedStatement(
            """
            SELECT (page_count - freelist_count) * page_size
            FROM pragma_page_count, pragma_freelist_count, pragma_page_size
            """, on: database)
    }
}

/// The reading half of a log on SQLite, on whichever connection.
///
/// Statements are stepped without GRDB's queue: whoever has the log uses it from one queue at a time.
protocol SQLiteLogReading: LogReading {
    /// Throws once the log is closed.
    func tables() throws(LogError) -> ReadingStatements

    /// The id of a conversation.
    func id(of conversation: Conversation) throws(LogError) -> Int64?
}

extension SQLiteLogReading {
    func id(of conversation: Conversation) throws(LogError) -> Int64? {
        try tables().names.entry(of: conversation)?.id
    }

    package func scan(
        _ conversation: Conversation, _ range: ClosedRange<Int64>, _ direction: ScanDirection, limit: Int
    ) throws(LogError) -> [PlacedEvent] {
        let tables = try tables()
        guard let id = try id(of: conversation) else { return [] }
        return try tables.events.scan(
            conversation, id: id, range: range, direction: direction, limit: limit, names: tables.names)
    }

    package func extent(of conversation: Conversation) throws(LogError) -> Range<Int64> {
        let tables = try tables()
        guard let (id, first) = try tables.names.entry(of: conversation) else { return 1..<1 }
        return first..<max(try tables.events.lastSequence(of: id) + 1, first)
    }

    package func place(_ sequence: Int64, in conversation: Conversation) throws(LogError) -> ConversationPosition? {
        let tables = try tables()
        guard let id = try id(of: conversation) else { return nil }
        return try tables.events.place(sequence, of: id)
    }

    package func find(_ number: EventNumber) throws(LogError) -> Event? {
        let tables = try tables()
        return try tables.events.find(number, names: tables.names)
    }

    package func events(
        _ range: ClosedRange<EventNumber>, _ direction: ScanDirection, limit: Int
    ) throws(LogError) -> [Event] {
        let tables = try tables()
        return try tables.events.events(range, direction, limit: limit, names: tables.names)
    }

    package func conversations(after previous: Conversation?, limit: Int) throws(LogError) -> [Conversation] {
        try tables().names.list(after: previous, limit: limit)
    }

    package func directConversations(of name: FoldedName) throws(LogError) -> [Conversation] {
        try tables().names.directs(of: name)
    }

    package func registry() throws(LogError) -> Registry {
        try tables().registry.load()
    }

    /// In one transaction, which sees the state at its first question.
    package func inSnapshot<Answer>(_ questions: () throws(LogError) -> Answer) throws(LogError) -> Answer {
        let tables = try tables()
        guard !tables.begin.isInTransaction else { return try questions() }
        try tables.begin.run()
        do throws(LogError) {
            let answer = try questions()
            try tables.end.run()
            return answer
        } catch {
            try? tables.end.run()
            throw error
        }
    }
}
