import Protocol

/// Asks whether an account that was just made or logged in to is to be kept on this side, so that the person has to type no more than its
/// password the next time. The password itself is never kept.
package struct SaveAccountQuestion: Hashable, Sendable {
    package let network: NetworkID
    package let account: String
    /// The nick to be kept with it: the one that the person wants to have.
    package let nick: String
    /// The name of the server, as it is shown to the person.
    package let place: String
    /// The file that the account would be kept in.
    package var file = "tui.toml"
    /// The host of the account's server. It stays the same if the person goes to another server before the answer.
    package var host: String?
    package var port: UInt16?
    /// The command that enters the server, typed into a shell.
    package var command = "grillo-tui"

    /// - Parameter nick: the account's name where it is left out.
    package init(network: NetworkID = .first, account: String, nick: String? = nil, place: String) {
        self.network = network
        self.account = account
        self.nick = nick ?? account
        self.place = place
    }

    /// The text of the question, one paragraph each.
    package var paragraphs: [String] {
        [
            "Keep the account \(account) on \(place) in \(DrawableText.plain(file))? Its password is not kept.",
            "Then you are asked for the password alone the next time, or for nothing where a password-command stands beside it. Without it: \(DrawableText.plain(command)) --account \(account), or /login.",
        ]
    }

    /// The answers there are.
    package static let choices = [
        QuestionChoice("y", "keep it", word: "yes"), QuestionChoice("n", "no", word: "no"),
    ]

    /// Reads an answer: a word, or its first letter.
    package static func answer(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "y", "yes": true
        case "n", "no": false
        default: nil
        }
    }
}
