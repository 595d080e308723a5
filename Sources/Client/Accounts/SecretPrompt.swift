/// A password that the person is asked for. It is typed unseen, and kept nowhere but in the session.
package struct SecretPrompt: Hashable, Sendable {
    package enum Purpose: Hashable, Sendable {
        /// Before the first connection, or after a refusal.
        case login
        case register(email: String?)
        /// The same once more, since nobody sees what they typed.
        case confirm(email: String?)
        /// The server's own, without which it lets nobody in.
        case server
        /// That of an IRC operator; the account is the operator's name.
        case office
    }

    package let purpose: Purpose
    package let account: String
    /// What to ask, as one line.
    package let question: String
}
