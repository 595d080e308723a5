import Chat
import Protocol

/// The lines of a history in JSON. `docs/export.md` describes them.
enum HistoryJSON {
    /// Raised when what is written means something else than before. What is only new beside the rest leaves it as it is.
    static let version = 1

    /// The first member of the first line.
    static let versionName = "grillo-history"
    static let room = "room"
    static let account = "account"
    static let event = "event"
    static let end = "end"

    /// The longest line that is read, in bytes without its end. No event that a server keeps comes near it.
    static let maxLine = 4 << 20

    /// One line, as far as a reader of the events needs it.
    enum Line: Hashable {
        case header(version: Int)
        case event(Event)
        /// The last one, with the number of events that there are.
        case end(eventCount: Int)
        /// The facts of a room or of an account, or what a later program tells beside the events.
        case other
    }

    static func read(_ line: Bytes) throws(JSONFault) -> Line {
        guard let json = JSONParser.parse(line), let first = json.members?.first else {
            throw JSONFault("no object of JSON")
        }
        switch first.name {
        case versionName:
            guard let version = first.value.integer else { throw JSONFault("no version") }
            return .header(version: version)
        case event: return .event(try Event(json: first.value))
        case end:
            guard let count = first.value.integer, count >= 0 else { throw JSONFault("no number of events") }
            return .end(eventCount: count)
        default: return .other
        }
    }
}
