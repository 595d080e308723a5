import Chat
import Dispatch
import Protocol
import Transport

/// Tells the host how the server does. The disk is asked off the queue, so that it holds nobody up.
extension ServerCore {
    /// Answers STATUS, past the gate: what is told depends on nothing that the log has to store.
    func reportStatus(_ queued: QueuedBytes, to session: SessionID) {
        lookAtFolder { core, usage, now in
            let status = core.observations.status(
                core.load(queueBytes: queued.bytes), queued, usage, core.host, at: now)
            let messages = StatusReport.messages(status, source: core.network.settings.serverName)
            core.host.outbox.append(.deliver(Delivery(messages.flatMap { $0.serialized() }, to: [session])))
            core.finishTurn()
        }
    }

    /// To be called once a second.
    func observe(at time: Timestamp) {
        observations.tick(host.metrics, at: time)
        if observations.isUsageDue(at: time) {
            lookAtFolder { core, usage, now in core.observations.note(usage, at: now) }
        }
    }

    /// - Parameter take: called on the server's queue with the time then.
    private func lookAtFolder(_ take: @escaping @Sendable (ServerCore, FolderUsage, Timestamp) -> Void) {
        let (folder, files) = (observations.folder, observations.files)
        DispatchQueue.global().async { [loop] in
            let usage = FolderUsage(of: folder, files: files)
            loop.perform { take($0, usage, SteadyClock.now()) }
        }
    }
}
