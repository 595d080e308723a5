import Chat
import GRDB
import Protocol

/// Events of several histories on their way to become one: a database for the time of an import, so that memory is bounded, however many
/// they are.
///
/// First all is added: the events that are to be taken, with ``add(_:as:file:msgid:line:)``, and what tells those of the log with which they
/// are merged, with ``addKept(_:as:)``. Then ``settle()`` finds what is told twice and what was redacted. Then the events are read in their
/// order with ``next()``, and what refers to others finds these by ``number(of:in:)``.
///
/// A staging is no log: nothing of it is synced, and after a crash it is worth nothing.
package final class ImportStaging {
    private let queue: DatabaseQueue
    /// Nothing once it is closed.
    private var prepared: StagingStatements?
    private let path: String
    private var conversationIDs: [Conversation: Int64] = [:]
    /// The conversation that was read last: the next one is often the same.
    var lastConversation: (id: Int64, conversation: Conversation)?
    /// One row was added after another, and the last of them has this number.
    private var lastRecord: Int64 = 0

    /// The conversations whose ids are held in memory at most.
    private static let knownConversations = 65_536

    /// Makes the database. The file must not be there; it is its owner's alone.
    package init(path: String) throws(LogError) {
        self.path = path
        try PrivateDatabaseFile.ensure(path)
        do {
            queue = try SQLiteConnection.open(
                path, label: "grillo.import.sqlite", access: .readWrite, settings: Self.settings)
            prepared = try queue.writeWithoutTransaction { database in
                try database.execute(sql: StagingStatements.tables)
                database.stopObservingCommits()
                return try StagingStatements(on: database)
            }
        } catch {
            throw LogError(error)
        }
        try begin()
    }

    deinit { close() }

    private static let settings = """
        PRAGMA synchronous = OFF;
        PRAGMA locking_mode = EXCLUSIVE;
        PRAGMA cache_size = -32768;
        """

    /// Ends all use, and removes the file.
    package func close() {
        // Nothing is to be taken back.
        try? prepared?.end.run()
        prepared = nil
        try? queue.close()
        PrivateDatabaseFile.remove(path)
    }

    func statements() throws(LogError) -> StagingStatements {
        guard let prepared else { throw .other("it is closed") }
        return prepared
    }

    /// All is one transaction, since nothing is to be durable.
    private func begin() throws(LogError) { try statements().begin.run() }

    /// Does something with the connection itself, which is not within a transaction then.
    func betweenTransactions<Value>(_ body: (Database) throws -> Value) throws(LogError) -> Value {
        try statements().end.run()
        let value: Value
        do {
            value = try queue.writeWithoutTransaction(body)
        } catch {
            throw LogError(error)
        }
        try begin()
        return value
    }

    // MARK: Adding

    /// Adds an event that is to be taken.
    ///
    /// - Parameters:
    ///   - event: its number and its account do not count.
    ///   - lines: what it says, one for each conversation and line, at least one.
    ///   - file: the place of the file that tells it, from 1. What a lower one tells counts before what a higher one does.
    ///   - msgid: what the file calls it.
    ///   - line: the line of the file.
    package func add(
        _ event: Event, as lines: [StagedLine], file: Int, msgid: String?, line: Int
    ) throws(LogError) {
        let statements = try statements()
        lastRecord += 1
        let row = statements.insertRecord
        row.bind(.id, lastRecord)
        row.bind(.file, Int64(file))
        row.bind(.line, Int64(line))
        row.bind(.time, event.time)
        row.bind(.kind, Int64(event.kind.rawValue))
        row.bindText(.source, event.source)
        row.bindText(.target, event.target)
        row.bindText(.subject, event.subject)
        row.bindBlob(.text, event.text)
        row.bindBlob(.tags, EventCoding.encode(event.tags))
        try row.run()
        let first = try add(lines, file: file, record: lastRecord)
        guard let msgid else { return }
        statements.insertName.bind(1, Int64(file))
        statements.insertName.bindText(2, msgid)
        statements.insertName.bind(3, first)
        try statements.insertName.run()
    }

    /// Adds what tells an event of the log with which the files are merged. It stays in that log, and so is always taken.
    package func addKept(_ number: EventNumber, as lines: [StagedLine]) throws(LogError) {
        _ = try add(lines, file: Self.keptFile, record: Self.record(ofKept: number))
    }

    /// The place of the log with which the files are merged, before that of all files.
    static let keptFile = 0

    /// Those of the log have the numbers that they have there, below 0.
    static func record(ofKept number: EventNumber) -> Int64 { -number.rawValue }

    /// - Returns: the row of the first of the lines.
    private func add(_ lines: [StagedLine], file: Int, record: Int64) throws(LogError) -> Int64 {
        let row = try statements().insertLine
        var first: Int64 = 0
        for line in lines {
            let conversation = try id(of: line.conversation)
            row.bind(.round, line.round.rawValue)
            row.bind(.minute, line.firstOfMinute)
            row.bind(.second, line.second)
            row.bind(.length, line.length)
            row.bind(.slack, line.slack)
            row.bind(.speaker, line.speaker)
            if let text = line.text { row.bind(.text, text) } else { row.bindNull(.text) }
            row.bind(.conversation, conversation)
            row.bind(.place, try line.place.map { place throws(LogError) in try id(of: place) } ?? conversation)
            row.bind(.file, Int64(file))
            row.bind(.record, record)
            row.bind(.fate, StagedFate.taken.rawValue)
            row.bind(.home, record)
            try row.run()
            if first == 0 { first = row.lastInsertedRow }
            if let mention = line.mention { try add(mention, of: row.lastInsertedRow, file: file) }
        }
        return first
    }

    private func add(_ mention: String, of line: Int64, file: Int) throws(LogError) {
        let row = try statements().insertMention
        row.bind(1, line)
        row.bind(2, Int64(file))
        row.bindText(3, mention)
        try row.run()
    }

    private func id(of conversation: Conversation) throws(LogError) -> Int64 {
        if let id = conversationIDs[conversation] { return id }
        let statements = try statements()
        let select = statements.findConversation
        ConversationNames.bind(conversation, to: select)
        var id = try select.step() ? select.int64(0) : nil
        select.reset()
        if id == nil {
            ConversationNames.bind(conversation, to: statements.insertConversation)
            try statements.insertConversation.run()
            id = statements.insertConversation.lastInsertedRow
        }
        if conversationIDs.count >= Self.knownConversations { conversationIDs.removeAll() }
        conversationIDs[conversation] = id
        return id ?? 0
    }
}
