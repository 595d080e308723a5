import Chat
import Protocol
import Transport

/// Tells the host how the server does. The disk is asked off the queue, so that it holds nobody up.
extension ServerCore {
    /// Milliseconds for which an answer waits for the disk, less than whoever asks waits for the answer.
    private static let folderTimeLimit = 300

    /// Answers STATUS, past the gate: what is told depends on nothing that the log has to store.
    func reportStatus(_ queued: QueuedBytes, to session: SessionID) {
        folderProbe.measure(within: Self.folderTimeLimit) { [loop] _ in
            loop.perform { core in
                // What the look found is noted by then; a disk that hangs is told of as it was found before.
                let status = core.observations.status(
                    core.load(queueBytes: queued.bytes), queued, core.host, backup: core.housekeeping.backups.status,
                    at: SteadyClock.now())
                let messages = StatusReport.messages(status, source: core.network.settings.serverName)
                core.host.outbox.append(.deliver(Delivery(messages.flatMap { $0.serialized() }, to: [session])))
                core.finishTurn()
            }
        }
    }

    /// To be called once a second.
    func observe(at time: Timestamp) {
        observations.tick(host.metrics, at: time)
        if observations.isLookDue(at: time) { folderProbe.measure { _ in } }
    }
}
