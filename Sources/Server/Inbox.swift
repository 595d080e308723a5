import Chat
import Dispatch
import Synchronization

/// What the lanes bring to the server, in the order of each lane; the server takes all of it at once.
///
/// However many lines and connections there are, the server's queue is woken once for all that waits. When the server falls behind,
/// whoever brings more is not read any more until the server has taken what waits: the senders' own buffers fill, not ours.
final class Inbox: Sendable {
    enum Item: Sendable {
        case opened(SessionID, Origin)
        case received(SessionID, [Network.Input])
        /// On the plain road.
        case typed(SessionID, [PlainLine])
        case drained(SessionID)
        case closed(SessionID, reason: String)
    }

    /// Lines that may wait before those who bring more are held.
    static let capacity = 16_384

    private struct State {
        var items: [Item] = []
        var lineCount = 0
        /// Connections that are not read until the items are taken.
        var held: [SessionID] = []
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
        _ = put(item, lines: 0, from: nil)
    }

    /// Brings lines. True if the connection they came from is to be held: not read until it is told to go on.
    func put(_ inputs: [Network.Input], from session: SessionID) -> Bool {
        put(.received(session, inputs), lines: inputs.count, from: session)
    }

    func put(_ lines: [PlainLine], from session: SessionID) -> Bool {
        put(.typed(session, lines), lines: lines.count, from: session)
    }

    private func put(_ item: Item, lines: Int, from session: SessionID?) -> Bool {
        let (mustWake, mustHold) = state.withLock { state in
            state.items.append(item)
            state.lineCount += lines
            let mustHold = session != nil && state.lineCount > Self.capacity
            if mustHold, let session { state.held.append(session) }
            defer { state.isAwaited = true }
            return (!state.isAwaited, mustHold)
        }
        if mustWake { queue.async(execute: wake) }
        return mustHold
    }

    /// Everything that waits, and the connections that are to be read again.
    func takeAll() -> (items: [Item], held: [SessionID]) {
        state.withLock { state in
            defer { state = State() }
            return (state.items, state.held)
        }
    }
}
