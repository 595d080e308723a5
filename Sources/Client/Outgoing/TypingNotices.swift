import Protocol

/// The text in one buffer's input line, and the state of typing that the server was told of it.
struct TypingNotice: Sendable {
    fileprivate(set) var text = ""
    fileprivate(set) var sentAt = Timestamp(milliseconds: 0)
    fileprivate(set) var changedAt = Timestamp(milliseconds: 0)
    fileprivate var state = ""

    /// True if the text is something to be said, and no command.
    var isSpeech: Bool { !text.isEmpty && (text.first != "/" || text.hasPrefix("//")) }

    /// True while others believe that the person is typing.
    var isActive: Bool { state == "active" }

    /// True while others believe that the person is typing, or has paused.
    var isTold: Bool { state == "active" || state == "paused" }
}

/// The notices to others of the person's typing on one connection. <https://ircv3.net/specs/client-tags/typing>
struct TypingNotices: Sendable {
    /// Milliseconds between two notices about one buffer.
    private static let interval: Int64 = 3000
    /// Seconds after which an error is not about a notice any more.
    private static let refusalTimeout: Int64 = 30

    private var notices: [BufferID: TypingNotice] = [:]
    /// When the server was last told, in buffers of which it has not been heard that it passed that on.
    private var unanswered: [BufferID: Timestamp] = [:]

    /// The buffers in which something is being typed.
    var all: [BufferID: TypingNotice] { notices }

    /// Notes what stands in an input line.
    ///
    /// - Returns: nil where it is the same as before.
    mutating func change(_ text: String, in id: BufferID, at now: Timestamp) -> TypingNotice? {
        var notice = notices[id] ?? TypingNotice()
        guard notice.text != text else { return nil }
        notice.text = text
        notice.changedAt = now
        notices[id] = notice
        return notice
    }

    /// True if the server may be told of a buffer again: 3 seconds have passed since the last notice. False if nothing is typed in it.
    func mayTell(in id: BufferID, at now: Timestamp) -> Bool {
        notices[id].map { now.milliseconds(since: $0.sentAt) >= Self.interval } ?? false
    }

    /// The server was told.
    ///
    /// - Parameter state: `active`, `paused` or `done`.
    mutating func told(_ state: String, in id: BufferID, at now: Timestamp) {
        notices[id]?.sentAt = now
        notices[id]?.state = state
        unanswered[id] = now
    }

    /// Nothing is being typed there any more, or nobody may be told.
    mutating func end(in id: BufferID) { notices[id] = nil }

    /// True if an error that has come may be about a notice: one was sent in the buffer less than 30 seconds ago and is not answered.
    func mayBeRefused(in id: BufferID, at now: Timestamp) -> Bool {
        unanswered[id].map { now.seconds(since: $0) < Self.refusalTimeout } ?? false
    }

    /// The server has passed a notice on, or an error can be about something else now.
    mutating func answered(in id: BufferID) { unanswered[id] = nil }

    /// A command was sent: an error can be about that.
    mutating func answeredEverywhere() { unanswered = [:] }

    mutating func clockSetBack(to now: Timestamp) {
        for (id, notice) in notices {
            notices[id]?.sentAt = min(notice.sentAt, now)
            notices[id]?.changedAt = min(notice.changedAt, now)
        }
    }
}
