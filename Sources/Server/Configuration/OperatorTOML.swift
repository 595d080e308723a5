import Chat
import Configuration
import Protocol

/// The lines of a configuration that make somebody an IRC operator.
package enum OperatorTOML {
    /// Every right there is, by its word.
    package static let rights = OperatorRights.table.map(\.name)

    /// - Parameters:
    ///   - name: one word; so are the account and the rights.
    ///   - password: the password, of which a record is written. That takes the time that stretching takes.
    package static func make(name: String, password: String?, account: String?, rights: [String]) -> String {
        var lines = ["[[operator]]", "name = \(TOML.text(name))"]
        if let password {
            let record = SCRAM.Credential.make(password: Array(password.utf8)).record
            lines.append("password = \(TOML.text(record))")
        }
        if let account { lines.append("account = \(TOML.text(account))") }
        lines.append("rights = \(TOML.list(rights))")
        return lines.joined(separator: "\n")
    }
}
