import ArgumentParser
import Foundation
import Server

/// `grillo account`: who may log in.
struct AccountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "Add, change, list and remove accounts, also while the server runs.",
        subcommands: [Add.self, Password.self, List.self, Remove.self])

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add an account. The password is asked for, or read from standard input.")
        @OptionGroup var place: DataFolderOption
        @Argument(help: "The name of the account: a nick.") var name: String

        func run() throws {
            try carryOut {
                let admin = try AccountAdmin(folder: place.folder())
                try admin.check(name, for: .add)
                let password = try PasswordPrompt.ask(
                    "Password for \(name): ", twice: true, check: admin.check(password:))
                try admin.add(name, password: password)
            }
            print("\(name) can log in.")
        }
    }

    struct Password: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change the password of an account. It is asked for, or read from standard input.")
        @OptionGroup var place: DataFolderOption
        @Argument(help: "The account.") var name: String

        func run() throws {
            try carryOut {
                let admin = try AccountAdmin(folder: place.folder())
                try admin.check(name, for: .change)
                let password = try PasswordPrompt.ask(
                    "New password for \(name): ", twice: true, check: admin.check(password:))
                try admin.setPassword(of: name, to: password)
            }
            print("The password of \(name) is changed.")
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the accounts: name, day of registration, and the nick of who is here with it.")
        @OptionGroup var place: DataFolderOption

        func run() throws {
            try carryOut {
                let folder = try place.folder()
                let entries = try AccountAdmin(folder: folder).list()
                OutputTable.show(
                    ["ACCOUNT", "SINCE", "NOW"],
                    entries.map { [$0.name, $0.registered, $0.nick.map { "here as \($0)" } ?? ""] },
                    nothing: "There are no accounts. Make one: grillo account add NAME\(DataFolder.option(for: folder))"
                )
            }
        }
    }

    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Remove an account.")
        @OptionGroup var place: DataFolderOption
        @Flag(name: .long, help: "Also delete all its messages from the history.") var erase = false
        @Argument(help: "The account.") var name: String

        func run() throws {
            try carryOut { try AccountAdmin(folder: place.folder()).remove(name, erasing: erase) }
            print(erase ? "\(name) is removed, and all its messages." : "\(name) is removed.")
        }
    }
}

/// A password, as the host tells it.
enum PasswordPrompt {
    /// From a terminal without showing it; otherwise the first line of standard input.
    ///
    /// - Parameter check: throws for what can be no password, before it is asked for once more.
    static func ask(_ prompt: String, twice: Bool, check: (String) throws -> Void = { _ in }) throws -> String {
        guard isatty(0) == 1 else {
            guard let line = readLine(), !line.isEmpty else {
                throw fail("no password came on standard input: write one there, or run this at a terminal", code: 64)
            }
            return line
        }
        let first = try askTerminal(prompt)
        try check(first)
        if twice {
            let second = try askTerminal("The same again: ")
            guard first == second else { throw fail("the two passwords differ: try again", code: 64) }
        }
        return first
    }

    private static func askTerminal(_ prompt: String) throws -> String {
        var before = termios()
        tcgetattr(0, &before)
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(0, TCSAFLUSH, &silent)
        // Once it is asked for, nothing of it is shown or thrown away.
        FileHandle.standardError.write(Data(prompt.utf8))
        defer {
            tcsetattr(0, TCSAFLUSH, &before)
            FileHandle.standardError.write(Data("\n".utf8))
        }
        guard let line = readLine(), !line.isEmpty else { throw fail("no password was typed: try again", code: 64) }
        return line
    }
}
