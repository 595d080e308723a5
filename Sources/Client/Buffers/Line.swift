import Protocol

/// A line's place in its buffer: increasing from older to newer, for as long as the buffer lives.
///
/// It stays when lines are trimmed from the front, and when others come before it or behind it. Numbers say which of two lines is older,
/// and nothing else: there are holes between them. How far apart two lines are say their indices: ``Buffer/index(of:)``.
package struct LineID: Hashable, Comparable, Sendable {
    package let number: Int

    package init(_ number: Int) { self.number = number }

    package static func < (a: LineID, b: LineID) -> Bool { a.number < b.number }

    /// Above this line, and not above any other.
    package var next: LineID { LineID(number + 1) }
}

/// The kind of event that a line tells of.
package enum LineKind: UInt8, Hashable, Sendable, CaseIterable {
    case message
    /// `/me`: the text is what the sender does.
    case action
    case notice
    case join
    /// The text is the reason, as for quit and kick.
    case part
    case quit
    /// The sender threw the target out.
    case kick
    /// The sender is now called the target.
    case nick
    /// The text is the new topic, empty where it was taken away.
    case topic
    /// The text is the modes with their parameters: `+o mara`.
    case mode
    case invite
    /// Words of the server, or of this program.
    case info
    case error
    /// Something may be missing here: see ``Line/gap``.
    case gap
    /// The words with which a server lets the person in: the steps before its welcome, the welcome, its numbers of users, its message of the day.
    case greeting

    /// True if somebody said the line for others to read: only such lines count as unread.
    package var isTalk: Bool { self == .message || self == .action || self == .notice }
}

package struct LineFlags: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// From the person at this screen; an error that is the person's own tells that their connection was lost.
    package static let own = LineFlags(rawValue: 1)
    /// Names the person, or was written to them alone.
    package static let mention = LineFlags(rawValue: 2)
    /// Sent, and not yet heard back from the server.
    package static let pending = LineFlags(rawValue: 4)
    /// Sent, and the connection was lost, or the server went on, before it was heard back.
    package static let unconfirmed = LineFlags(rawValue: 8)
    /// Played back by the server: said before now.
    package static let history = LineFlags(rawValue: 16)
    /// Sent before a connection was lost, and not found in what the server remembers of it: ``ClientSession/resend(_:in:at:)`` sends it
    /// again, nothing else does.
    package static let perhapsNotSent = LineFlags(rawValue: 32)
    /// Held a password when it was sent. The text of the line has bullets in the password's place, and must not be sent.
    package static let masked = LineFlags(rawValue: 64)
    /// From somebody who is a program, as the server says. <https://ircv3.net/specs/extensions/bot-mode>
    package static let bot = LineFlags(rawValue: 128)
}

/// One line of a buffer, as it is shown. Made when it is looked at: see ``Scrollback``.
package struct Line: Hashable, Sendable {
    package var id: LineID
    package var time: Timestamp
    package var kind: LineKind
    /// The nick it is from; empty for what the server or this program says.
    package var sender: String
    /// The nick of the person who was thrown out, or the new nick; of words to some people in a room only, the marks of their rank, such as
    /// `@`; of words in private, a blank and the nick that they were said to. Empty otherwise.
    package var target: String
    /// The text as it came: it may hold control characters. ``DrawableText`` says which parts of it may be drawn.
    package var text: String
    /// The server's `msgid`. <https://ircv3.net/specs/extensions/message-ids>
    package var messageID: String?
    package var flags: LineFlags
    /// Of a line of the kind ``LineKind/gap``.
    package var gap: GapLine?
    /// The line that this one answers.
    package var quote: Quote?
    /// The reactions that people have put under the line, in the order in which each was first put there.
    package var reactions: [Reaction] = []
    /// Set if the line was taken back: its text is then empty.
    package var redaction: Redaction?

    package var isOwn: Bool { flags.contains(.own) }
    package var isMention: Bool { flags.contains(.mention) }
    package var isPending: Bool { flags.contains(.pending) }
    package var isPerhapsNotSent: Bool { flags.contains(.perhapsNotSent) }
    /// True if ``ClientSession/resend(_:in:at:)`` can send the line again. A line with a password must be typed again.
    package var canBeResent: Bool { isPerhapsNotSent && !flags.contains(.masked) }

    /// The marks of those in the room that it was said to, where that were not all. <https://modern.ircdocs.horse/#statusmsg-parameter>
    package var audience: String { kind.isTalk && !isPrivate ? target : "" }

    /// True if the line was said to one person, and stands in a room since it is about what is said there.
    /// <https://ircv3.net/specs/client-tags/channel-context>
    package var isPrivate: Bool { kind.isTalk && target.utf8.first == LineContent.privateMark }

    /// The nick of the person to whom the line was said in private; empty where that is the person at this screen.
    package var privateReceiver: String { isPrivate ? String(decoding: target.utf8.dropFirst(), as: UTF8.self) : "" }

    /// The rows of its text: more than one in a message that was sent so. <https://ircv3.net/specs/extensions/multiline>
    package var rows: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
}

/// A line before it has its place: its parts as bytes, so that taking it over copies them once.
package struct LineContent: Sendable {
    package var time: Timestamp
    package var kind: LineKind
    package var sender: Bytes
    package var target: Bytes
    package var text: Bytes
    package var messageID: Bytes
    package var flags: LineFlags
    /// The msgid of the line that it answers.
    package var replyTo: String?

    /// The first byte of the target of what was said in private: no mark of a rank is a blank.
    static let privateMark = ASCII.space

    package init(
        time: Timestamp, kind: LineKind, sender: Bytes = [], target: Bytes = [], text: Bytes = [],
        messageID: Bytes = [],
        flags: LineFlags = []
    ) {
        self.time = time
        self.kind = kind
        self.sender = sender
        self.target = target
        self.text = text
        self.messageID = messageID
        self.flags = flags
    }

    package func line(id: LineID) -> Line {
        Line(
            id: id, time: time, kind: kind, sender: sender.text, target: target.text, text: text.text,
            messageID: messageID.isEmpty ? nil : messageID.text, flags: flags)
    }
}
