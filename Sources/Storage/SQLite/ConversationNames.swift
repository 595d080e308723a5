import Chat
import GRDB
import Protocol

/// The ids of conversations, and the conversations of ids.
struct ConversationNames {
    private let select: PreparedStatement
    private let selectName: PreparedStatement
    private let list: PreparedStatement
    private let directsByName: PreparedStatement
    private let directsByPeer: PreparedStatement

    init(on database: Database) throws {
        select = try PreparedStatement(Self.one, on: database)
        selectName = try PreparedStatement(Self.name, on: database)
        list = try PreparedStatement(Self.list, on: database)
        directsByName = try PreparedStatement(Self.directsByName, on: database)
        directsByPeer = try PreparedStatement(Self.directsByPeer, on: database)
    }

    private static let one = "SELECT id, first FROM conversations WHERE kind = ?1 AND name = ?2 AND peer = ?3"
    private static let name = "SELECT kind, name, peer FROM conversations WHERE id = ?1"
    private static let list = """
        SELECT kind, name, peer FROM conversations WHERE (kind, name, peer) > (?1, ?2, ?3)
        ORDER BY kind, name, peer LIMIT ?4
        """
    private static let directsByName = "SELECT kind, name, peer FROM conversations WHERE kind = 2 AND name = ?1"
    private static let directsByPeer = "SELECT kind, name, peer FROM conversations WHERE kind = 2 AND peer = ?1"

    /// A test holds them to their indexes.
    static let all = [one, name, list, directsByName, directsByPeer]

    /// The id of a conversation and the first sequence that is kept of it.
    func entry(of conversation: Conversation) throws(LogError) -> (id: Int64, first: Int64)? {
        Self.bind(conversation, to: select)
        defer { select.reset() }
        return try select.step() ? (select.int64(0), select.sequence(1)) : nil
    }

    func conversation(_ id: Int64) throws(LogError) -> Conversation {
        selectName.bind(1, id)
        defer { selectName.reset() }
        guard try selectName.step() else { throw .corrupt("conversation \(id) has no name") }
        return try Self.conversation(in: selectName)
    }

    func list(after previous: Conversation?, limit: Int) throws(LogError) -> [Conversation] {
        if let previous {
            Self.bind(previous, to: list)
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
        // Who talks to himself is found by both.
        return try first + Self.conversations(in: directsByPeer).filter { $0 != .direct(name, name) }
    }

    private static func conversations(in rows: PreparedStatement) throws(LogError) -> [Conversation] {
        defer { rows.reset() }
        var found: [Conversation] = []
        while try rows.step() { found.append(try conversation(in: rows)) }
        return found
    }

    // MARK: Three columns for a conversation

    private static let channel: Int64 = 1
    private static let direct: Int64 = 2

    /// Binds kind, name and peer to three parameters.
    static func bind(_ conversation: Conversation, to statement: PreparedStatement, from parameter: Int32 = 1) {
        switch conversation {
        case .channel(let name):
            statement.bind(parameter, Self.channel)
            statement.bindBlob(parameter + 1, name.bytes)
            statement.bindBlob(parameter + 2, [])
        case .direct(let name, let peer):
            statement.bind(parameter, Self.direct)
            statement.bindBlob(parameter + 1, name.bytes)
            statement.bindBlob(parameter + 2, peer.bytes)
        }
    }

    /// Reads kind, name and peer from three columns.
    static func conversation(
        in row: PreparedStatement, from column: Int32 = 0
    ) throws(LogError) -> Conversation {
        let name = row.name(column + 1)
        switch row.int64(column) {
        case Self.channel: return .channel(name)
        case Self.direct: return .direct(name, row.name(column + 2))
        case let kind: throw .corrupt("a conversation of kind \(kind)")
        }
    }
}
