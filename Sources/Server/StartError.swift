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
    /// Whether the folder has its server already: then it can be entered by its door.
    package let isAlreadyServed: Bool

    package init(_ cause: String, remedy: String, _ exitCode: ExitCode, isAlreadyServed: Bool = false) {
        self.cause = cause
        self.remedy = remedy
        self.exitCode = exitCode
        self.isAlreadyServed = isAlreadyServed
    }

    package var description: String { "\(cause): \(remedy)" }
}
