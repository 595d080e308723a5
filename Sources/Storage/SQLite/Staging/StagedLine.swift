import Chat

/// The signs that tell one line of an event from others in one conversation, so that the same line of another history is known again.
package struct StagedLine: Hashable, Sendable {
    /// The first second, since 1970, in which it may have been said.
    package var second: Int64
    /// The seconds in which it may have been said: 1, or the ``minute`` where its source knows no more.
    package var length: Int64 = 1
    /// The seconds by which the clock of its source may differ from others'; see ``ImportStaging/settle()``.
    package var slack: Int64 = 0
    /// The conversation in which it is compared.
    package var conversation: Conversation
    /// The conversation that it is told in, where that has another name.
    package var place: Conversation?
    /// A hash of the nick and the kind of the event. It is odd where one event is told in several conversations, as a quit is.
    package var speaker: Int64
    /// A hash of what was said; nil where it was redacted, so that it may have been anything.
    package var text: Int64?
    package var round = Round.messages
    /// The msgid of the event without which it would be another one: what a reaction is to, or what is redacted.
    package var mention: String?

    package static let minute: Int64 = 60

    /// The order in which lines are compared: those that mention others behind these.
    package enum Round: Int64, CaseIterable, Sendable {
        case messages, tagMessages, redactions
    }

    package init(second: Int64, conversation: Conversation, speaker: Int64, text: Int64?) {
        self.second = second
        self.conversation = conversation
        self.speaker = speaker
        self.text = text
    }

    /// The minute within which lines are equal at most.
    package var firstOfMinute: Int64 { second - second % Self.minute }
}

/// The fate of a line.
package enum StagedFate: Int64, Sendable {
    case taken = 0
    /// Another of the histories tells it, too.
    case double = 1
    /// Another of the histories knows that it was redacted.
    case redacted = 2
    /// More equal lines stand in one minute than are told apart.
    case flood = 3
}
