import Chat
import Protocol

/// Makes, changes and lists accounts for the host's commands: through the host's own door while a server runs on the folder, and
/// through the folder while none does. Both ways lead to the same rules.
package struct AccountAdmin: Sendable {
    package struct Entry: Hashable, Sendable {
        package let name: String
        package let registered: String
        /// The nick under which its owner is here.
        package let nick: String?
    }

    private let folder: String

    package init(folder: String) { self.folder = folder }

    /// The use of a password that nobody has been asked for yet.
    package enum Purpose: String, Sendable {
        case add = "ADD"
        case change = "PASSWORD"
    }

    /// Throws ``AdminRefusal`` where no password would do: for what no account can be called, or is called already, or for an account that
    /// there is not. Throws ``StartError`` where the server or its folder is not to be reached.
    package func check(_ name: String, for purpose: Purpose) throws { _ = try ask("CHECK", [purpose.rawValue, name]) }

    /// Throws ``AdminRefusal`` for what the server would not take as a password.
    package func check(password: String) throws {
        let limits = DataFolder.settingsServed(in: folder).limits
        guard let problem = limits.problem(withPassword: Bytes(password)) else { return }
        throw AdminRefusal(problem.words.beginningSmall, remedy: "choose another password")
    }

    /// Throws ``AdminRefusal`` for what no account can be called.
    private static func requireName(_ name: String) throws {
        guard
            name.isEmpty || name.hasPrefix(":") || name.unicodeScalars.contains(where: { $0.properties.isWhitespace })
                || !name.isOneLine
        else { return }
        throw AdminRefusal(
            "'\(name)' cannot be an account, for its name is a nick", remedy: "say one word, such as anna or anna_2")
    }

    package func add(_ name: String, password: String) throws { _ = try ask("ADD", [name, password]) }

    package func setPassword(of name: String, to password: String) throws { _ = try ask("PASSWORD", [name, password]) }

    /// - Parameter erasing: also takes what the account said out of the history.
    package func remove(_ name: String, erasing: Bool) throws { _ = try ask(erasing ? "ERASE" : "REMOVE", [name]) }

    package func list() throws -> [Entry] {
        try ask("LIST").compactMap { message in
            guard message.text(at: 0) == "LIST", let name = message.text(at: 1), let time = message.text(at: 2),
                let nick = message.text(at: 3)
            else { return nil }
            return Entry(name: name, registered: time, nick: nick == "*" ? nil : nick)
        }
    }

    /// The lines of the answer, without the last, which says that it was done.
    private func ask(_ command: String, _ arguments: [String] = []) throws -> [Message] {
        let name = command == "CHECK" ? arguments.last : arguments.first
        if let name { try Self.requireName(name) }
        let words = [command] + arguments
        guard words.allSatisfy({ !$0.isEmpty && $0.isOneLine }) else {
            throw AdminRefusal("a password is one line, and not empty", remedy: "choose another one")
        }
        var answer = try AdminRequest(Message("ACCOUNT", words.map { Bytes($0) }), last: ["SUCCESS"]).ask(in: folder)
        let last = answer.popLast()
        guard last?.command == "ACCOUNT" else {
            throw AdminRefusal(last, of: AccountRefusalCode.self) { remedy(for: $0, name: name ?? "NAME") }
        }
        return answer
    }

    /// The words that tell what to type after a refusal of the server.
    func remedy(for code: AccountRefusalCode?, name: String) -> String {
        let data = DataFolder.option(for: folder)
        return switch code {
        case .noSuchAccount: "grillo account list\(data) shows those that there are"
        case .exists: "grillo account password \(name)\(data) gives it another password"
        case .badName: "choose another name, such as anna"
        case .weakPassword, .unacceptablePassword: "choose another password"
        case .invalidParameters: "make sure that grillo and the server are of the same version"
        case .unavailable, nil: "try again"
        }
    }
}

extension String {
    /// True for a text that has none of the bytes NUL, LF and CR, which end a line of IRC.
    var isOneLine: Bool { !utf8.contains { [0, 10, 13].contains($0) } }
}
