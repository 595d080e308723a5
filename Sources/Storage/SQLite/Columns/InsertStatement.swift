import Chat
import GRDB
import Protocol

/// A statement that stores a row whose columns are given by name: each of them, before each ``run()``.
struct InsertStatement<Column: TableColumn> {
    enum Conflict: String {
        /// A row with the same key is an error.
        case fails = "INSERT"
        /// A row with the same key goes.
        case replaces = "INSERT OR REPLACE"
    }

    private let statement: PreparedStatement

    /// - Parameter end: the SQL that stands behind the values.
    init(_ conflict: Conflict = .fails, _ end: String = "", on database: Database) throws {
        let parameters = Column.allCases.map { "?\($0.parameter)" }.joined(separator: ", ")
        statement = try PreparedStatement(
            "\(conflict.rawValue) INTO \(Column.table) (\(Column.list)) VALUES (\(parameters)) \(end)", on: database)
    }

    /// The row that has just been stored.
    var lastInsertedRow: Int64 { statement.lastInsertedRow }

    func run() throws(LogError) { try statement.run() }

    func bind(_ column: Column, _ value: Int64) { statement.bind(column.parameter, value) }

    func bind(_ column: Column, _ time: Timestamp?) {
        if let time { bind(column, time.milliseconds) } else { bindNull(column) }
    }

    func bindNull(_ column: Column) { statement.bindNull(column.parameter) }

    func bindBlob(_ column: Column, _ bytes: some Collection<UInt8>) { statement.bindBlob(column.parameter, bytes) }

    func bindText(_ column: Column, _ text: String?) { statement.bindText(column.parameter, text) }

    /// Binds the columns that name a conversation.
    func bind(_ conversation: Conversation, kind: Column, name: Column, peer: Column) {
        ConversationNames.bind(
            conversation, to: statement, kind: kind.parameter, name: name.parameter, peer: peer.parameter)
    }
}
