import Protocol
import Synchronization

/// The state of the upkeep of a ``LocalLog``: what is too old or too much is taken out, and what was taken out is overwritten. Used on the log's
/// queue.
final class LocalLogUpkeep: Sendable {
    let retention: Retention
    let now: @Sendable () -> Timestamp
    private let state = Mutex(State())

    /// Something to be called. A closure that stood in the state by itself would come out of it wrapped once more each time.
    private struct Answer {
        let call: @Sendable () -> Void
    }

    private struct State {
        var isAtWork = false
        var isRetrySet = false
        var answers: [Answer] = []
    }

    /// The seconds from the start to the first upkeep, and from one to the next.
    static let firstSeconds = 2
    static let seconds = 600
    /// The pause between two pieces of some 10 ms.
    static let pauseMilliseconds = 10

    init(retention: Retention, now: @escaping @Sendable () -> Timestamp) {
        self.retention = retention
        self.now = now
    }

    /// True while somebody waits for something to be gone.
    var isAwaited: Bool { state.withLock { !$0.answers.isEmpty } }

    /// Calls a closure when all is done.
    func await(_ answer: @escaping @Sendable () -> Void) { state.withLock { $0.answers.append(Answer(call: answer)) } }

    /// True where it is to be begun now.
    func begin() -> Bool {
        state.withLock { state in
            defer { state.isAtWork = true }
            return !state.isAtWork
        }
    }

    /// - Parameter isDone: false where something still waits for the disk, so that nobody is told that it is gone.
    func end(isDone: Bool) {
        state.withLock { $0.isAtWork = false }
        if isDone { finish() }
    }

    /// Calls all who wait.
    func finish() {
        let answers = state.withLock { state in
            defer { state.answers = [] }
            return state.answers
        }
        for answer in answers { answer.call() }
    }

    /// Notes that another attempt to store what waits is on its way, or that it is not. True where that is new.
    func setRetry(_ isSet: Bool) -> Bool {
        state.withLock { state in
            defer { state.isRetrySet = isSet }
            return state.isRetrySet != isSet
        }
    }
}
