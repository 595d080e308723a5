import Synchronization
import TerminalApp

/// Programs that a test plays: it sees what is run, and ends it.
final class FakePrograms: ProgramRunner {
    private struct State {
        var runs: [ProgramRun] = []
        var waiting: [@Sendable (ProgramOutcome) -> Void] = []
    }

    private let state = Mutex(State())

    /// All that were started, in their order.
    var runs: [ProgramRun] { state.withLock { $0.runs } }
    /// Those that have not ended.
    var runningCount: Int { state.withLock { $0.waiting.count } }

    func run(_ run: ProgramRun, done: @escaping @Sendable (ProgramOutcome) -> Void) {
        state.withLock { state in
            state.runs.append(run)
            state.waiting.append(done)
        }
    }

    /// Ends the one that has run for the longest.
    func end(_ end: ProgramOutcome.End = .status(0), printing output: String = "") {
        let done = state.withLock { $0.waiting.removeFirst() }
        done(ProgramOutcome(end: end, output: Array(output.utf8)))
    }
}
