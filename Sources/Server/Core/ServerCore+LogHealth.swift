import Logging
import Storage

/// Tells the host of the state of its log: once when the log fails, and once when it is well again.
extension ServerCore {
    func report(_ commitResult: CommitResult) {
        switch logHealth.note(commitResult) {
        case .failed(let failure): logger.error("history cannot be stored: \(failure)")
        case .recovered: logger.notice("history is being stored again")
        case nil: break
        }
        if let fault = commitResult.fault { logger.error("an entry cannot be stored, and is given up: \(fault)") }
        if commitResult.lost > 0 {
            logger.error(
                "events that were shown are lost: they could not be stored", metadata: ["count": "\(commitResult.lost)"]
            )
        }
    }
}
