/// A command of the person's own that prints a password, such as `pass show irc`.
///
/// Before the screen is there it runs with the terminal, so that it may ask for a passphrase; later without.
package enum PasswordCommand {
    /// Bytes that a password has at most.
    private static let maxPasswordBytes = 4096
    /// Bytes that it may print in all: more than a password, for notes behind it.
    private static let maxOutputBytes = 1 << 16
    /// Seconds that it has: enough to type a passphrase.
    package static let timeoutSeconds: Int64 = 120
    /// Seconds that it has where it cannot ask on the terminal: a window of its own may be asking.
    private static let secondsWithoutTerminal: Int64 = 60

    package struct Failure: Error {
        /// Why there is no password: one line, with the remedy.
        package let text: String
    }

    /// The first line that the command prints. More of its output is of no interest, but the command must not die of printing it.
    ///
    /// - Parameters:
    ///   - seconds: after which the command is ended, whether it prints or not.
    ///   - mayUseTerminal: false where the terminal shows the screen: the command can then neither read from it nor write to it.
    package static func run(
        _ command: String, for seconds: Int64? = nil, mayUseTerminal: Bool = true
    ) throws(Failure) -> String {
        guard !mayUseTerminal else { return try password(of: command, for: seconds ?? timeoutSeconds, true) }
        do throws(Failure) {
            return try password(of: command, for: seconds ?? secondsWithoutTerminal, false)
        } catch {
            throw Failure(text: error.text + " Here it has no terminal to ask on; before grillo-tui starts it has one.")
        }
    }

    private static func password(
        of command: String, for seconds: Int64, _ mayUseTerminal: Bool
    ) throws(Failure) -> String {
        let outcome = try outcome(of: command, for: seconds, mayUseTerminal)
        guard !outcome.isCut else { throw failure(command, "prints too much to be a password") }
        if let problem = problem(of: outcome, seconds: seconds) { throw failure(command, problem) }
        var line = outcome.output.prefix { $0 != 0x0A }
        if line.last == 0x0D { line.removeLast() }
        guard !line.isEmpty, line.count < maxPasswordBytes, let text = String(validating: line, as: UTF8.self) else {
            throw failure(command, "printed no password")
        }
        return text
    }

    /// Runs it by the shell. One that takes too long or prints too much is ended with all that it has started.
    private static func outcome(
        of command: String, for seconds: Int64, _ mayUseTerminal: Bool
    ) throws(Failure) -> ProgramOutcome {
        var run = ProgramRun(
            words: ["/bin/sh", "-c", command], seconds: seconds, maxOutputBytes: maxOutputBytes)
        run.usesTerminal = mayUseTerminal
        run.keepsErrors = false
        run.endsWhenCut = true
        // An agent that it has started keeps the passphrase for the next time.
        run.mayLeaveRunning = true
        do throws(ProgramStartFailure) {
            var process = try ChildProcess(run)
            process.awaitEnd()
            return process.takeOutcome()
        } catch {
            throw failure(command, "cannot be started: \(error.cause)")
        }
    }

    private static func problem(of outcome: ProgramOutcome, seconds: Int64) -> String? {
        outcome.end == .timedOut ? "did not end within \(seconds) seconds" : outcome.problem(seconds: seconds)
    }

    private static func failure(_ command: String, _ cause: String) -> Failure {
        Failure(text: "the password-command “\(command)” \(cause). Try it by itself, and mend it in tui.toml.")
    }
}
