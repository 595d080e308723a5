import Synchronization

/// Somebody who waits for answers of the log: a session, as a rule.
package final class Asker: Sendable {
    /// The address that it comes from: what one address asks shares the turns of that address.
    package let source: String
    private let hasLeft: Atomic<Bool>

    package init(source: String = "", hasLeft: Bool = false) {
        self.source = source
        self.hasLeft = Atomic(hasLeft)
    }

    /// True when it waits for no answer any more.
    package var isGone: Bool { hasLeft.load(ordering: .relaxed) }

    /// What it has asked is not answered any more, and what is being looked for ends with the portion in hand.
    package func leave() { hasLeft.store(true, ordering: .relaxed) }
}
