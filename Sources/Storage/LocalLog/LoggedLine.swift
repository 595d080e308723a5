import Protocol

/// A line of a room as a ``LocalLog`` keeps it.
package struct LoggedLine: Hashable, Sendable {
    /// When it was said. Lines are ordered by it, and where it is the same by when they came.
    package var time: Timestamp
    /// The `msgid` tag; empty where the line has none. <https://ircv3.net/specs/extensions/message-ids>
    package var messageID: Bytes
    /// The nick of whoever sent it.
    package var sender: Bytes
    /// The text that a search finds; empty for a join and its like, and once the line was redacted.
    package var text: Bytes
    /// The IRC message without its `time` and `msgid` tags; empty once the line was redacted.
    package var message: Bytes
    /// True for a line that counts as unread.
    package var isNews: Bool
    /// True for a line that speaks to the user.
    package var isMention: Bool
    /// True for a line of the user's own.
    package var isOwn: Bool
    package var origin: Origin

    /// The way on which a line came. Those that come live are told apart by the server: a line said twice in one second was said twice. One that
    /// comes once more does so in a replay.
    package enum Origin: Int64, Hashable, Sendable, CaseIterable {
        /// As it was said.
        case live
        /// In a page of the server's history that was asked for, with the `msgid` that it had.
        /// <https://ircv3.net/specs/extensions/chathistory>
        case history
        /// Played back without being asked for. Some servers give a line another `msgid` then.
        case playback
    }

    package init(
        time: Timestamp, messageID: Bytes = [], sender: Bytes, text: Bytes, message: Bytes, isNews: Bool = false,
        isMention: Bool = false, isOwn: Bool = false, origin: Origin = .live
    ) {
        self.time = time
        self.messageID = messageID
        self.sender = sender
        self.text = text
        self.message = message
        self.isNews = isNews
        self.isMention = isMention
        self.isOwn = isOwn
        self.origin = origin
    }

    /// The most bytes of one part of a line. A line with a longer part is not kept.
    static let longestPart = 1 << 20

    /// True where every part is short enough to be kept.
    var isBounded: Bool { [messageID, sender, text, message].allSatisfy { $0.count <= Self.longestPart } }

    /// The bytes that it takes in memory, about.
    var size: Int { 128 + messageID.count + sender.count + text.count + message.count }
}

/// A place in a log from which a page is counted.
package enum LoggedPosition: Hashable, Sendable {
    /// Between the last line before this moment and the first after it; the lines of the moment itself are on no side of it.
    case time(Timestamp)
    /// At the line with a message id; as ``time(_:)`` where there is no such line.
    case messageID(Bytes, at: Timestamp)
    /// At the line of somebody with this text within the same second, the one nearest to the moment; as ``time(_:)`` where there is none.
    case line(at: Timestamp, sender: Bytes, text: Bytes)

    /// The position of a line.
    package init(_ line: LoggedLine) {
        if line.messageID.isEmpty {
            self = .line(at: line.time, sender: line.sender, text: line.text)
        } else {
            self = .messageID(line.messageID, at: line.time)
        }
    }

    package var time: Timestamp {
        switch self {
        case .time(let time), .messageID(_, let time), .line(let time, _, _): time
        }
    }
}

/// A line and the folded name of the room in which it stands.
package struct LoggedMatch: Hashable, Sendable {
    package var room: Bytes
    package var line: LoggedLine

    package init(room: Bytes, line: LoggedLine) {
        self.room = room
        self.line = line
    }
}

/// A room that a log knows.
package struct LoggedRoom: Hashable, Sendable {
    /// The folded name.
    package var name: Bytes
    /// The number of lines that are kept.
    package var lines: Int
    /// The time of the newest line; nil where no line is kept.
    package var newest: Timestamp?
    /// The time up to which it was read; nil where that was never told.
    package var readMarker: Timestamp?

    package init(name: Bytes, lines: Int, newest: Timestamp?, readMarker: Timestamp?) {
        self.name = name
        self.lines = lines
        self.newest = newest
        self.readMarker = readMarker
    }
}

/// The lines of a room behind a moment that were missed, each number at most ``LocalLog/countLimit``.
package struct LoggedUnread: Hashable, Sendable {
    package var news: Int
    package var mentions: Int

    package init(news: Int, mentions: Int) {
        self.news = news
        self.mentions = mentions
    }
}
