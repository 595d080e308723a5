import Protocol

/// A question to the log on this machine: ``ClientSession/logAnswered(_:to:at:)`` takes the answer.
package struct LogQuery: Hashable, Sendable {
    /// The lines that are wanted. Of more than ``LogQuery/limit`` those nearest to the moment, the newest, count.
    package enum Part: Hashable, Sendable {
        /// The newest.
        case latest
        /// Those from before a moment.
        case before(Timestamp)
        /// Those from before and behind a moment.
        case around(Timestamp)
        /// Of each room that has lines behind the time up to which it was read, the last that counts as unread.
        case unreadRooms
        /// Those with a text in their words.
        case matching(String)
    }

    /// Tells the question from all others of its session.
    package let number: Int
    /// The folded name of a room or a person; nil for all.
    package let room: Bytes?
    package let part: Part
    /// So many lines are wanted at most.
    package let limit: Int

    package init(number: Int, room: Bytes?, part: Part, limit: Int) {
        self.number = number
        self.room = room
        self.part = part
        self.limit = limit
    }
}

/// What the log on this machine has.
package struct LogAnswer: Hashable, Sendable {
    /// From the oldest to the newest.
    package var records: [LogRecord]
    /// The time up to which the person had read the room; nil where that was never noted. Told with ``LogQuery/Part/latest``.
    package var readUntil: Timestamp?

    package init(_ records: [LogRecord] = [], readUntil: Timestamp? = nil) {
        self.records = records
        self.readUntil = readUntil
    }
}
