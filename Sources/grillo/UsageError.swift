import ArgumentParser
import Protocol

/// A mistake on a command line, in one line: the cause, and the help that tells how it is right.
struct UsageError: CustomStringConvertible {
    let description: String

    /// - Parameters:
    ///   - message: the parser's, which may have several lines.
    ///   - arguments: the words that were typed behind the program's name.
    init(_ message: String, arguments: some Collection<String>, root: any ParsableCommand.Type) {
        let (command, path) = Self.command(arguments, root)
        let cause = Self.cause(message, arguments, command)
        let stop = cause.last?.isPunctuation == true && cause.last != "'" ? "" : "."
        var hint = ""
        if cause.contains("'<room>'") {
            hint = " Quote the room, for # begins a comment: \(path) '#lobby'\(path.hasSuffix("send") ? " hello" : "")."
        } else if path.hasSuffix("send"), !cause.hasPrefix("There is no option"),
            arguments.contains(where: { $0.hasPrefix("-") && $0 != "-" })
        {
            hint = " Text that begins with a dash goes behind --: \(path) '#lobby' -- -text."
        }
        description = "\(cause)\(stop)\(hint) Try \(path) --help."
    }

    /// The message of the parser, on one line; or the misspelt word, where the message is only about what came of that word.
    private static func cause(
        _ message: String, _ arguments: some Collection<String>, _ command: any ParsableCommand.Type
    ) -> String {
        if let word = Self.misspeltCommand(arguments, command) {
            let near = MisspeltOption.nearest(to: word, in: command.configuration.subcommands.map { $0._commandName })
            return "There is no command '\(word)'." + (near.map { " Did you mean \($0)?" } ?? "")
        }
        // The text said to a room may begin with dashes.
        let option = MisspeltOption(in: arguments, known: options(of: command))
        if let option, command != SendCommand.self || option.nearest != nil { return option.words }
        return message.replacing("following:\n  - ", with: "following: ").replacing("\n  - ", with: ", ")
            .split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    /// The word that stands in the place of a subcommand and is none; nil where there is no such word.
    private static func misspeltCommand(
        _ arguments: some Collection<String>, _ command: any ParsableCommand.Type
    ) -> String? {
        guard !command.configuration.subcommands.isEmpty else { return nil }
        let place = arguments.firstIndex(of: command._commandName).map { arguments.index(after: $0) }
        return arguments[(place ?? arguments.startIndex)...].first { !$0.hasPrefix("-") }
    }

    /// Those that its help names.
    private static func options(of command: any ParsableCommand.Type) -> Set<String> {
        let help = command.helpMessage(includeHidden: true, columns: 10_000)
        return Set(help.matches(of: #/--[a-z][a-z-]*/#).map { String($0.output) } + ["--help", "--version"])
    }

    /// The command that was meant, as far as its words are known, and those words.
    private static func command(
        _ arguments: some Collection<String>, _ root: any ParsableCommand.Type
    ) -> (command: any ParsableCommand.Type, path: String) {
        var (command, words) = (root, [root._commandName])
        for argument in arguments {
            guard let next = command.configuration.subcommands.first(where: { $0._commandName == argument }) else {
                continue
            }
            (command, words) = (next, words + [argument])
        }
        return (command.configuration.defaultSubcommand ?? command, words.joined(separator: " "))
    }
}
