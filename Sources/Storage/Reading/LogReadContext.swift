import Synchronization

/// Somebody who waits for answers of the log: a session, as a rule.
package final class LogReadContext: Sendable {
    /// The address that it comes from: what one address asks shares the turns of that address.
    package let source: String
    private let cancelled: Atomic<Bool>

    package init(source: String = "", cancelled: Bool = false) {
        self.source = source
        self.cancelled = Atomic(cancelled)
    }

    /// True when it waits for no answer any more.
    package var isCancelled: Bool { cancelled.load(ordering: .relaxed) }

    /// Cancels the questions: they are not answered any more, and a search ends with the portion in hand.
    package func cancel() { cancelled.store(true, ordering: .relaxed) }
}
