import Dispatch
import Synchronization
import Transport

/// The server's one serial queue, and the core whose state lives on it.
///
/// Nothing runs on the queue before the core is attached: what is handed over earlier waits, and is not lost.
final class ServerLoop: Sendable {
    let queue = DispatchQueue(label: "grillo.server", qos: .userInitiated, attributes: .initiallyInactive)
    private let attached = Mutex<QueueConfined<ServerCore>?>(nil)

    /// A queue must not be released before it was activated.
    deinit { queue.activate() }

    /// The core; nil before it is attached and after it is detached. Must be called on the queue.
    var core: ServerCore? { attached.withLock { $0 }?.value }

    /// Hands the core over to the queue, which begins to run. To be called once.
    func attach(_ core: sending ServerCore) {
        let confined = QueueConfined(core, on: queue)
        attached.withLock { $0 = confined }
        queue.activate()
    }

    /// Does something with the core on the queue. May be called from anywhere; after ``detach()`` nothing is done.
    func perform(_ body: @escaping @Sendable (ServerCore) -> Void) {
        queue.async { [self] in
            if let core { body(core) }
        }
    }

    /// ``perform(_:)`` after some milliseconds.
    func perform(afterMilliseconds delay: Int, _ body: @escaping @Sendable (ServerCore) -> Void) {
        queue.asyncAfter(deadline: .now() + .milliseconds(delay)) { [self] in
            if let core { body(core) }
        }
    }

    /// Lets go of the core, which leads back here: to be called when every session is over.
    func detach() { attached.withLock { $0 = nil } }
}
