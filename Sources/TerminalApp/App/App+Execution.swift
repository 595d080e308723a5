import Client

/// The commands that the person runs with /exec.
extension App {
    /// Seconds that a command has.
    private static var commandSeconds: Int64 { 60 }
    /// Bytes of its output that are looked at.
    private static var maxCommandOutput: Int { 1 << 16 }

    func execute(_ execution: CommandExecution, of network: NetworkID) {
        let place = BufferAddress(network, execution.buffer)
        // Whoever writes into a pipe need not be the person.
        guard linear == nil || world.stream.isInteractive else {
            return tell("/exec needs a terminal, and these lines come from a pipe or a file.", .error, in: place)
        }
        guard programs.beginCommand() else {
            let count = RunningPrograms.maxCommands
            return tell("\(count) commands are running. Wait until one has ended.", .error, in: place)
        }
        var run = ProgramRun(
            // The shell calls itself by the word behind the command.
            words: ["/bin/sh", "-c", execution.command, "sh"] + execution.words, seconds: Self.commandSeconds,
            maxOutputBytes: Self.maxCommandOutput)
        run.environment = execution.environment
        world.programs.run(run) { [loop = world.loop] outcome in
            loop.enqueue { [self] in commandEnded(execution, outcome, of: network) }
        }
    }

    private func commandEnded(_ execution: CommandExecution, _ outcome: ProgramOutcome, of network: NetworkID) {
        programs.commandEnded()
        guard programEnd == .running, chat.contains(network) else { return }
        let problem = outcome.problem(seconds: Self.commandSeconds).map { "It \($0)." }
        let output = CommandOutput(bytes: outcome.output, isCut: outcome.isCut, problem: problem)
        chat[network].executed(execution, output, at: clock.now)
        carryOut()
        drawSoon()
    }
}
