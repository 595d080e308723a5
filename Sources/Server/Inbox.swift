import Chat
import Dispatch
import Synchronization

/// What the lanes bring to the server, in the order of each lane; the server takes all of it at once.
///
/// However many lines and connections there are, the server's queue is woken once for all that waits.
final class Inbox: Sendable {
    enum Item: Sendable {
        case opened(SessionID, Origin)
        case received(SessionID, [Network.Input])
        case drained(SessionID)
        case closed(SessionID, reason: String)
    }

    private struct State {
        var items: [Item] = []
        /// Whether the server's queue has been woken and has not looked yet.
        var isAwaited = false
    }

    private let state = Mutex(State())
    private let queue: DispatchQueue
    private let wake: @Sendable () -> Void

    /// - Parameter wake: called on `queue` when there is something to take.
    init(queue: DispatchQueue, wake: @escaping @Sendable () -> Void) {
        self.queue = queue
        self.wake = wake
    }

    /// May be called from any lane. Never waits for the server.
    func put(_ item: Item) {
        let mustWake = state.withLock { state in
            state.items.append(item)
            defer { state.isAwaited = true }
            return !state.isAwaited
        }
        if mustWake { queue.async(execute: wake) }
    }

    func takeAll() -> [Item] {
        state.withLock { state in
            state.isAwaited = false
            defer { state.items = [] }
            return state.items
        }
    }
}
