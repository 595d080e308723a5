import Protocol

/// A password that the person is asked for. It is typed unseen. It is kept in the session alone, but for that of an account just made, which
/// the person can have kept in a file: see ``SaveAccountQuestion``.
package struct PasswordPrompt: Hashable, Sendable {
    package enum Purpose: Hashable, Sendable {
        /// Before the first connection, or after a refusal.
        case login
        case register(email: String?)
        /// The same once more, since nobody sees what they typed.
        case confirm(email: String?)
        /// The server's own, without which it lets nobody in.
        case server
        /// That of an IRC operator; the account is the operator's name.
        case oper
    }

    package let purpose: Purpose
    package let account: String
    /// The question to the person, as one line.
    package let question: String
    /// True if the question says that an invitation may be pasted in place of the password.
    package let takesInvitation: Bool
    /// True if the person has just done what leads to this question: started the program, given a command, or answered the question before.
    /// A server can ask at any moment: what the person is typing then is no password, and must not be taken for one.
    package let isExpected: Bool
    package let network: NetworkID
    /// Which server of the network wants it: see ``ClientSession/serverNumber``. It is told to no other.
    package let serverNumber: Int

    package init(
        purpose: Purpose, account: String, question: String, takesInvitation: Bool = false, isExpected: Bool = false,
        network: NetworkID = .first, serverNumber: Int = 0
    ) {
        self.purpose = purpose
        self.account = account
        self.question = question
        self.takesInvitation = takesInvitation
        self.isExpected = isExpected
        self.network = network
        self.serverNumber = serverNumber
    }

    /// The same with the name of the network in the question: several may want the password of an account that is called alike.
    package func naming(_ name: String) -> PasswordPrompt {
        switch purpose {
        // It names the server itself.
        case .server: self
        case .login, .register, .confirm, .oper:
            PasswordPrompt(
                purpose: purpose, account: account, question: "\(DrawableText.plain(name)): \(question)",
                takesInvitation: takesInvitation, isExpected: isExpected, network: network, serverNumber: serverNumber)
        }
    }

    /// True if another prompt asks for the password of the same account, or of the same server.
    package func asksForSame(as other: PasswordPrompt) -> Bool {
        purpose == other.purpose && account == other.account && network == other.network
            && serverNumber == other.serverNumber
    }

    /// True if a command asks for this password: people who type the command mean to type the password next, and the command is no password
    /// itself.
    package func isAsked(by command: String) -> Bool {
        let words = command.split(whereSeparator: \.isWhitespace)
        switch purpose {
        case .login: return words == ["/login"] || words == ["/login", account[...]]
        case .server: return words == ["/reconnect"]
        case .register, .confirm, .oper: return false
        }
    }

    /// The text that is shown before a password that the person does not expect to type, one paragraph each.
    package var paragraphs: [String] {
        // With its colon it would be answered at once, where everybody sees it.
        [
            (question.last == ":" ? String(question.dropLast()) : question) + " is wanted.",
            "Nothing that you typed so far is sent. Type the password next? It will not be shown.",
        ]
    }

    /// The answers there are to that; ``SaveAccountQuestion/answer(_:)`` reads them.
    package static let choices = [
        QuestionChoice("y", "type it", word: "yes"), QuestionChoice("n", "no", word: "no"),
    ]
}
