import Glibc
import SystemBasics
import Transport

/// A command of the person's own that prints a password, such as `pass show irc`.
///
/// Before the screen is there it runs with the terminal, so that it may ask for a passphrase; later without.
package enum PasswordCommand {
    /// Bytes that a password has at most.
    private static let maxPasswordBytes = 4096
    /// Bytes that it may print in all.
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
        let (process, output) = try start(command, mayUseTerminal)
        defer { close(output) }
        let deadline = MonotonicClock.now() + UInt64(seconds) * 1_000_000_000
        let printed = read(output, until: deadline)
        guard (printed?.count ?? 0) < maxOutputBytes else {
            end(process)
            throw failure(command, "prints too much to be a password")
        }
        guard let bytes = printed, let status = status(of: process, until: deadline) else {
            end(process)
            throw failure(command, "did not end within \(seconds) seconds")
        }
        switch status {
        case .status(0): break
        case .status(let number): throw failure(command, "ended with \(number)")
        case .signal: throw failure(command, "was ended by a signal")
        case .unknown, .timedOut, .notStarted: throw failure(command, "ended, and the system does not tell how")
        }
        var line = bytes.prefix { $0 != 0x0A }
        if line.last == 0x0D { line.removeLast() }
        guard !line.isEmpty, line.count < maxPasswordBytes, let text = String(validating: line, as: UTF8.self) else {
            throw failure(command, "printed no password")
        }
        return text
    }

    /// The bytes that come, to their end or to ``maxOutputBytes`` bytes; nil where neither has come by then.
    private static func read(_ descriptor: Int32, until deadline: UInt64) -> [UInt8]? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while bytes.count < maxOutputBytes {
            let now = MonotonicClock.now()
            guard now < deadline else { return nil }
            var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&polled, 1, Int32(clamping: (deadline - now) / 1_000_000 + 1)) > 0 else { continue }
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count > 0 { bytes += chunk[..<count] } else if count == 0 || errno != EINTR { break }
        }
        return bytes
    }

    /// The end of a process, which is taken from the system; nil where it has not ended by the deadline.
    private static func status(of process: pid_t, until deadline: UInt64) -> ProgramOutcome.End? {
        while !ChildProcess.hasEnded(process) {
            guard MonotonicClock.now() < deadline else { return nil }
            usleep(5000)
        }
        return ChildProcess.takeEnd(of: process)
    }

    /// Seconds that a command has to end when it is told to.
    private static let graceSeconds: UInt64 = 1

    /// Ends a process, by force if need be, and leaves no trace of it in the system.
    private static func end(_ process: pid_t) {
        kill(process, SIGTERM)
        guard status(of: process, until: MonotonicClock.now() + graceSeconds * 1_000_000_000) == nil else { return }
        kill(process, SIGKILL)
        _ = ChildProcess.takeEnd(of: process)
    }

    /// Starts it by the shell, with its output to be read from the descriptor.
    private static func start(_ command: String, _ mayUseTerminal: Bool) throws(Failure) -> (
        process: pid_t, output: Int32
    ) {
        let printed: Pipe
        do throws(SystemError) {
            printed = try Pipe()
        } catch {
            throw failure(command, "cannot be started: \(error)")
        }
        defer { close(printed.writing) }
        var start = ProgramStart(["/bin/sh", "-c", command])
        start.output = .descriptor(printed.writing)
        if mayUseTerminal {
            (start.input, start.errors, start.keepsTerminal) = (.inherited, .inherited, true)
        }
        do throws(ProgramStartFailure) {
            return (try start.start(), printed.reading)
        } catch {
            close(printed.reading)
            throw failure(command, "cannot be started: \(error.cause)")
        }
    }

    private static func failure(_ command: String, _ cause: String) -> Failure {
        Failure(text: "the password-command “\(command)” \(cause). Try it by itself, and mend it in tui.toml.")
    }
}
