import ArgumentParser
import Server

/// `grillo operator`: prints what makes somebody an IRC operator, for the configuration file.
struct OperatorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "operator",
        abstract: "Print the lines of the configuration file that make somebody an IRC operator.",
        discussion: """
            The password is asked for, or read from standard input; only a hash of it is printed. Put the lines at the end of the \
            file of grillo serve --config, and send the server SIGHUP. Then: /oper NAME PASSWORD.
            """)

    @Argument(help: "The name to give with OPER.") var name: String

    @Option(
        name: .long,
        help: "The account that must be logged in to. With --no-password, OPER NAME is then enough.")
    var account: String?

    @Flag(name: .long, help: "Ask for no password: the account is enough.") var noPassword = false

    @Option(
        name: .customLong("right"),
        help: ArgumentHelp(
            "A right; may be repeated: \(OperatorTOML.rights.joined(separator: ", ")). (default: all)",
            valueName: "right"), completion: .list(OperatorTOML.rights))
    var rights: [String] = []

    func validate() throws {
        for word in [name, account ?? "-"]
        where word.isEmpty || word.contains(where: { !$0.isASCII || " \"\\\t\n".contains($0) }) {
            throw ValidationError("'\(word)' is not one plain word. Say letters and digits, such as anna.")
        }
        if let wrong = rights.first(where: { !OperatorTOML.rights.contains($0) }) {
            throw ValidationError(
                "There is no right '\(wrong)': choose from \(OperatorTOML.rights.joined(separator: ", ")).")
        }
        if noPassword, account == nil {
            throw ValidationError("Without a password an account is needed. Name it with --account NAME.")
        }
    }

    func run() throws {
        let password = noPassword ? nil : try PasswordPrompt.ask("Password for the operator \(name): ", twice: true)
        print(
            OperatorTOML.make(
                name: name, password: password, account: account,
                rights: rights.isEmpty ? OperatorTOML.rights : rights))
    }
}
