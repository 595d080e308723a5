import Transport

/// Asks a server for its load. Where the server is stuck nothing piles up on its queue.
package typealias LoadProbe = Probe<ServerLoad>

extension LoadProbe {
    /// Asks the lanes of a server, and then its queue.
    convenience init(_ lanes: LaneGroup, _ loop: ServerLoop) {
        self.init { answer in
            lanes.countQueuedBytes(notifying: loop.queue) { bytes in answer(loop.core?.load(queueBytes: bytes)) }
        }
    }
}
