import Chat
import Protocol

/// The lines of a configuration that make somebody an IRC operator.
package enum OperatorTOML {
    /// Every right there is, by its word.
    package static let rights = OperatorRights.table.map(\.name)

    /// - Parameters:
    ///   - name: one word, without quotes; so are the account and the rights.
    ///   - password: the password, of which a record is written. That takes the time that stretching takes.
    package static func make(name: String, password: String?, account: String?, rights: [String]) -> String {
        var lines = ["[[operator]]", "name = \"\(name)\""]
        if let password {
            lines.append("password = \"\(SCRAM.Credential.make(password: Array(password.utf8)).record)\"")
        }
        if let account { lines.append("account = \"\(account)\"") }
        lines.append("rights = [" + rights.map { "\"\($0)\"" }.joined(separator: ", ") + "]")
        return lines.joined(separator: "\n")
    }
}
