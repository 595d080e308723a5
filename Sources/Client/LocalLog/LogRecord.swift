import Protocol

/// A line as the log on this machine keeps it. Storage has the same parts in its `LoggedLine`: neither module knows the other, and
/// TerminalApp carries lines from one to the other.
package struct LogRecord: Hashable, Sendable {
    /// The name of the room, or the nick of the person talked with, folded as the server compares names.
    package var room: Bytes
    package var time: Timestamp
    /// The server's `msgid`; empty where it gave none.
    package var messageID: Bytes
    /// The nick that the line is from, or the server's name; empty where nobody is named.
    package var sender: Bytes
    /// The words that a search finds, with line feeds between their rows; empty for all but talk. At most ``maxTextBytes``.
    package var text: Bytes
    /// The line as a server would play it back: a message of IRC without line end, and without the tags `time` and `msgid`.
    package var message: Bytes
    /// True if the line counts as unread until it is read.
    package var isNews: Bool
    /// True if the line called the person.
    package var isMention: Bool
    /// True for the person's own line.
    package var isOwn: Bool
    package var origin: Origin

    /// The way on which a line came: only one that comes in a replay can be a line that is kept already.
    package enum Origin: Hashable, Sendable {
        /// As it was said.
        case live
        /// In a page of the server's history that was asked for.
        case history
        /// Played back without being asked for: see ``HistoryMerge/renamesMessages``.
        case playback
    }

    /// A longer text is cut.
    package static let maxTextBytes = 65_536

    /// Marks the person's own lines: the nick that they had then may be another's by now. Nothing but the log says this tag.
    package static let ownTag = "grillo/own"

    /// Marks a line whose words were taken back. Nothing but the log says this tag either.
    static let takenBackTag = "grillo/taken-back"

    package init(
        room: Bytes, time: Timestamp, messageID: Bytes = [], sender: Bytes, text: Bytes = [], message: Bytes,
        isNews: Bool = false, isMention: Bool = false, isOwn: Bool = false, origin: Origin = .live
    ) {
        self.room = room
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

    /// Room for the longest message that ``init(_:in:nick:casemapping:)`` makes: a text and the names around it.
    private static let limits = LineLimits(tags: 16_384, body: maxTextBytes + 200_000)

    /// The message as it is played back; nil where the log holds something else.
    ///
    /// - Parameters:
    ///   - isTalk: true in a talk with one person.
    ///   - nick: ours: words that were said to us alone, whatever our nick was then, are said to us.
    func playedBack(isTalk: Bool, to nick: String) -> Message? {
        if message.isEmpty { return takenBack }
        guard var message = try? Message(parsing: self.message, limits: Self.limits) else { return nil }
        message.tags.removeAll { $0.key == "time" || $0.key == "msgid" || $0.key == "batch" || $0.key == "label" }
        message.tags.append(Tag("time", time.iso8601))
        if !messageID.isEmpty { message.tags.append(Tag("msgid", messageID.text)) }
        guard message.command == "PRIVMSG" || message.command == "NOTICE", message.parameters.count > 1 else {
            return message
        }
        let isForUs = message.tag(Self.ownTag) == nil && (isTalk || message.tag("+draft/channel-context") != nil)
        if isForUs { message.parameters[0] = Bytes(nick) }
        // No line of IRC holds rows.
        if text.contains(ASCII.lineFeed) {
            let isAction = CTCP(parsing: message.parameters[1])?.command == "ACTION"
            message.parameters[1] = isAction ? Bytes(CTCP("ACTION", text.text).body) : text
        }
        return message
    }
    /// A message without words in the place of one that was taken back, of which the log has the rest. It calls nobody.
    private var takenBack: Message? {
        guard !sender.isEmpty, !messageID.isEmpty else { return nil }
        let tags = [Tag("time", time.iso8601), Tag("msgid", messageID.text), Tag(Self.takenBackTag)]
        return Message(tags: tags, source: sender, "PRIVMSG", [room, []])
    }
}
