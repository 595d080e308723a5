import Protocol

/// Logging in to an account, or making one, by telling a service of the network, such as NickServ.
enum ServiceLogin {
    /// The commands that do it, in lower case. A password follows.
    private static let commands: Set<String> = ["identify", "id", "login", "auth", "challengeauth", "register"]

    /// True if a text that is said to a service logs in. What is about a room, as with ChanServ, does not.
    static func isAsked(by text: String) -> Bool {
        text.split(whereSeparator: \.isNewline).contains { row in
            let words = PasswordMasking.commandWords(row)
            return words.count > 1 && commands.contains(words[0].lowercased()) && words[1].first != "#"
        }
    }

    /// True if a line of IRC that the person typed says such a text to a service: `PRIVMSG NickServ :IDENTIFY …`, `NS IDENTIFY …`.
    static func isAsked(by message: Message) -> Bool {
        let words = message.parameters.map { String(decoding: $0, as: UTF8.self) }
        let command = message.command.description
        let (target, text) =
            switch message.command {
            case "PRIVMSG", "NOTICE", "SQUERY": (words.first ?? "", words.dropFirst().joined(separator: " "))
            default: (command, words.joined(separator: " "))
            }
        return PasswordMasking.masked(text, to: target) != nil && isAsked(by: text)
    }

    /// True for an account that can be asked about and kept, as it is named by a server: one word of at most 100 bytes that is drawn as it is.
    static func isName(_ account: String) -> Bool {
        !account.isEmpty && account != "*" && account.utf8.count <= 100 && !account.contains(where: \.isWhitespace)
            && DrawableText.plain(account) == account
    }
}
