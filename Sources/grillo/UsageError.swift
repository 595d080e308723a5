import ArgumentParser

/// What is wrong with a command line, in one line: what it is, and which help tells how it is right.
struct UsageError: CustomStringConvertible {
    let description: String

    /// - Parameters:
    ///   - message: the parser's, which may have several lines.
    ///   - arguments: what was typed behind the program's name.
    init(_ message: String, arguments: some Collection<String>, root: any ParsableCommand.Type) {
        let cause = message.replacing("following:\n  - ", with: "following: ").replacing("\n  - ", with: ", ")
            .split(whereSeparator: \.isNewline).joined(separator: " ")
        let stop = cause.last?.isPunctuation == true && cause.last != "'" ? "" : "."
        let path = Self.path(arguments, root)
        var hint = ""
        if cause.contains("'<room>'") {
            hint = " Quote the room, for # begins a comment: \(path) '#lobby'\(path.hasSuffix("send") ? " hello" : "")."
        } else if path.hasSuffix("send"), arguments.contains(where: { $0.hasPrefix("-") && $0 != "-" }) {
            hint = " Text that begins with a dash goes behind --: \(path) '#lobby' -- -text."
        }
        description = "\(cause)\(stop)\(hint) Try \(path) --help."
    }

    /// The command that was meant, as far as its words are known.
    private static func path(_ arguments: some Collection<String>, _ root: any ParsableCommand.Type) -> String {
        var (command, words) = (root, [root._commandName])
        for argument in arguments {
            guard let next = command.configuration.subcommands.first(where: { $0._commandName == argument }) else {
                continue
            }
            (command, words) = (next, words + [argument])
        }
        return words.joined(separator: " ")
    }
}
