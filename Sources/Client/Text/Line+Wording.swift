extension Line {
    /// What the line says, in words, behind the sender's nick: `has left (lunch)`. Talk is the text as it came.
    ///
    /// Others' text is in it as it came: what may be drawn says ``DrawableText``.
    package var wording: String {
        if let redaction {
            let reason = redaction.reason.isEmpty ? "" : ": \(redaction.reason)"
            return redaction.by == sender ? "has taken this back\(reason)" : "taken back by \(redaction.by)\(reason)"
        }
        return switch kind {
        case .message, .action, .notice, .info, .error: text
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

    /// Why somebody went, as it came; empty also where a server has a word of its own for who gave no reason.
    package var givenReason: String { kind == .quit && ["Quit", "Quit:", "Quit: "].contains(text) ? "" : text }
}
