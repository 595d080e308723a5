import Chat
import GRDB
import Protocol

/// The ids of conversations and the next sequence of each, read when first asked for.
///
/// Memory is bounded, however many conversations there are: what has been used lately is in `young`; when that is full it
/// becomes `old`, and what was old is forgotten and would be read again.
struct ConversationTable {
    private struct Entry {
        let id: Int64
        var next: Int64

        mutating func take() -> (id: Int64, sequence: Int64) {
            defer { next += 1 }
            return (id, next)
        }
    }

    private var young: [Conversation: Entry] = [:]
    private var old: [Conversation: Entry] = [:]
    private let generation: Int
    private let select: PreparedStatement
    private let insert: PreparedStatement
    private let last: PreparedStatement
    private let selectName: PreparedStatement
    private let list: PreparedStatement

    /// - Parameter generation: half of how many conversations are held in memory at most.
    init(on database: Database, generation: Int = 32_768) throws {
        self.generation = generation
        select = try PreparedStatement(
            "SELECT id FROM conversations WHERE kind = ?1 AND name = ?2 AND peer = ?3", on: database)
        insert = try PreparedStatement("INSERT INTO conversations (kind, name, peer) VALUES (?1, ?2, ?3)", on: database)
        last = try PreparedStatement("SELECT max(sequence) FROM places WHERE conversation = ?1", on: database)
        selectName = try PreparedStatement("SELECT kind, name, peer FROM conversations WHERE id = ?1", on: database)
        list = try PreparedStatement(
            """
            SELECT kind, name, peer FROM conversations WHERE (kind, name, peer) > (?1, ?2, ?3)
            ORDER BY kind, name, peer LIMIT ?4
            """, on: database)
    }

    /// Takes the next place of a conversation; one that is new is made. If the transaction is then given up,
    /// ``forget()`` must follow.
    mutating func takePlace(in conversation: Conversation) throws(LogError) -> (id: Int64, sequence: Int64) {
        if let place = young[conversation]?.take() { return place }
        var entry: Entry
        if let known = old.removeValue(forKey: conversation) {
            entry = known
        } else if let id = try id(of: conversation) {
            entry = Entry(id: id, next: try lastSequence(of: id) + 1)
        } else {
            entry = Entry(id: try make(conversation), next: 1)
        }
        if young.count >= generation {
            old = young
            young.removeAll()
        }
        let place = entry.take()
        young[conversation] = entry
        return place
    }

    mutating func forget() {
        young.removeAll()
        old.removeAll()
    }

    func id(of conversation: Conversation) throws(LogError) -> Int64? {
        bind(conversation, to: select)
        defer { select.reset() }
        return try select.step() ? select.int64(0) : nil
    }

    func conversation(_ id: Int64) throws(LogError) -> Conversation {
        selectName.bind(1, id)
        defer { selectName.reset() }
        guard try selectName.step() else { throw .corrupt("conversation \(id) has no name") }
        return try conversation(in: selectName)
    }

    func list(after previous: Conversation?, limit: Int) throws(LogError) -> [Conversation] {
        if let previous {
            bind(previous, to: list)
        } else {
            for parameter in Int32(1)...3 { list.bind(parameter, 0) }
        }
        list.bind(4, Int64(max(limit, 0)))
        defer { list.reset() }
        var found: [Conversation] = []
        while try list.step() { found.append(try conversation(in: list)) }
        return found
    }

    private func make(_ conversation: Conversation) throws(LogError) -> Int64 {
        bind(conversation, to: insert)
        try insert.run()
        return insert.lastInsertedRow
    }

    private func lastSequence(of id: Int64) throws(LogError) -> Int64 {
        last.bind(1, id)
        defer { last.reset() }
        return try last.step() ? last.int64(0) : 0
    }

    // MARK: Names

    private static let room: Int64 = 1
    private static let direct: Int64 = 2

    private func bind(_ conversation: Conversation, to statement: PreparedStatement) {
        switch conversation {
        case .room(let name):
            statement.bind(1, Self.room)
            statement.bindBlob(2, name.bytes)
            statement.bindBlob(3, [])
        case .direct(let name, let peer):
            statement.bind(1, Self.direct)
            statement.bindBlob(2, name.bytes)
            statement.bindBlob(3, peer.bytes)
        }
    }

    private func conversation(in row: PreparedStatement) throws(LogError) -> Conversation {
        // Folding again what is folded changes nothing, and takes bytes as they are.
        let name = Casemapping.ascii.fold(row.bytes(1))
        switch row.int64(0) {
        case Self.room: return .room(name)
        case Self.direct: return .direct(name, Casemapping.ascii.fold(row.bytes(2)))
        case let kind: throw .corrupt("a conversation of kind \(kind)")
        }
    }
}
