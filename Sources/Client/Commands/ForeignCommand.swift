/// A command as people of WeeChat and irssi type it, which this program calls or writes otherwise.
struct ForeignCommand: Sendable {
    /// The meaning that such a command has here.
    enum Meaning: Hashable, Sendable {
        /// The same as a command of ours with these arguments.
        case command(String, arguments: String)
        /// There is nothing quite the same: a sentence that names what comes near.
        case answer(String)
    }

    /// In small letters, without their slash.
    let names: [String]
    /// Names of the commands of ours that do what people look for by these names.
    let commands: [String]
    /// The meaning with these arguments; nil where they are to be read as those of our own command of that name.
    let meaning: @Sendable (Arguments) -> Meaning?

    /// The text behind a command's name.
    struct Arguments {
        /// All of it, without blanks at both ends.
        let text: String
        let channelTypes: String

        var words: [String] { text.split(separator: " ").map(String.init) }

        /// The first word in small letters; empty where there is none.
        var first: String { words.first?.lowercased() ?? "" }

        /// All behind the first word.
        var rest: String {
            text.firstIndex(of: " ").map { String(text[$0...].trimmed) } ?? ""
        }

        func isChannel(_ word: String) -> Bool { word.first.map { channelTypes.contains($0) } ?? false }
    }

    init(_ names: [String], for commands: [String], meaning: @escaping @Sendable (Arguments) -> Meaning?) {
        self.names = names
        self.commands = commands
        self.meaning = meaning
    }

    /// Other names of one of our commands.
    init(_ names: [String], _ command: String) {
        self.init(names, for: [command]) { .command(command, arguments: $0.text) }
    }

    /// Names that are answered with a sentence, whatever follows them.
    init(_ names: [String], for commands: [String] = [], answer: String) {
        self.init(names, for: commands) { _ in .answer(answer) }
    }

    private static let byName = Dictionary(
        all.flatMap { row in row.names.map { ($0, row) } }, uniquingKeysWith: { first, _ in first })

    /// The meaning of a command as it was typed; nil where it is none of other programs.
    ///
    /// - Parameter name: without its slash, in whatever case.
    static func meaning(of name: String, arguments text: Substring, channelTypes: String) -> Meaning? {
        byName[name.lowercased()].flatMap {
            $0.meaning(Arguments(text: String(text.trimmed), channelTypes: channelTypes))
        }
    }

    /// - Parameter name: without its slash, in whatever case.
    static func isKnown(_ name: String) -> Bool { byName[name.lowercased()] != nil }

    /// The command of ours that has another name alone in other programs; nil for all others.
    static func ownName(of name: String) -> String? {
        guard case .command(let own, _) = meaning(of: name, arguments: "", channelTypes: "") else { return nil }
        return own
    }

    /// The names in other programs of what a command of ours does.
    static func names(for command: String) -> [String] {
        all.filter { $0.commands.contains(command) }.flatMap(\.names).filter { $0 != command }
    }
}
