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

/// Passwords that people type where they are seen.
package enum Secrets {
    private static let services = [
        "nickserv", "chanserv", "authserv", "ns", "cs", "q@cserve.quakenet.org", "x@channels.undernet.org",
    ]
    private static let verbs = [
        "identify", "id", "register", "login", "auth", "ghost", "regain", "recover", "release", "group", "set",
        "setpass", "resetpass", "drop", "confirm", "verify",
    ]

    /// What is shown of a message to a service: its first word, where passwords follow it. nil where all may be seen.
    static func masked(_ text: String, to target: String) -> String? {
        guard isService(target) else { return nil }
        let words = text.split(separator: " ")
        guard words.count > 1, let verb = words.first, verbs.contains(verb.lowercased()) else { return nil }
        return verb + " ••••••"
    }

    /// Whether what is said to somebody may hold passwords.
    package static func isService(_ target: String) -> Bool {
        let name = target.lowercased()
        return services.contains(name) || name.hasSuffix("serv")
    }

    /// Whether an input line holds a password, so that it is not kept.
    ///
    /// - Parameter target: the name of the buffer that it is typed in.
    package static func isSecret(_ input: String, to target: String) -> Bool {
        guard input.hasPrefix("/"), !input.hasPrefix("//") else { return masked(input, to: target) != nil }
        let words = input.dropFirst().split(separator: " ").map { $0.lowercased() }
        guard words.count > 1, let entry = CommandTable.standard.entry(named: words[0]) else {
            return words.first.map { ["pass", "identify", "ns"].contains($0) } ?? false
        }
        switch entry.name {
        case "login", "register", "oper": return words.count > 2
        case "msg", "query", "notice":
            return masked(words.dropFirst(2).joined(separator: " "), to: words[1]) != nil
        case "raw":
            let target = words.count > 2 ? words[2] : ""
            let text = words.dropFirst(3).joined(separator: " ").drop { $0 == ":" }
            return ["pass", "oper", "authenticate", "register", "nickserv", "ns"].contains(words[1])
                || masked(String(text), to: target) != nil
        default: return false
        }
    }
}
