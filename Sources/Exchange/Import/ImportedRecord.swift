import Chat
import Protocol

/// One thing that happened, as a history from elsewhere tells of it: an ``Event`` that has no number here yet.
///
/// It has no account, whatever its source says: what comes in from elsewhere belongs to nobody here and gives nobody a right.
package struct ImportedRecord: Hashable, Sendable {
    /// As exact as the source has it: often whole seconds.
    package var time: Timestamp
    package var kind: Event.Kind
    /// Of who did it: `nick!user@host` where the source knows all of it, else the nick alone.
    package var source: String
    /// A quit or a change of nick has each room that the source tells it in; anything else has one.
    package var conversations: [Conversation]
    /// As ``Event/target``.
    package var target: String
    /// In a talk of two people, whichever of them did it, as the conversation calls them, where that may not be the nick of ``source``: the
    /// account of before. No event gets it.
    package var side: String?
    /// As ``Event/subject``; for a redaction the msgid that the source has for what is redacted.
    package var subject: String?
    /// As ``Event/text``.
    package var text: Bytes
    /// The client-only tags that came with it. A msgid in them is the source's.
    package var tags: [Tag]
    /// What the source calls it by, so that others of the same source can mean it: replies, reactions, redactions. Nil where it has no name.
    package var msgid: String?
    /// The line of the source's file on which it begins, or the row of its database; from 1.
    package var line: Int

    package init(
        time: Timestamp, kind: Event.Kind, source: String, conversations: [Conversation], target: String,
        side: String? = nil, subject: String? = nil, text: Bytes = [], tags: [Tag] = [], msgid: String? = nil, line: Int
    ) {
        self.time = time
        self.kind = kind
        self.source = source
        self.conversations = conversations
        self.target = target
        self.side = side
        self.subject = subject
        self.text = text
        self.tags = tags
        self.msgid = msgid
        self.line = line
    }
}
