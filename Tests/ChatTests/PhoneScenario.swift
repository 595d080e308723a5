import Protocol

@testable import Chat

/// A room `#x` with carol, who has no account, and alice on her phone, whose client keeps nothing: what she misses is told to her.
protocol PhoneScenario {
    var chat: TestNetwork { get }
}

extension PhoneScenario {
    /// Brings both into the room.
    func begin(accounts: String...) {
        for account in accounts { chat.makeAccounts(account) }
        chat.enter("carol")
        chat.join("#x", "carol")
        chat.logIn("phone", as: "alice", caps: "echo-message")
        chat.join("#x", "phone")
    }

    /// What a session has been told that somebody said.
    func told(_ name: String) -> [String] {
        chat.take(name).filter { $0.contains(" PRIVMSG ") }.compactMap {
            $0.split(separator: ":").last.map(String.init)
        }
    }

    /// Ends a connection in silence: nothing is known of what had arrived.
    func breakOff(_ name: String) {
        chat.act { $0.connectionClosed(chat.id(name), reason: "Connection timed out", arrived: nil, at: $1) }
    }
}
