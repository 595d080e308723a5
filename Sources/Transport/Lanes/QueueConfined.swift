import Dispatch

/// A value that lives on one serial queue: the module's, and its users', way of sharing mutable state.
///
/// Every access checks that it runs on the queue (about 10 ns) and traps when it does not. The value is made
/// anywhere, handed over once, and from then on only touched on `queue`; its last release may happen on any thread,
/// so a value whose `deinit` needs the queue must be emptied on the queue first.
///
/// `@unchecked Sendable` because the compiler cannot see what makes it safe: `value` is reachable only through the
/// accessors below, each of which first proves that it runs on the one serial queue, and a serial queue runs one
/// block at a time with a full barrier between two.
package final class QueueConfined<Value>: @unchecked Sendable {
    package let queue: DispatchQueue
    private var confined: Value

    /// Hands `value` over to `queue`, which must be serial.
    package init(_ value: sending Value, on queue: DispatchQueue) {
        self.queue = queue
        self.confined = value
    }

    /// The value itself, in place. Must be called on `queue`.
    package var value: Value {
        @inline(__always) _read {
            dispatchPrecondition(condition: .onQueue(queue))
            yield confined
        }
        @inline(__always) _modify {
            dispatchPrecondition(condition: .onQueue(queue))
            yield &confined
        }
    }
}
