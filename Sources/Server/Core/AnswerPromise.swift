import Chat
import Synchronization

/// A question that a session waits for, and the duty to answer it: exactly one answer is delivered, whatever becomes of it.
///
/// A promise that is let go of without an answer has answered ``QueryResult/failed``, so that no session waits for ever.
final class AnswerPromise: Sendable {
    private let isAnswered = Mutex(false)
    private let deliver: @Sendable (QueryResult) -> Void

    /// - Parameter deliver: called once, from any thread.
    init(_ deliver: @escaping @Sendable (QueryResult) -> Void) { self.deliver = deliver }

    deinit { answer(.failed) }

    /// Answers it; where it was answered before, nothing happens.
    func answer(_ answer: QueryResult) {
        let isFirst = isAnswered.withLock { isAnswered in
            defer { isAnswered = true }
            return !isAnswered
        }
        if isFirst { deliver(answer) }
    }
}
