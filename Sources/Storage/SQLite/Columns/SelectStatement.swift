import Chat
import GRDB
import Protocol

/// A statement whose rows are read by the names of their columns; as a ``PreparedStatement`` else.
struct SelectStatement<Column: StatementColumn> {
    let statement: PreparedStatement
    /// The place of the first of these columns in a row.
    private let first: Int32

    /// - Parameter source: the SQL that stands behind the list of the columns, from `FROM` on.
    init(_ source: String, on database: Database) throws {
        statement = try PreparedStatement(Self.sql(source), on: database)
        first = 0
    }

    /// For a statement whose list of columns is longer than these, which ``joined(with:)`` tells the others of.
    init(joined sql: String, on database: Database) throws {
        statement = try PreparedStatement(sql, on: database)
        first = 0
    }

    private init(_ statement: PreparedStatement, first: Int32) {
        self.statement = statement
        self.first = first
    }

    static func sql(_ source: String) -> String { "SELECT \(Column.list) \(source)" }

    /// The same rows, by the columns that stand behind these.
    func joined<Other>(with columns: Other.Type) -> SelectStatement<Other> {
        SelectStatement<Other>(statement, first: first + Int32(Column.allCases.count))
    }

    // MARK: Going through the rows

    func bind(_ parameter: Int32, _ value: Int64) { statement.bind(parameter, value) }

    func bindBlob(_ parameter: Int32, _ bytes: some Collection<UInt8>) { statement.bindBlob(parameter, bytes) }

    func step() throws(LogError) -> Bool { try statement.step() }

    func reset() { statement.reset() }

    /// Does something with every row.
    func each(_ body: (SelectStatement) throws(LogError) -> Void) throws(LogError) {
        defer { reset() }
        while try step() { try body(self) }
    }

    // MARK: Columns

    private func place(_ column: Column) -> Int32 { first &+ column.rawValue }

    func isNull(_ column: Column) -> Bool { statement.isNull(place(column)) }

    func int64(_ column: Column) -> Int64 { statement.int64(place(column)) }

    func bytes(_ column: Column) -> [UInt8] { statement.bytes(place(column)) }

    func text(_ column: Column) -> String? { statement.text(place(column)) }

    /// The bytes of a column as long as the row is not left.
    func withBytes<Value>(_ column: Column, _ body: (UnsafeRawBufferPointer) throws -> Value) rethrows -> Value {
        try statement.withBytes(place(column), body)
    }

    func time(_ column: Column) -> Timestamp { statement.time(place(column)) }

    func optionalTime(_ column: Column) -> Timestamp? { statement.optionalTime(place(column)) }

    func number(_ column: Column) throws(LogError) -> EventNumber { try statement.number(place(column)) }

    func sequence(_ column: Column) throws(LogError) -> Int64 { try statement.sequence(place(column)) }

    func name(_ column: Column) -> FoldedName { statement.name(place(column)) }
}
