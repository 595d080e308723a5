import Dispatch
import Glibc
import Synchronization

/// Runs programs on this machine.
package final class SystemProgramRunner: ProgramRunner {
    /// The programs that are ended with this one.
    private struct Running {
        /// The process groups. A number stands here only while it is that of a program of ours.
        var groups: Set<pid_t> = []
        var isOver = false
    }

    private let running = Mutex(Running())
    /// The programs that go on by themselves, until their ends are taken from the system.
    private let launched = Mutex<Set<pid_t>>([])

    package init() {}

    package func run(_ run: ProgramRun, done: @escaping @Sendable (ProgramOutcome) -> Void) {
        DispatchQueue.global(qos: .utility).async { done(self.outcome(of: run)) }
    }

    /// Runs a program and waits for its end.
    func outcome(of run: ProgramRun) -> ProgramOutcome {
        do throws(ProgramStartFailure) {
            var process = try start(run)
            process.awaitEnd()
            let group = process.process
            running.withLock { _ = $0.groups.remove(group) }
            return process.takeOutcome()
        } catch {
            return ProgramOutcome(end: .notStarted(error.cause))
        }
    }

    private func start(_ run: ProgramRun) throws(ProgramStartFailure) -> ChildProcess {
        try running.withLock { (running) throws(ProgramStartFailure) in
            guard !running.isOver else { throw ProgramStartFailure(cause: "grillo-tui is ending") }
            let process = try ChildProcess(run)
            if !run.mayLeaveRunning { running.groups.insert(process.process) }
            return process
        }
    }

    package func launch(_ words: [String]) -> String? {
        do throws(ProgramStartFailure) {
            let process = try ProgramStart(words).start()
            launched.withLock { _ = $0.insert(process) }
            return nil
        } catch {
            return error.cause
        }
    }

    package func reapLaunched() {
        launched.withLock { launched in
            // The system answers 0 for one that goes on. Of one that it does not know nothing is left either.
            launched = launched.filter { waitpid($0, nil, WNOHANG) == 0 }
        }
    }

    /// Hundredths of a second that they have to end when they are told to.
    private static let grace = 20

    package func endAll() {
        tellAll(SIGTERM)
        for _ in 0..<Self.grace where running.withLock({ !$0.groups.isEmpty }) { usleep(10_000) }
        tellAll(SIGKILL)
    }

    private func tellAll(_ signal: Int32) {
        running.withLock { running in
            running.isOver = true
            for group in running.groups { kill(-group, signal) }
        }
    }
}
