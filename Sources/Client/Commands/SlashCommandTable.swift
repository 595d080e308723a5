/// The commands that an input line can begin with. One row each: help, completion and errors are made of it.
package struct SlashCommandTable: Sendable {
    /// The kind of thing that an argument names, which tells the choices that can be offered for it.
    package enum Argument: Hashable, Sendable {
        case nick
        case channel
        case command
        /// A nick or a room.
        case target
        /// A key of one's own profile.
        case profileKey
        /// A command of the person's own, without its slash.
        case alias
        /// A network that is known by a name.
        case network
        /// The name of a setting.
        case setting
        /// A value of the setting that the argument before names.
        case settingValue
        case none
    }

    /// One command.
    package struct Entry: Sendable {
        package let name: String
        package let aliases: [String]
        /// The arguments behind the name, as they are shown: `[room] [reason]`. Brackets mark those that may be left out.
        package let arguments: String
        /// One line.
        package let help: String
        /// The kind of thing that each argument names; the last holds for all that follow.
        package let names: [Argument]
        /// Reads what stands behind the name; nil where something is missing or does not fit.
        let parse: @Sendable (inout ArgumentReader) -> SlashCommand?
        /// Without one of these capabilities the command can do nothing, and the list of commands leaves it out; empty for most.
        let capabilities: [String]

        init(
            _ name: String, _ aliases: [String] = [], _ arguments: String, _ help: String, names: [Argument] = [],
            capabilities: [String] = [], parse: @escaping @Sendable (inout ArgumentReader) -> SlashCommand?
        ) {
            self.name = name
            self.aliases = aliases
            self.arguments = arguments
            self.help = help
            self.names = names
            self.parse = parse
            self.capabilities = capabilities
        }

        /// True for that name, and for the aliases, in whatever case.
        func isCalled(_ name: String) -> Bool {
            let name = name.lowercased()
            return self.name == name || aliases.contains(name)
        }

        /// `/join room[,room] [key]`.
        package var usage: String { "/" + name + (arguments.isEmpty ? "" : " " + arguments) }

        /// The kind of thing that the argument at a place names, the first being 0.
        package func argument(at index: Int) -> Argument {
            names.indices.contains(index) ? names[index] : names.last ?? .none
        }
    }

    /// Commands that belong together, under one heading in the help.
    package struct Section: Sendable {
        package let heading: String
        package let entries: [Entry]

        init(_ heading: String, _ entries: [Entry]) {
            self.heading = heading
            self.entries = entries
        }
    }

    package let sections: [Section]
    package let entries: [Entry]

    package init(sections: [Section]) {
        self.sections = sections
        entries = sections.flatMap(\.entries)
    }

    /// The command with a name, an alias, or the only one that begins so.
    package func entry(named name: String) -> Entry? {
        let name = name.lowercased()
        if let exact = entries.first(where: { $0.isCalled(name) }) { return exact }
        let candidates = entries.filter { $0.name.hasPrefix(name) }
        return candidates.count == 1 && !name.isEmpty ? candidates[0] : nil
    }

    /// All command names that begin so, for completion.
    package func names(beginningWith prefix: String) -> [String] {
        entries.map(\.name).filter { $0.hasPrefix(prefix.lowercased()) }
    }
}
