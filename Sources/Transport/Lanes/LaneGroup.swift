import Dispatch
import Synchronization

/// The lanes of a server, as many as it has threads to give them.
package final class LaneGroup: Sendable {
    package let lanes: [Lane]

    /// `count` lanes: 1 to 256.
    package init(count: Int) {
        precondition((1...ConnectionID.lanes).contains(count), "a group has 1 to \(ConnectionID.lanes) lanes")
        lanes = (0..<count).map { Lane(index: $0) }
    }

    package var count: Int { lanes.count }

    /// The lane that `connection` lives on.
    package subscript(connection: ConnectionID) -> Lane { lanes[connection.lane] }

    /// Counts the bytes that wait in all connections for their peers to read, and calls `done` on `queue` with the sum. A lane that is
    /// busy is waited for.
    package func countQueuedBytes(notifying queue: DispatchQueue, _ done: @escaping @Sendable (Int) -> Void) {
        countQueues(notifying: queue) { done($0.bytes) }
    }

    /// The same, with the number of connections.
    package func countQueues(notifying queue: DispatchQueue, _ done: @escaping @Sendable (QueuedBytes) -> Void) {
        let group = DispatchGroup()
        let sum = Mutex(QueuedBytes())
        for lane in lanes {
            lane.queue.async(group: group) { [core = lane.core] in
                let queued = core.value.queued
                sum.withLock { $0.add(queued) }
            }
        }
        group.notify(queue: queue) { done(sum.withLock { $0 }) }
    }

    /// Tells the handlers of all open connections that these will be closed, and calls `done` on `queue` when that is done.
    package func prepareToClose(notifying queue: DispatchQueue, _ done: @escaping @Sendable () -> Void) {
        let group = DispatchGroup()
        for lane in lanes {
            group.enter()
            lane.afterSubmitted { core in
                core.prepareToClose()
                group.leave()
            }
        }
        group.notify(queue: queue, execute: done)
    }

    /// Closes every connection, each with `farewell`, and calls `done` on `queue` when the last is gone.
    ///
    /// Bounded by the farewell and linger times of the connections' limits.
    package func closeAll(
        farewell: Frame?, reason: CloseReason, notifying queue: DispatchQueue, _ done: @escaping @Sendable () -> Void
    ) {
        let group = DispatchGroup()
        for lane in lanes {
            group.enter()
            lane.afterSubmitted { core in core.closeAll(farewell: farewell, reason: reason) { group.leave() } }
        }
        group.notify(queue: queue, execute: done)
    }
}
