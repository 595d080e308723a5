import Protocol

/// Something that a room or a conversation remembers.
///
/// Chat decides it and gives it its number; the log keeps it and gives it its place in every conversation it touches.
package struct Event: Hashable, Sendable {
    package enum Kind: UInt8, Sendable, CaseIterable {
        case message = 1
        case notice = 2
        case join = 3
        case part = 4
        case kick = 5
        case topic = 6
        case mode = 7
        case nick = 8
        case quit = 9
        case redaction = 10
        case tagMessage = 11

        /// True if the event has already happened when the log is asked. A fact is shown even if the log refuses it; something said
        /// is shown to nobody until it is stored.
        package var isStateChange: Bool {
            switch self {
            case .message, .notice, .redaction, .tagMessage: false
            case .join, .part, .kick, .topic, .mode, .nick, .quit: true
            }
        }
    }

    package var number: EventNumber
    /// Never earlier than the time of an event with a lower number, and up to ``EventClock/lead`` ahead of the clock.
    package var time: Timestamp
    package var kind: Kind
    /// `nick!user@host` of who did it, as others saw it then; the server's name where it did.
    package var source: String
    package var account: String?
    /// Every conversation that remembers it. A quit has many, a message one.
    package var conversations: [Conversation]
    /// The room or nick it was addressed to, as it was written. Empty for a quit or a change of nick.
    package var target: String
    /// The nick that was kicked, the new nick, the msgid that was redacted.
    package var subject: String?
    /// The words that were said, the reason given, the new topic, the mode change as on the wire; for a join the real name.
    /// Lines of one message are set apart by LF.
    package var text: Bytes
    /// The client-only tags that came with it, ``relayTag`` and ``importedTag``.
    package var tags: [Tag]

    package init(
        number: EventNumber, time: Timestamp, kind: Kind, source: String, account: String? = nil,
        conversations: [Conversation], target: String, subject: String? = nil, text: Bytes = [], tags: [Tag] = []
    ) {
        self.number = number
        self.time = time
        self.kind = kind
        self.source = source
        self.account = account
        self.conversations = conversations
        self.target = target
        self.subject = subject
        self.text = text
        self.tags = tags
    }
}

extension Event {
    /// The tag of a message that a bridge relayed, with the bridge's nick; its account is the event's. No client can make it: it is no
    /// client-only tag. <https://github.com/ircv3/ircv3-specifications/pull/417>
    package static let relayTag = "draft/relaymsg"

    /// The nick of the bridge that relayed it; nil where its source said it.
    package var relayedBy: String? { tags.first { $0.key == Self.relayTag }?.value }

    /// The tag of an event that happened elsewhere and was taken in by `grillo import`, with the kind of history that it comes from, such as
    /// `weechat`. No client can make it: it is no client-only tag. Like those it goes to clients with `message-tags`.
    package static let importedTag = "grillo.chat/imported"
}

/// The one increasing number of an event: from 1 to below ``highest``, or 0 for "before the first".
///
/// Its arithmetic is total: what would leave the range stays at its edge.
package struct EventNumber: Hashable, Comparable, Sendable {
    package let rawValue: Int64

    package static let none = EventNumber(rawValue: 0)

    /// Above the number of every event. No log gets there: numbers begin at some 2^51 and rise by one.
    package static let highest = EventNumber(rawValue: 1 << 62)

    /// The number nearest to `rawValue`.
    package init(rawValue: Int64) { self.rawValue = min(max(rawValue, 0), 1 << 62) }

    /// The number of an event; nil where no event can have it.
    package init?(exactly rawValue: Int64) {
        guard 1..<Self.highest.rawValue ~= rawValue else { return nil }
        self.rawValue = rawValue
    }

    package var next: EventNumber { EventNumber(rawValue: rawValue + 1) }

    package var previous: EventNumber { EventNumber(rawValue: rawValue - 1) }

    package static func < (a: EventNumber, b: EventNumber) -> Bool { a.rawValue < b.rawValue }

    /// The number as clients see it. <https://ircv3.net/specs/extensions/message-ids.html>
    package var msgid: String { String(rawValue, radix: 36) }

    /// Reads ``msgid``; nil for anything that is not the spelling of an event's number.
    package init?(msgid: String) {
        guard let value = Int64(msgid, radix: 36), String(value, radix: 36) == msgid else { return nil }
        self.init(exactly: value)
    }
}

/// The place in which events are remembered, one after the other: a room, or the talk of two people.
package enum Conversation: Hashable, Sendable {
    case channel(FoldedName)
    /// Two accounts, or an account and a nick without one; the lower name first.
    case direct(FoldedName, FoldedName)

    /// The conversation of two people, whoever speaks.
    package static func between(_ a: FoldedName, _ b: FoldedName) -> Conversation {
        a < b ? .direct(a, b) : .direct(b, a)
    }
}
