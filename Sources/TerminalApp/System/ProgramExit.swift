/// The end of the program, for the shell.
package struct ProgramExit: Hashable, Sendable {
    package var status: Int32
    /// The cause, then the remedy, in one line for stderr; nil where the program ends as it should.
    package var message: String?

    package init(status: Int32, message: String? = nil) {
        self.status = status
        self.message = message
    }
}

/// The numbers that the program's end tells the shell: <https://man.openbsd.org/sysexits.3>.
package enum ExitStatus: Int32, Sendable {
    case done = 0
    case usage = 64
    case unreachable = 69
    case inputOutput = 74
    case configuration = 78
}
