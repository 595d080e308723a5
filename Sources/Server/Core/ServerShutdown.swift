import Dispatch
import Logging
import Storage
import Transport

/// The end of a server that nobody can reach any more, in good order: people are told, what is not stored yet is stored, and everything is
/// closed. All of it happens on the server's queue.
struct ServerShutdown: Sendable {
    let loop: ServerLoop
    let lanes: LaneGroup
    let archive: Archive
    let logger: Logger
    /// Told to everybody who is there.
    let reason: String
    /// Called when all has happened.
    let done: @Sendable () -> Void

    /// Seconds for which people are warned before, where a wire format has a warning.
    private static let warningSeconds = 5
    /// Milliseconds for which nothing is taken in before the end, so that what was sent before is acknowledged.
    private static let quiesceMilliseconds = 200

    func begin() {
        guard loop.core?.warnOfStop(seconds: Self.warningSeconds) == true else { return quiesce() }
        loop.queue.asyncAfter(deadline: .now() + .seconds(Self.warningSeconds)) { quiesce() }
    }

    /// The lanes are asked what has reached people: of that these are told nothing when they come back.
    private func quiesce() {
        loop.core?.pauseIntake()
        loop.queue.asyncAfter(deadline: .now() + .milliseconds(Self.quiesceMilliseconds)) {
            lanes.prepareToClose(notifying: loop.queue) {
                loop.core?.resumeIntake(at: SteadyClock.now())
                close()
            }
        }
    }

    private func close() {
        loop.core?.shutDown(reason: reason, at: SteadyClock.now())
        archive.flush()
        // The results of commits wait on this queue; what they let out goes to the lanes before the lanes are closed.
        loop.queue.async {
            lanes.closeAll(farewell: nil, reason: .local(reason), notifying: loop.queue) {
                closeArchive()
                loop.detach()
                done()
            }
        }
    }

    private func closeArchive() {
        do {
            try archive.close()
        } catch {
            logger.error("the history could not be closed: \(error)")
        }
    }
}
