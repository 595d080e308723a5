import Protocol

/// A change of a ``LocalLog`` that is to be stored. Each names a room by its folded name.
enum LocalLogEntry: Hashable, Sendable {
    case line(LoggedLine, room: Bytes)
    case redaction(messageID: Bytes, room: Bytes)
    case forgetting(room: Bytes)
    case renaming(room: Bytes, to: Bytes)
    case readMarker(Timestamp, room: Bytes)

    /// True for what takes something out, which must not be kept out by the lines before it.
    var takesOut: Bool {
        switch self {
        case .redaction, .forgetting: true
        case .line, .renaming, .readMarker: false
        }
    }

    /// The bytes that it takes in memory, about.
    var size: Int {
        switch self {
        case .line(let line, let room): line.size + room.count
        case .redaction(let messageID, let room): 128 + messageID.count + room.count
        case .renaming(let room, let name): 128 + room.count + name.count
        case .forgetting(let room), .readMarker(_, let room): 128 + room.count
        }
    }
}
