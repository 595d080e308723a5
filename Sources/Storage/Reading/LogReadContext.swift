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

    /// What it has asked is not answered any more, and what is being looked for ends with the portion in hand.
    package func cancel() { cancelled.store(true, ordering: .relaxed) }
}
