import Chat
import Configuration
import Protocol

extension ServerConfiguration {
    /// `[[operator]]`: each a table of its own.
    static let operatorKey = Key(
        "operator",
        "An IRC operator: name, account or password (a hash that grillo operator prints) or both, and rights.",
        .atOnce,
        .tables([
            "#name = \"ana\"", "#account = \"ana\"", "#rights = " + TOML.list(OperatorRights.table.map(\.name)),
        ]), \.settings.operators
    ) { value throws(ValueProblem) in
        guard let tables = value.list else { throw .rule("must be tables: write [[operator]]") }
        var operators: [Operator] = []
        for table in tables {
            let found = try Operator(table)
            let folded = Casemapping.ascii.fold(found.name)
            guard !operators.contains(where: { Casemapping.ascii.fold($0.name) == folded }) else {
                throw .rule("is there twice with the name '\(found.name)': give each its own")
            }
            operators.append(found)
        }
        return operators
    }
}

extension Operator {
    private static let keys = ["name", "password", "account", "rights"]

    fileprivate init(_ table: ConfigurationValue) throws(ValueProblem) {
        guard let entries = table.entries else { throw .rule("must be tables: write [[operator]]") }
        guard let name = table["name"]?.filledText, !name.contains(where: \.isWhitespace) else {
            throw .rule("must have a name, one word")
        }
        if let unknown = entries.first(where: { !Self.keys.contains($0.key) }) {
            throw .rule(
                "'\(name)' has no key '\(unknown.key)': there are " + Self.keys.joined(separator: ", "))
        }
        self.init(name: name)
        if let password = table["password"] {
            guard let credential = password.text.flatMap({ SCRAM.Credential(record: $0) }) else {
                throw .rule(
                    "'\(name)' must have a hash as its password, not the password itself: grillo operator prints one")
            }
            self.credential = credential
        }
        if let account = table["account"] {
            guard let account = account.filledText else {
                throw .rule("'\(name)' must have the name of an account as its account")
            }
            self.account = account
        }
        guard credential != nil || account != nil else {
            throw .rule("'\(name)' must have a password or an account: grillo operator prints one")
        }
        if let rights = table["rights"] { self.rights = try Self.rights(rights, of: name) }
    }

    private static func rights(_ value: ConfigurationValue, of name: String) throws(ValueProblem) -> OperatorRights {
        let words = value.list?.map { $0.text ?? "?" } ?? ["?"]
        let rights = words.map { (name: $0, right: OperatorRights(name: $0)) }
        guard let wrong = rights.first(where: { $0.right == nil }) else {
            return OperatorRights(rights.compactMap(\.right))
        }
        let known = OperatorRights.table.map { "\"\($0.name)\"" }.joined(separator: ", ")
        throw .rule("'\(name)' has no right '\(wrong.name)': write a list of \(known)")
    }
}
