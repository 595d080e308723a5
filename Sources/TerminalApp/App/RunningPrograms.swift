/// The programs that run beside the screen: commands of /exec, and those that are run for lines.
struct RunningPrograms {
    /// Commands that run at once.
    static let maxCommands = 4

    private var commandCount = 0
    var hooks = HookQueue()

    /// Takes one more command.
    ///
    /// - Returns: false where enough of them run.
    mutating func beginCommand() -> Bool {
        guard commandCount < Self.maxCommands else { return false }
        commandCount += 1
        return true
    }

    mutating func commandEnded() { commandCount -= 1 }
}
