import Synchronization

/// Something to be called that is known later.
final class DeferredCallback: Sendable {
    /// A closure that stood in the lock by itself would come out of it wrapped once more each time, for good.
    private struct Body {
        let call: @Sendable () -> Void
    }

    private let body = Mutex<Body?>(nil)
    func set(_ new: @escaping @Sendable () -> Void) { body.withLock { $0 = Body(call: new) } }
    func call() { body.withLock { $0 }?.call() }
}
