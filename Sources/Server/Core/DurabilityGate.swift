import Chat
import DequeModule
import Storage

/// Holds every output back until what was recorded before it is stored: nobody sees what a crash could take away.
///
/// 1. Outputs leave in the order in which they came, whoever they are for: first in, first out.
/// 2. An output leaves when every entry recorded before it, an event or a change of what is known, is settled: stored, or a fact
///    that the log will get later. Entries are counted, in the order in which the log gets them.
/// 3. Of something said that the log refused, nobody is shown anything; its speaker gets the refusal in its place.
/// 4. With nothing outstanding an output leaves at once.
package struct DurabilityGate {
    /// Something that need not wait any more.
    enum Released {
        case output(Output)
        /// Asked when all that was decided before it is stored: the answer has it.
        case ask(SessionID, NumberedQuery)
    }

    private enum Held {
        case released(Released)
        case said(EventNumber, deliveries: [Delivery], refusal: StoreRefusal)
    }

    private struct Entry {
        let held: Held
        /// The number of entries that were recorded before it, itself included.
        let after: Int
    }

    private var waiting: Deque<Entry> = []
    private var refused: Set<EventNumber> = []
    /// The number of entries that were recorded.
    private var recorded = 0
    /// The number of recorded entries that are settled.
    private var resolved = 0

    /// The last of what was said that was let out, or refused: nothing waits of what was decided before it.
    private(set) var released = EventNumber.none

    /// The number of outputs and questions that wait for the log.
    var count: Int { waiting.count }

    /// Says that an entry goes to the log: what comes from now on waits for it.
    mutating func record() { recorded += 1 }

    /// Takes something said, which goes to the log: it waits until it is stored.
    mutating func hold(_ event: EventNumber, deliveries: [Delivery], refusal: StoreRefusal) {
        record()
        waiting.append(Entry(held: .said(event, deliveries: deliveries, refusal: refusal), after: recorded))
    }

    /// Takes an output or a question. True if it has nothing to wait for, and is not kept.
    mutating func pass(_ released: Released) -> Bool {
        guard resolved < recorded || !waiting.isEmpty else { return true }
        waiting.append(Entry(held: .released(released), after: recorded))
        return false
    }

    /// Takes what the log says, and lets out what it allows.
    mutating func resolve(_ commitResult: CommitResult, _ release: (Released) -> Void) {
        resolved = max(resolved, commitResult.through)
        refused.formUnion(commitResult.refused)
        // The number is read in place: a copy of the whole entry counts every list in it.
        while !waiting.isEmpty, waiting[waiting.startIndex].after <= resolved {
            switch waiting.removeFirst().held {
            case .released(let released): release(released)
            case .said(let number, let deliveries, let refusal):
                self.released = number
                if refused.remove(number) != nil {
                    release(.output(.deliver(refusal.delivery)))
                } else {
                    for delivery in deliveries { release(.output(.deliver(delivery))) }
                }
            }
        }
    }
}
