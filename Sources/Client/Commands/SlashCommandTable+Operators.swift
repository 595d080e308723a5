extension SlashCommandTable {
    /// The commands that keep a room in order, in the order in which help lists them.
    static let operators: [Entry] = [
        Entry("kick", ["k"], "[room] nick [reason]", "remove somebody from the room", names: [.nick, .none]) { reader in
            let channel = reader.channel()
            return reader.word().map { .kick(channel: channel, nick: $0, reason: reader.rest()) }
        },
        Entry(
            "kickban", ["kb"], "[room] nick [reason]", "remove somebody and keep them out", names: [.nick, .none]
        ) { reader in
            let channel = reader.channel()
            return reader.word().map { .kickBan(channel: channel, nick: $0, reason: reader.rest()) }
        },
        Entry("ban", [], "[room] [nick or mask]", "keep somebody out; alone, list the bans", names: [.nick, .none]) {
            .ban(channel: $0.channel(), mask: $0.word())
        },
        Entry("unban", [], "[room] mask", "lift a ban") { reader in
            let channel = reader.channel()
            return reader.word().map { .unban(channel: channel, mask: $0) }
        },
        Entry("mode", [], "[target] [changes]", "show or set modes: /mode +m", names: [.channel, .nick]) { reader in
            let words = reader.words()
            guard let first = words.first, first.first != "+" && first.first != "-" else {
                return .mode(target: nil, changes: words)
            }
            return .mode(target: first, changes: Array(words.dropFirst()))
        },
        Entry(
            "rename", [], "[room] name [reason]", "give a room another name; all who are in it go along",
            names: [.channel, .none], capabilities: ["draft/channel-rename"]
        ) { reader in
            guard let first = reader.word() else { return nil }
            guard let second = reader.channel() else {
                return .rename(channel: nil, name: first, reason: reader.rest())
            }
            return .rename(channel: first, name: second, reason: reader.rest())
        },
        rank("op", "o", true, "make somebody an operator of the room"),
        rank("deop", "o", false, "undo /op"),
        rank("voice", "v", true, "let somebody speak in a moderated room"),
        rank("devoice", "v", false, "undo /voice"),
    ]

    private static func rank(_ name: String, _ mode: Character, _ isGiven: Bool, _ help: String) -> Entry {
        Entry(name, [], "nick [nick]…", help, names: [.nick]) { reader in
            let nicks = reader.words()
            return nicks.isEmpty ? nil : .rank(mode, isGiven: isGiven, nicks: nicks)
        }
    }
}
