import Glibc
import TerminalApp

/// Ends the program with one line on stderr: the cause, then the remedy.
func fail(_ message: String, status: ExitStatus) -> Never {
    end(ProgramExit(status: status.rawValue, message: message))
}

/// Ends the program, with its message on stderr where there is one.
func end(_ programExit: ProgramExit) -> Never {
    if let message = programExit.message {
        let line = Array("grillo-tui: \(message)\n".utf8)
        _ = line.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
    exit(programExit.status)
}
