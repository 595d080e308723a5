import Logging
import Transport

/// The number of files and connections that the process may have open at once.
enum DescriptorLimit {
    /// The number that a server needs for itself, and some to spare.
    static let minimum = 64
    /// Below this a lively room meets the bound.
    static let warningThreshold = 1024
    static let remedy = "raise it with ulimit -n 65536, or LimitNOFILE=65536 in the service's unit"

    /// Refuses a start that could not go well, and warns of one that lets few in.
    static func check(_ logger: Logger, limit: Int = Int(clamping: raiseDescriptorLimit().soft)) throws(StartError) {
        guard limit >= minimum else {
            throw StartError(
                "only \(limit) files may be open at once, and a server needs \(minimum)", remedy: remedy,
                exitCode: .configuration
            )
        }
        guard limit < warningThreshold else { return }
        logger.warning(
            "few files may be open at once, and each connection is one: \(remedy)", metadata: ["limit": "\(limit)"])
    }
}
