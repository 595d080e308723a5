import Logging
import Storage

/// Tells the host of the state of its log: once when the log fails, and once when it is well again.
extension ServerCore {
    func report(_ commitResult: CommitResult) {
        if let failure = commitResult.failure, !isLogFailing {
            isLogFailing = true
            logger.error("history cannot be stored: \(failure)")
        }
        if commitResult.lost > 0 {
            logger.error(
                "events were lost because too many waited to be stored", metadata: ["count": "\(commitResult.lost)"]
            )
        }
        if commitResult.recovered {
            isLogFailing = false
            logger.notice("history is being stored again")
        }
    }
}
