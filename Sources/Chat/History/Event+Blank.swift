extension Event {
    /// True if nothing is left of what was said. A message that was redacted or erased is blank; pages and searches leave it out.
    package var isBlank: Bool { !kind.isStateChange && kind != .redaction && text.isEmpty && tags.isEmpty }

    /// Takes out what was said and keeps the number, the time and the place.
    package mutating func blank() {
        text = []
        tags = []
        switch kind {
        case .message, .notice, .tagMessage: subject = nil
        // The nick that was kicked, the new nick, the message that was redacted: what happened, not what was said.
        case .join, .part, .kick, .topic, .mode, .nick, .quit, .redaction: break
        }
    }

    /// Which event a redaction takes back.
    package var redacted: EventNumber? {
        kind == .redaction ? subject.flatMap(EventNumber.init(msgid:)) : nil
    }
}
