/// Why a server did not start. One line: the cause, then the remedy.
package struct StartError: Error, Hashable, CustomStringConvertible {
    /// The exit code of a program that ends because of the error. <https://man.openbsd.org/sysexits>
    package enum ExitCode: Int32, Sendable {
        case unavailable = 69
        case inputOutput = 74
        case configuration = 78
    }

    package let cause: String
    package let remedy: String
    package let exitCode: ExitCode
    /// True if a server runs on the folder already: then the room can be entered through that server.
    package let isAlreadyServed: Bool

    package init(_ cause: String, remedy: String, exitCode: ExitCode, isAlreadyServed: Bool = false) {
        self.cause = cause
        self.remedy = remedy
        self.exitCode = exitCode
        self.isAlreadyServed = isAlreadyServed
    }

    package var description: String { "\(cause): \(remedy)" }
}
