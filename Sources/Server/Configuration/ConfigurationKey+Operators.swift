import Chat
import Protocol
import TOMLKit

extension ConfigurationKey {
    /// `[[operator]]`: each a table of its own.
    static let operators = ConfigurationKey(
        "operator",
        "An IRC operator: name, account or password (a record that grillo operator prints) or both, and rights.",
        .tables([
            "name = \"ana\"", "account = \"ana\"", "rights = " + list(OperatorRights.table.map(\.name)),
        ])
    ) { value, configuration in
        guard let entries = value.array else { return "must be tables: write [[operator]]" }
        var operators: [Operator] = []
        for entry in entries {
            guard let table = entry.table else { return "must be tables: write [[operator]]" }
            do throws(OperatorProblem) {
                let found = try Self.operator(table)
                let folded = Casemapping.ascii.fold(found.name)
                guard !operators.contains(where: { Casemapping.ascii.fold($0.name) == folded }) else {
                    return "is there twice with the name '\(found.name)': give each its own"
                }
                operators.append(found)
            } catch {
                return error.words
            }
        }
        configuration.settings.operators = operators
        return nil
    }

    private struct OperatorProblem: Error {
        let words: String
    }

    private static let operatorKeys = ["name", "password", "account", "rights"]

    private static func `operator`(_ table: TOMLTable) throws(OperatorProblem) -> Operator {
        guard let name = table["name"]?.string, !name.isEmpty, !name.contains(where: \.isWhitespace) else {
            throw OperatorProblem(words: "must have a name, one word")
        }
        if let unknown = table.keys.sorted().first(where: { !operatorKeys.contains($0) }) {
            throw OperatorProblem(
                words: "'\(name)' has no key '\(unknown)': there are " + operatorKeys.joined(separator: ", "))
        }
        var found = Operator(name: name)
        if let password = table["password"] {
            guard let credential = password.string.flatMap({ SCRAM.Credential(record: $0) }) else {
                throw OperatorProblem(
                    words:
                        "'\(name)' must have a record as its password, not the password itself: grillo operator prints one"
                )
            }
            found.credential = credential
        }
        if let account = table["account"] {
            guard let account = account.string, !account.isEmpty else {
                throw OperatorProblem(words: "'\(name)' must have the name of an account as its account")
            }
            found.account = account
        }
        guard found.credential != nil || found.account != nil else {
            throw OperatorProblem(words: "'\(name)' must have a password or an account: grillo operator prints one")
        }
        if let rights = table["rights"] { found.rights = try self.rights(rights, of: name) }
        return found
    }

    private static func rights(
        _ value: any TOMLValueConvertible, of name: String
    ) throws(OperatorProblem) -> OperatorRights {
        let words = value.array?.map { $0.string ?? "?" } ?? ["?"]
        let rights = words.map { (name: $0, right: OperatorRights(name: $0)) }
        guard let wrong = rights.first(where: { $0.right == nil }) else {
            return OperatorRights(rights.compactMap(\.right))
        }
        let known = OperatorRights.table.map { "\"\($0.name)\"" }.joined(separator: ", ")
        throw OperatorProblem(words: "'\(name)' has no right '\(wrong.name)': write a list of \(known)")
    }
}
