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
    package enum Output {
        case deliver(Delivery)
        case answer(Delivery)
        case said(EventNumber, deliveries: [Delivery], refusal: StoreRefusal)
        case close(SessionID, farewell: [UInt8])
        case awaitDrain(SessionID)
        case pauseReading(SessionID)
        case resumeReading(SessionID)
        /// Asked when all that was decided before it is stored: the answer has it.
        case ask(SessionID, NumberedQuery)
    }

    private struct Entry {
        let output: Output
        /// How many entries were recorded before it, itself included.
        let after: Int
    }

    private var waiting: Deque<Entry> = []
    private var refused: Set<EventNumber> = []
    /// How many entries were recorded, and how many of them are settled.
    private var recorded = 0
    private var resolved = 0

    /// The last of what was said that was let out, or refused: nothing waits of what was decided before it.
    private(set) var released = EventNumber.none

    /// How many outputs wait for the log.
    var count: Int { waiting.count }

    /// Says that an entry goes to the log: what comes from now on waits for it.
    mutating func record() { recorded += 1 }

    /// Takes an output in; gives it back at once if it has nothing to wait for.
    mutating func pass(_ output: Output) -> Output? {
        if case .said = output { record() }
        guard resolved < recorded || !waiting.isEmpty else { return output }
        waiting.append(Entry(output: output, after: recorded))
        return nil
    }

    /// Takes what the log says, and lets out what it allows.
    mutating func resolve(_ commitResult: CommitResult, _ release: (Output) -> Void) {
        resolved = max(resolved, commitResult.through)
        refused.formUnion(commitResult.refused)
        while let entry = waiting.first, entry.after <= resolved {
            waiting.removeFirst()
            if case .said(let number, _, _) = entry.output { released = number }
            guard case .said(let number, _, let refusal) = entry.output, refused.remove(number) != nil else {
                release(entry.output)
                continue
            }
            release(.deliver(refusal.delivery))
        }
    }
}
