import Protocol

/// Names that are cut short, or mistyped.
extension SlashCommandTable {
    /// The commands that do something to people. They are guessed for no other name.
    fileprivate static let commandsOnPeople: Set<String> = [
        "kick", "kickban", "ban", "unban", "mode", "rename", "op", "deop", "voice", "devoice", "ignore", "unignore",
        "invite", "knock", "oper",
    ]
    /// The commands that ask for a password: the next line that is typed would be taken for it.
    fileprivate static let commandsWithPassword: Set<String> = ["login", "register", "oper"]

    /// The name under which a command of other programs is looked for: that of ours where ours is cut short or has another name, too.
    func foreignName(of name: String) -> String {
        guard !ForeignCommand.isKnown(name), let entry = entry(named: name), !entry.mustBeWrittenOut else {
            return name
        }
        return entry.name
    }

    /// The command most like a mistyped name, where one is near enough: one letter is wrong, or two of eight and more. Of a short name the
    /// first letter must be right, or be swapped with the second.
    package func suggestion(for name: String) -> Entry? {
        let name = name.lowercased()
        let beginning = name.prefix(2)
        func begins(_ known: String) -> Bool {
            name.count > 4 || known.first == name.first || known.prefix(2) == String(beginning.reversed())
        }
        let candidates = entries.filter { !Self.commandsOnPeople.contains($0.name) }
        let scored = candidates.map { entry in
            let names = ([entry.name] + entry.aliases).filter { $0.count > 2 && begins($0) }
            return (entry, names.map { EditDistance.between(name, $0) }.min() ?? .max)
        }
        let most = name.count < 3 ? 0 : name.count < 8 ? 1 : 2
        guard let best = scored.min(by: { $0.1 < $1.1 }), best.1 <= most else { return nil }
        return best.0
    }
}

extension SlashCommandTable.Entry {
    /// True if the beginning of its name is not taken for the command.
    var mustBeWrittenOut: Bool {
        SlashCommandTable.commandsOnPeople.contains(name) || SlashCommandTable.commandsWithPassword.contains(name)
    }
}
