import ArgumentParser
import Foundation
import Server

/// `grillo account`: who may log in.
struct AccountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "Look after the accounts of a server, running or not.",
        subcommands: [Add.self, Password.self, List.self, Remove.self])

    /// What all of them can be told.
    struct Place: ParsableArguments {
        @Option(
            name: .long,
            help: ArgumentHelp("The folder that keeps the history and the server's key.", valueName: "dir"))
        var data: String?

        var folder: String { data ?? DataFolder.standard { ProcessInfo.processInfo.environment[$0] } }

        /// Does something, and turns what goes wrong into a line and an exit code.
        func attempt(_ body: (AccountDesk) throws -> Void) throws {
            do {
                try body(AccountDesk(folder: folder))
            } catch let error as AccountDesk.Refusal {
                throw fail(error.description, code: 65)
            } catch let error as StartError {
                throw fail("\(error)", code: error.exitCode.rawValue)
            } catch {
                throw fail("\(error)", code: 74)
            }
        }
    }

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an account. The password is asked for, or read from standard input.")
        @OptionGroup var place: Place
        @Argument(help: "What it is called: a nick.") var name: String

        func run() throws {
            let password = try Secret.ask("Password for \(name): ", twice: true)
            try place.attempt { try $0.add(name, password: password) }
            print("\(name) can log in.")
        }
    }

    struct Password: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give an account another password. It is asked for, or read from standard input.")
        @OptionGroup var place: Place
        @Argument(help: "The account.") var name: String

        func run() throws {
            let password = try Secret.ask("New password for \(name): ", twice: true)
            try place.attempt { try $0.setPassword(of: name, to: password) }
            print("\(name) has another password.")
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the accounts.")
        @OptionGroup var place: Place

        func run() throws {
            try place.attempt { desk in
                for entry in try desk.list() {
                    print(
                        [entry.name, entry.registered, entry.nick.map { "here as \($0)" } ?? ""].joined(separator: "\t")
                    )
                }
            }
        }
    }

    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Remove an account.")
        @OptionGroup var place: Place
        @Flag(name: .long, help: "Also take out of the history all that it said.") var erase = false
        @Argument(help: "The account.") var name: String

        func run() throws {
            try place.attempt { try $0.remove(name, erasing: erase) }
            print(erase ? "\(name) is removed, and all that it said." : "\(name) is removed.")
        }
    }
}

/// A password, as the host tells it.
enum Secret {
    /// From a terminal without showing it; otherwise the first line of standard input.
    static func ask(_ prompt: String, twice: Bool) throws -> String {
        guard isatty(0) == 1 else {
            guard let line = readLine(), !line.isEmpty else {
                throw fail("no password came on standard input", code: 64)
            }
            return line
        }
        let first = try askTerminal(prompt)
        if twice {
            let second = try askTerminal("Once more: ")
            guard first == second else { throw fail("these are two different passwords", code: 64) }
        }
        return first
    }

    private static func askTerminal(_ prompt: String) throws -> String {
        FileHandle.standardError.write(Data(prompt.utf8))
        var before = termios()
        tcgetattr(0, &before)
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(0, TCSAFLUSH, &silent)
        defer {
            tcsetattr(0, TCSAFLUSH, &before)
            FileHandle.standardError.write(Data("\n".utf8))
        }
        guard let line = readLine(), !line.isEmpty else { throw fail("there is no password", code: 64) }
        return line
    }
}
