import ArgumentParser
import Protocol
import Transport

/// `grillo`: hosts a room, and looks after it.
@main
struct Grillo: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grillo",
        abstract: "A chat server that speaks IRC: grillo serve hosts a room, grillo-tui enters it.",
        version: GrilloVersion.number,
        subcommands: [
            Serve.self, AccountCommand.self, OperatorCommand.self, InviteCommand.self, SendCommand.self,
            TailCommand.self, StatusCommand.self,
            ExportCommand.self, ImportCommand.self, BackupCommand.self, RestoreCommand.self, VerifyCommand.self,
            DoctorCommand.self, BenchCommand.self,
        ])

    /// Like every other error, a mistake on the command line is one line, cause then remedy.
    static func main() {
        ProcessArguments.hideSecrets()
        nameProcess(configuration.commandName ?? "grillo")
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let code as ExitCode {
            // Whoever threw it has said why.
            exit(withError: code)
        } catch  where exitCode(for: error) == .validationFailure {
            let arguments = CommandLine.arguments.dropFirst()
            let usage = UsageError(message(for: error), arguments: arguments, root: Self.self)
            exit(withError: fail("\(usage)", code: 64))
        } catch {
            exit(withError: error)
        }
    }
}
