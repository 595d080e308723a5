/// Why a server did not start. One line: the cause, then the remedy.
package struct StartError: Error, Hashable, CustomStringConvertible {
    /// What a program that ends for it ends with. <https://man.openbsd.org/sysexits>
    package enum ExitCode: Int32, Sendable {
        case unavailable = 69
        case inputOutput = 74
        case configuration = 78
    }

    package let cause: String
    package let remedy: String
    package let exitCode: ExitCode

    package init(_ cause: String, remedy: String, _ exitCode: ExitCode) {
        self.cause = cause
        self.remedy = remedy
        self.exitCode = exitCode
    }

    package var description: String { "\(cause): \(remedy)" }
}
