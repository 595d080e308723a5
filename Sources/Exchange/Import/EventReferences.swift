import Chat
import Protocol

/// The parts of an event that mean other events, by their msgids.
enum EventReferences {
    /// The client-only tags whose value is a msgid. <https://ircv3.net/specs/client-tags/reply>
    static let tags: Set = ["+draft/reply", "+reply"]

    /// The tags that mean nothing without one of ``tags``. <https://ircv3.net/specs/client-tags/react>
    private static let dependents: Set = ["+draft/react", "+draft/unreact"]

    /// The event when the msgids in it have become others.
    enum Outcome: Hashable {
        case event(Event)
        /// The event is nothing without the one that it refers to, which is not there.
        case lost
    }

    /// - Parameter translate: the new msgid of an old one; nil for what is not there.
    static func translated<Failure>(
        _ event: Event, by translate: (String) throws(Failure) -> String?
    ) throws(Failure) -> Outcome {
        var event = event
        if event.kind == .redaction, let old = event.subject {
            guard let new = try translate(old) else { return .lost }
            event.subject = new
        }
        guard event.tags.contains(where: { tags.contains($0.key) }) else { return .event(event) }
        var isComplete = true
        var translated: [Tag] = []
        for var tag in event.tags {
            if tags.contains(tag.key) {
                guard let new = try translate(tag.value) else {
                    isComplete = false
                    continue
                }
                tag.value = new
            }
            translated.append(tag)
        }
        event.tags = isComplete ? translated : translated.filter { !dependents.contains($0.key) }
        let says = event.kind != .tagMessage || event.tags.contains { $0.isClientOnly }
        return says ? .event(event) : .lost
    }
}
