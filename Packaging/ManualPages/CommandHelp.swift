/// The help of a program as `--experimental-dump-help` prints it: of the JSON that swift-argument-parser writes, as much as a page needs.
/// <https://github.com/apple/swift-argument-parser/blob/main/Sources/ArgumentParserToolInfo/ToolInfo.swift>
struct ProgramHelp: Decodable {
    let command: CommandHelp
}

struct CommandHelp: Decodable {
    let commandName: String
    let abstract: String?
    let discussion: String?
    let superCommands: [String]?
    let subcommands: [CommandHelp]?
    let arguments: [ArgumentHelp]?

    /// The words with which it is called.
    var path: [String] { (superCommands ?? []) + [commandName] }

    /// The command and all below it that do something of their own, in the order of the help.
    var leaves: [CommandHelp] {
        // The parser's own command shows what the pages say.
        let inner = (subcommands ?? []).filter { $0.commandName != "help" }
        return inner.isEmpty ? [self] : inner.flatMap(\.leaves)
    }

    /// The arguments that may stand behind it. Every command has `--help` and `--version`, too.
    var ownArguments: [ArgumentHelp] {
        shownArguments.filter { argument in !argument.isStandard }
    }

    var standardArguments: [ArgumentHelp] { shownArguments.filter(\.isStandard) }

    private var shownArguments: [ArgumentHelp] { (arguments ?? []).filter(\.shouldDisplay) }
}

struct ArgumentHelp: Decodable {
    enum Kind: String, Decodable {
        case positional, option, flag
    }

    struct Name: Decodable {
        enum Kind: String, Decodable {
            case long, short, longWithSingleDash
        }

        let kind: Kind
        let name: String

        /// As mdoc wants it behind `Fl`, which writes one dash itself.
        var flag: String {
            switch kind {
            case .long: "-" + name
            case .short, .longWithSingleDash: name
            }
        }
    }

    let kind: Kind
    let shouldDisplay: Bool
    let isOptional: Bool
    let isRepeating: Bool
    let names: [Name]?
    let valueName: String?
    let defaultValue: String?
    let allValues: [String]?
    let abstract: String?
    let discussion: String?

    var isStandard: Bool { (names ?? []).contains { ["help", "version"].contains($0.name) } }

    /// Its purpose, and its default.
    var meaning: String {
        let words = abstract ?? ""
        let untold = (allValues ?? []).contains { !words.contains($0) }
        let notes =
            (untold ? ["values: " + (allValues ?? []).joined(separator: ", ")] : [])
            + (defaultValue.map { ["default: \($0)"] } ?? [])
        return notes.isEmpty ? words : "\(words) (\(notes.joined(separator: "; ")))"
    }
}
