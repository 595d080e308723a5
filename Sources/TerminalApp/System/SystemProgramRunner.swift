import Dispatch

/// Runs programs on this machine.
package struct SystemProgramRunner: ProgramRunner {
    package init() {}

    package func run(_ run: ProgramRun, done: @escaping @Sendable (ProgramOutcome) -> Void) {
        DispatchQueue.global(qos: .utility).async { done(Self.outcome(of: run)) }
    }

    /// Runs a program and waits for its end.
    static func outcome(of run: ProgramRun) -> ProgramOutcome {
        do throws(ProgramStartFailure) {
            var process = try ChildProcess(run)
            return process.finish()
        } catch {
            return ProgramOutcome(end: .notStarted(error.cause))
        }
    }
}
