import GRDB
import Synchronization

/// Holds a database to the schema that this program's own steps make, word for word.
///
/// A trigger, a view, a check, a collation or a generated column in a copy would act in the server's name, or keep it from
/// acting, and no look at the rows would show it.
enum SchemaComparison {
    /// The objects that are there and should not be, or should be and are not, in one line each; none for a schema of this program's.
    static func findings(in database: Database) throws -> [String] {
        // Texts are read as the bytes they are.
        let encoding = try String.fetchOne(database, sql: "PRAGMA encoding") ?? "none"
        guard encoding == "UTF-8" else { return ["texts are kept in \(encoding), not in UTF-8"] }
        let steps = try applied(in: database)
        let known = SQLiteSchema.migrator.migrations
        guard !steps.isEmpty, steps == Set(known.prefix(steps.count)), let last = known.prefix(steps.count).last else {
            return ["the schema has not grown step by step: \(steps.sorted().joined(separator: ", "))"]
        }
        let expected = try expected(upTo: last)
        let found = try objects(in: database)
        var findings: [String] = []
        for name in Set(found.keys).union(expected.keys).sorted() {
            switch (found[name], expected[name]) {
            case (nil, _): findings.append("the schema lacks \(name)")
            case (_, nil): findings.append("the schema has \(name), which is none of Grillo's")
            case (let found, let expected):
                if found != expected { findings.append("the schema has \(name) in another shape than Grillo's") }
            }
        }
        return findings
    }

    /// The schemas that the steps make, as far as they have been asked for.
    private static let made = Mutex<[String: [String: String]]>([:])

    private static func expected(upTo step: String) throws -> [String: String] {
        if let known = made.withLock({ $0[step] }) { return known }
        let reference = try DatabaseQueue()
        try SQLiteSchema.migrator.migrate(reference, upTo: step)
        let found = try reference.read { try objects(in: $0) }
        made.withLock { $0[step] = found }
        return found
    }

    private static func applied(in database: Database) throws -> Set<String> {
        let rows = try PreparedStatement("SELECT identifier FROM grdb_migrations", on: database)
        var found: Set<String> = []
        try rows.each { row throws(LogError) in found.insert(row.text(0) ?? "") }
        return found
    }

    private enum ObjectColumn: Int32, StatementColumn {
        case type, name, tblName, sql
    }

    /// The words that made each table, index, trigger and view, by what it is and is called; without white space, which others
    /// than this program set. An index that a table brings with it has none, and the table of the steps is GRDB's to make.
    ///
    /// The objects of a database, without the notes that SQLite makes for its plans (`ANALYZE`).
    private static func objects(in database: Database) throws -> [String: String] {
        let rows = try SelectStatement<ObjectColumn>("FROM sqlite_schema", on: database)
        var found: [String: String] = [:]
        try rows.each { row throws(LogError) in
            let (type, name) = (row.text(.type) ?? "thing", row.text(.name) ?? "")
            if type == "table", name.hasPrefix("sqlite_stat") { return }
            let words = type == "table" && name == "grdb_migrations" ? "" : row.text(.sql) ?? ""
            found["the \(type) \(name) of \(row.text(.tblName) ?? "")"] = words.filter { !$0.isWhitespace }
        }
        return found
    }
}
