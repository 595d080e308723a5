@testable import Client

extension Line {
    /// The line in words, behind the sender's nick: `has left (lunch)`. Talk is the text as it came.
    var wording: String {
        if let redaction {
            let reason = redaction.reason.isEmpty ? "" : ": \(redaction.reason)"
            return redaction.by == sender ? "has taken this back\(reason)" : "taken back by \(redaction.by)\(reason)"
        }
        return switch kind {
        case .message, .action, .notice, .info, .greeting, .error: text
        case .join: "has come in"
        case .part: "has left" + reason
        case .quit: "has gone" + reason
        case .kick: "has thrown out \(target)" + reason
        case .nick: "is now called \(target)"
        case .topic: text.isEmpty ? "has taken the topic away" : "has set the topic: \(text)"
        case .mode: "has set \(text)"
        case .gap: gap?.wording ?? ""
        case .invite: "has invited \(target) to \(text)"
        }
    }

    private var reason: String { givenReason.isEmpty ? "" : " (\(givenReason))" }
}
