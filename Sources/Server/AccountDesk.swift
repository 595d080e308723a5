import Protocol

/// What the host does to accounts from outside: through its own door while a server runs on the folder, and through the folder
/// while none does. Both ways lead to the same rules.
package struct AccountDesk: Sendable {
    package struct Entry: Hashable, Sendable {
        package let name: String
        package let registered: String
        /// The nick under which its owner is here.
        package let nick: String?
    }

    /// Why something was not done; in words, and whether it was the system's fault.
    package struct Refusal: Error, CustomStringConvertible {
        package let description: String
    }

    private let folder: String

    package init(folder: String) { self.folder = folder }

    package func add(_ name: String, password: String) throws { _ = try ask("ADD", name, password) }

    package func setPassword(of name: String, to password: String) throws { _ = try ask("PASSWORD", name, password) }

    /// - Parameter erasing: also takes what the account said out of the history.
    package func remove(_ name: String, erasing: Bool) throws { _ = try ask(erasing ? "ERASE" : "REMOVE", name) }

    package func list() throws -> [Entry] {
        try ask("LIST").compactMap { message in
            guard message.text(at: 0) == "LIST", let name = message.text(at: 1), let time = message.text(at: 2),
                let nick = message.text(at: 3)
            else { return nil }
            return Entry(name: name, registered: time, nick: nick == "*" ? nil : nick)
        }
    }

    /// The lines of the answer, without the last, which says that it was done.
    private func ask(_ words: String...) throws -> [Message] {
        guard words.allSatisfy({ !$0.isEmpty && !$0.utf8.contains { [0, 10, 13].contains($0) } }) else {
            throw Refusal(description: "A name or a password is one line, and not empty")
        }
        var answer = try HostQuestion(Message("ACCOUNT", words.map { Bytes($0) }), last: ["SUCCESS"]).ask(in: folder)
        let last = answer.popLast()
        guard last?.command == "ACCOUNT" else {
            throw Refusal(description: last?.parameters.last?.text ?? "The server gave no answer")
        }
        return answer
    }
}
