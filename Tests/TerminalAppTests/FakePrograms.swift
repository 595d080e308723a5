import Synchronization
import TerminalApp

/// Programs that a test plays: it sees what is run, and ends it.
final class FakePrograms: ProgramRunner {
    private struct State {
        var runs: [ProgramRun] = []
        var launched: [[String]] = []
        var reapCount = 0
        var isOver = false
        var waiting: [@Sendable (ProgramOutcome) -> Void] = []
    }

    private let state = Mutex(State())

    /// All that were started, in their order.
    var runs: [ProgramRun] { state.withLock { $0.runs } }
    /// The words of those that go on by themselves, in their order.
    var launched: [[String]] { state.withLock { $0.launched } }
    /// How often the ends of those were taken.
    var reapCount: Int { state.withLock { $0.reapCount } }
    /// True once all were told to end.
    var isOver: Bool { state.withLock { $0.isOver } }
    /// Those that have not ended.
    var runningCount: Int { state.withLock { $0.waiting.count } }

    func run(_ run: ProgramRun, done: @escaping @Sendable (ProgramOutcome) -> Void) {
        state.withLock { state in
            state.runs.append(run)
            state.waiting.append(done)
        }
    }

    func launch(_ words: [String]) -> String? {
        state.withLock { $0.launched.append(words) }
        return nil
    }

    func reapLaunched() { state.withLock { $0.reapCount += 1 } }

    func endAll() { state.withLock { $0.isOver = true } }

    /// Ends the one that has run for the longest.
    func end(_ end: ProgramOutcome.End = .status(0), printing output: String = "") {
        let done = state.withLock { $0.waiting.removeFirst() }
        done(ProgramOutcome(end: end, output: Array(output.utf8)))
    }
}
