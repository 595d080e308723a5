import Chat
import Logging

extension OperatorAuditEntry {
    /// One event, its parts apart: who, as what, what, whom, why.
    var metadata: Logger.Metadata {
        var metadata: Logger.Metadata = ["by": "\(actor)", "operator": "\(operatorName)", "command": "\(command)"]
        if let target { metadata["on"] = "\(target)" }
        if let detail { metadata["detail"] = "\(detail)" }
        return metadata
    }
}
