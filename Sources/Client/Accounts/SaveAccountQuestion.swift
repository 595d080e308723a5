/// Asks whether an account that was just made is to be kept on this side, with its password, so that the person is logged in by
/// themselves the next time.
package struct SaveAccountQuestion: Hashable, Sendable {
    package let network: NetworkID
    package let account: String
    package let password: String
    /// The name of the server, as it is shown to the person.
    package let place: String
    /// The file that the account would be kept in.
    package var file = "tui.toml"
    /// The host of the account's server. It stays the same if the person goes to another server before the answer.
    package var host: String?
    package var port: UInt16?
    /// The command that enters the server, typed into a shell.
    package var command = "grillo-tui"

    package init(network: NetworkID = .first, account: String, password: String, place: String) {
        self.network = network
        self.account = account
        self.password = password
        self.place = place
    }

    /// The text of the question, one paragraph each.
    package var paragraphs: [String] {
        [
            "Keep the account \(account) on \(place), with its password, in \(DrawableText.plain(file)) (a file that only you can read)?",
            "Then you are logged in by yourself the next time. Without it: \(DrawableText.plain(command)) --account \(account), or /login.",
        ]
    }

    /// The answers there are.
    package static let choices = "y yes, n no"

    /// Reads an answer: a word, or its first letter.
    package static func answer(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "y", "yes": true
        case "n", "no": false
        default: nil
        }
    }
}
