import Protocol

/// The commands that an input line can begin with. One row each: help, completion and errors are made of it.
package struct CommandTable: Sendable {
    /// One command.
    package struct Entry: Sendable {
        package let name: String
        package let aliases: [String]
        /// What stands behind the name: `[room] [reason]`. Brackets mark what may be left out.
        package let arguments: String
        /// One line.
        package let help: String
        /// Reads what stands behind the name; nil where something is missing or does not fit.
        let parse: @Sendable (inout ArgumentReader) -> UserCommand?

        init(
            _ name: String, _ aliases: [String] = [], _ arguments: String, _ help: String,
            parse: @escaping @Sendable (inout ArgumentReader) -> UserCommand?
        ) {
            self.name = name
            self.aliases = aliases
            self.arguments = arguments
            self.help = help
            self.parse = parse
        }

        /// `/join room[,room] [key]`.
        package var usage: String { "/" + name + (arguments.isEmpty ? "" : " " + arguments) }
    }

    package let entries: [Entry]

    package init(entries: [Entry]) { self.entries = entries }

    /// All commands there are, in the order in which help lists them.
    package static let standard = CommandTable(entries: [
        Entry("join", ["j"], "room[,room] [key]", "enter a room, or make it") { $0.rooms().map { .join($0) } },
        Entry("part", ["leave"], "[room] [reason]", "leave a room; its lines stay until /close") {
            .part(room: $0.room(), reason: $0.rest())
        },
        Entry("me", [], "text", "say what you do: /me waves") { $0.rest().map { .me($0) } },
        Entry("nick", [], "name", "change your nick") { $0.word().map { .nick($0) } },
        Entry("msg", ["m"], "target text", "write to somebody, or into a room") { reader in
            guard let target = reader.word(), let text = reader.rest() else { return nil }
            return .message(target: target, text: text)
        },
        Entry("query", ["q"], "nick [text]", "open a talk with one person") { reader in
            reader.word().map { .query(nick: $0, text: reader.rest()) }
        },
        Entry("notice", [], "target text", "send a notice") { reader in
            guard let target = reader.word(), let text = reader.rest() else { return nil }
            return .notice(target: target, text: text)
        },
        Entry("topic", ["t"], "[room] [text]", "show or set what the room is about; - takes it away") { reader in
            let room = reader.room()
            let text = reader.rest()
            return .topic(room: room, text: text == "-" ? "" : text)
        },
        Entry("names", [], "[room]", "list who is in a room") { .names(room: $0.word()) },
        Entry("whois", ["w"], "[nick]", "who somebody is") { .whois(nick: $0.word()) },
        Entry("list", [], "[pattern]", "list the rooms of this server") { .list(pattern: $0.word()) },
        Entry("away", [], "[text]", "say that you are away; without a text, that you are back") { .away($0.rest()) },
        Entry("close", [], "", "leave and put the buffer away") { _ in .close },
        Entry("reconnect", [], "", "connect again, now") { _ in .reconnect },
        Entry("raw", ["quote"], "line", "send a line of IRC as it is") { $0.rest().map { .raw($0) } },
        Entry("help", ["commands", "h"], "[command]", "this list, or one command of it") { .help($0.word()) },
        Entry("quit", ["exit"], "[reason]", "leave") { .quit($0.rest()) },
    ])

    /// The command with a name, an alias, or the only one that begins so.
    package func entry(named name: String) -> Entry? {
        let name = name.lowercased()
        if let exact = entries.first(where: { $0.name == name || $0.aliases.contains(name) }) { return exact }
        let candidates = entries.filter { $0.name.hasPrefix(name) }
        return candidates.count == 1 && !name.isEmpty ? candidates[0] : nil
    }

    /// All command names that begin so, for completion.
    package func names(beginningWith prefix: String) -> [String] {
        entries.map(\.name).filter { $0.hasPrefix(prefix.lowercased()) }
    }

    /// The command most like a mistyped name, where one is near enough.
    package func suggestion(for name: String) -> Entry? {
        let name = name.lowercased()
        let scored = entries.map { entry in
            (
                entry,
                ([entry.name] + entry.aliases.filter { $0.count > 2 }).map { EditDistance.between(name, $0) }.min()
                    ?? .max
            )
        }
        guard let best = scored.min(by: { $0.1 < $1.1 }), best.1 <= max(1, name.count / 2) else { return nil }
        return best.0
    }
}
