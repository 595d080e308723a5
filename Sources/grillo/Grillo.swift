import ArgumentParser

/// `grillo`: hosts a room, and looks after it.
@main
struct Grillo: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grillo",
        abstract: "A chat room that you host with one command and enter with one command.",
        version: "0.1.0",
        subcommands: [
            Serve.self, AccountCommand.self, BackupCommand.self, RestoreCommand.self, VerifyCommand.self,
        ])
}
