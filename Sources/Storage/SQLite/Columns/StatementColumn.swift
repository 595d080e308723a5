/// The columns of a statement, by name. The list that a statement is prepared with and the place of each column in its rows come from
/// the same cases, so a column that is added, or left out, shifts no other.
///
/// The raw values count from 0 in the order of the cases, and are known where the program is compiled.
protocol StatementColumn: CaseIterable, RawRepresentable<Int32>, Sendable {
    /// The column in SQL.
    var expression: String { get }
}

extension StatementColumn {
    /// The case's name, with `_` where a word begins: `storedKey` is the column `stored_key`. A case that is called otherwise than its
    /// column is refused when the statement is prepared, which is when a log is opened.
    var expression: String {
        String("\(self)".flatMap { $0.isUppercase ? "_" + $0.lowercased() : String($0) })
    }

    /// All of them, as a SELECT or an INSERT lists them.
    static var list: String { allCases.map(\.expression).joined(separator: ", ") }
}

/// The columns of a table.
protocol TableColumn: StatementColumn {
    static var table: String { get }
}

extension TableColumn {
    /// The number of its parameter where a statement has one for each column.
    var parameter: Int32 { rawValue + 1 }
}
