import ArgumentParser
import Glibc
import SystemBasics
import TerminalApp

extension LogExport.Format: ExpressibleByArgument {}

/// `--export-log`.
extension GrilloTUI {
    /// Writes what the log has to standard output. A reader who has had enough ends it.
    static func exportLog(
        _ place: String, _ format: LogExport.Format, _ stateDirectory: StateDirectory, _ preferences: Preferences
    ) {
        do throws(LogExport.Problem) {
            try LogExport(place, format, in: stateDirectory, preferences.servers).run { writeOut($0) }
        } catch {
            fail(error.text, status: error.status)
        }
    }

    /// False where nobody reads any more. Ends the program where it cannot be written otherwise.
    private static func writeOut(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress! + done, bytes.count - done) }
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EPIPE { return false }
            guard count > 0 else {
                fail("cannot write: \(SystemError(errno)). Name another file, or make room.", status: .inputOutput)
            }
            done += count
        }
        return true
    }
}
