import Chat
import GRDB
import Protocol

/// The ids of conversations, and the conversations of ids.
struct ConversationNames {
    private let select: SelectStatement<EntryColumn>
    private let selectName: SelectStatement<ConversationColumn>
    private let list: SelectStatement<ConversationColumn>
    private let directsByName: SelectStatement<ConversationColumn>
    private let directsByPeer: SelectStatement<ConversationColumn>

    private enum EntryColumn: Int32, StatementColumn {
        case id, first
    }

    init(on database: Database) throws {
        select = try SelectStatement(Self.one, on: database)
        selectName = try SelectStatement(Self.name, on: database)
        list = try SelectStatement(Self.list, on: database)
        directsByName = try SelectStatement(Self.directsByName, on: database)
        directsByPeer = try SelectStatement(Self.directsByPeer, on: database)
    }

    private static let one = "FROM conversations WHERE kind = ?1 AND name = ?2 AND peer = ?3"
    private static let name = "FROM conversations WHERE id = ?1"
    private static let list = """
        FROM conversations WHERE (kind, name, peer) > (?1, ?2, ?3) ORDER BY kind, name, peer LIMIT ?4
        """
    private static let directsByName = "FROM conversations WHERE kind = 2 AND name = ?1"
    private static let directsByPeer = "FROM conversations WHERE kind = 2 AND peer = ?1"

    /// A test holds them to their indexes.
    static let all =
        [SelectStatement<EntryColumn>.sql(one)]
        + [name, list, directsByName, directsByPeer].map(SelectStatement<ConversationColumn>.sql)

    /// The id of a conversation and the first sequence that is kept of it.
    func entry(of conversation: Conversation) throws(LogError) -> (id: Int64, first: Int64)? {
        Self.bind(conversation, to: select.statement)
        defer { select.reset() }
        return try select.step() ? (select.int64(.id), select.sequence(.first)) : nil
    }

    func conversation(_ id: Int64) throws(LogError) -> Conversation {
        selectName.bind(1, id)
        defer { selectName.reset() }
        guard try selectName.step() else { throw .corrupt("conversation \(id) has no name") }
        return try Self.conversation(in: selectName, kind: .kind, name: .name, peer: .peer)
    }

    func list(after previous: Conversation?, limit: Int) throws(LogError) -> [Conversation] {
        if let previous {
            Self.bind(previous, to: list.statement)
        } else {
            for parameter in Int32(1)...3 { list.bind(parameter, 0) }
        }
        list.bind(4, Int64(max(limit, 0)))
        return try Self.conversations(in: list)
    }

    func directs(of name: FoldedName) throws(LogError) -> [Conversation] {
        directsByName.bindBlob(1, name.bytes)
        directsByPeer.bindBlob(1, name.bytes)
        let first = try Self.conversations(in: directsByName)
        // Whoever talks to themselves is found by both.
        return try first + Self.conversations(in: directsByPeer).filter { $0 != .direct(name, name) }
    }

    private static func conversations(
        in rows: SelectStatement<ConversationColumn>
    ) throws(LogError) -> [Conversation] {
        defer { rows.reset() }
        var found: [Conversation] = []
        while try rows.step() { found.append(try conversation(in: rows, kind: .kind, name: .name, peer: .peer)) }
        return found
    }

    // MARK: Three columns for a conversation

    private static let channel: Int64 = 1
    private static let direct: Int64 = 2

    /// Binds a conversation to the three parameters with these numbers.
    static func bind(
        _ conversation: Conversation, to statement: PreparedStatement, kind: Int32 = 1, name: Int32 = 2, peer: Int32 = 3
    ) {
        switch conversation {
        case .channel(let channel):
            statement.bind(kind, Self.channel)
            statement.bindBlob(name, channel.bytes)
            statement.bindBlob(peer, [])
        case .direct(let one, let other):
            statement.bind(kind, Self.direct)
            statement.bindBlob(name, one.bytes)
            statement.bindBlob(peer, other.bytes)
        }
    }

    /// Reads a conversation from the three columns of these names.
    static func conversation<Column>(
        in row: SelectStatement<Column>, kind: Column, name: Column, peer: Column
    ) throws(LogError) -> Conversation {
        switch row.int64(kind) {
        case Self.channel: return .channel(row.name(name))
        case Self.direct: return .direct(row.name(name), row.name(peer))
        case let kind: throw .corrupt("a conversation of kind \(kind)")
        }
    }
}
