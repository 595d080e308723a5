import Protocol

/// A question to the server about what was said. <https://ircv3.net/specs/extensions/chathistory>
struct HistoryFetch: Sendable {
    enum Purpose: Hashable, Sendable {
        /// The newest page, on entering.
        case latest
        /// The page before this line.
        case older(LineID?)
        /// The lines missing below a gap line, from the newest; `before` is the oldest line that is there already.
        case gap(LineID, before: LineID?)
        /// The lines that were said around a moment or a message.
        case around(Timestamp, messageID: String?)
        /// The people who wrote to us.
        case targets(since: Timestamp)
    }

    var purpose: Purpose
    /// Nothing for questions that concern no one buffer.
    var buffer: BufferID?
    var target: String
    var limit: Int
    /// The memory that is asked.
    var source = HistorySource.server
    var label: String?
    var sentAt = Timestamp(milliseconds: 0)
    /// True if the question is about a buffer that was not on the screen when it was asked.
    var isBackground = false
    /// How many pages of one gap have been fetched by themselves; above 0 for older lines if a page of them brought nothing new.
    var page = 0
    /// Of a gap: true if only lines are wanted that were said since a moment before it. See ``GapResolution``.
    var isBounded = true
    /// Of a gap: true if no line is wanted of the moment from which the question goes on. See ``GapResolution``.
    var passesMoment = false

    /// True if this question asks for the same as another.
    func isSame(as other: HistoryFetch) -> Bool {
        purpose == other.purpose && buffer == other.buffer && target == other.target && page == other.page
            && source == other.source && isBounded == other.isBounded && passesMoment == other.passesMoment
    }
}
