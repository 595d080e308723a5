import Chat
import Dispatch
import Synchronization
import Transport

/// Lines and events that the lanes bring to the server, in the order of each lane; the server takes all of them at once.
///
/// However many lines and connections there are, the server's queue is woken once for all that waits. When the server falls behind,
/// a connection that brings more is not read any more until the server has taken what waits, and neither is a connection that brings
/// very much: the senders' own buffers fill, not ours.
final class Inbox: Sendable {
    enum Item: Sendable {
        case opened(SessionID, Origin)
        /// - Parameter mark: the ``Connection/acknowledgedMark`` when it was read.
        case received(SessionID, [Network.Input], mark: LaneBatch.Mark?)
        /// Lines of another wire format than IRC.
        case wireLines(SessionID, [WireLine], mark: LaneBatch.Mark?)
        /// All has arrived that the lane was given up to a mark.
        case arrived(SessionID, mark: LaneBatch.Mark)
        case drained(SessionID)
        /// - Parameter mark: up to where all is known to have arrived at its end.
        case closed(SessionID, reason: CloseReason, mark: LaneBatch.Mark?)
    }

    /// Lines that may wait before those who bring more are held.
    static let capacity = 16_384

    /// The bytes that one connection has brought since the server last took what waits.
    struct Window {
        /// Bytes of it that may wait before the connection is held: about as many as are read at once.
        static let capacity = 65_536

        fileprivate var turn: UInt64 = 0
        fileprivate var bytes = 0
    }

    private struct State {
        var items: [Item] = []
        var lineCount = 0
        /// Connections that are not read until the items are taken.
        var held: [SessionID] = []
        /// True if the server's queue has been woken and has not looked yet.
        var isAwaited = false
        /// The number of times that the items have been taken.
        var turn: UInt64 = 0
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
        _ = put(item, lines: 0) { _ in false }
    }

    /// Brings lines. True if the connection they came from is to be held: not read until it is told to go on.
    func put(
        _ inputs: [Network.Input], lines: Int, bytes: Int, mark: LaneBatch.Mark? = nil, from session: SessionID,
        window: inout Window
    ) -> Bool {
        put(.received(session, inputs, mark: mark), lines: lines, bytes: bytes, from: session, window: &window)
    }

    /// Brings lines of another wire format than IRC. True as for those of IRC.
    func put(
        _ lines: [WireLine], bytes: Int, mark: LaneBatch.Mark?, from session: SessionID, window: inout Window
    ) -> Bool {
        put(.wireLines(session, lines, mark: mark), lines: lines.count, bytes: bytes, from: session, window: &window)
    }

    private func put(
        _ item: Item, lines: Int, bytes: Int, from session: SessionID, window: inout Window
    ) -> Bool {
        put(item, lines: lines) { state in
            if window.turn != state.turn { window = Window(turn: state.turn) }
            window.bytes += bytes
            guard state.lineCount > Self.capacity || window.bytes >= Window.capacity else { return false }
            state.held.append(session)
            return true
        }
    }

    /// - Parameter hold: tells if whoever brings the item is to be held; asked when the item is among the rest.
    private func put(_ item: Item, lines: Int, hold: (inout State) -> Bool) -> Bool {
        let (mustWake, mustHold) = state.withLock { state in
            state.items.append(item)
            state.lineCount += lines
            let mustHold = hold(&state)
            defer { state.isAwaited = true }
            return (!state.isAwaited, mustHold)
        }
        if mustWake { queue.async(execute: wake) }
        return mustHold
    }

    /// The number of lines that wait.
    var waitingLines: Int { state.withLock { $0.lineCount } }

    /// Everything that waits, and the connections that are to be read again.
    func takeAll() -> (items: [Item], held: [SessionID]) {
        state.withLock { state in
            defer { state = State(turn: state.turn &+ 1) }
            return (state.items, state.held)
        }
    }
}
