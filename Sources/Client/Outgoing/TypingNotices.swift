import Protocol

/// What stands in one buffer's input line, and what the server was told of it.
struct TypingNotice: Sendable {
    fileprivate(set) var text = ""
    fileprivate(set) var sentAt = Timestamp(milliseconds: 0)
    fileprivate(set) var changedAt = Timestamp(milliseconds: 0)
    fileprivate var state = ""

    /// Whether it is something to be said, and no command.
    var isSpeech: Bool { !text.isEmpty && (text.first != "/" || text.hasPrefix("//")) }

    /// Whether others believe that the person is typing.
    var isActive: Bool { state == "active" }

    /// Whether others believe that the person is typing, or has paused.
    var isTold: Bool { state == "active" || state == "paused" }
}

/// What others are told of the person's typing on one connection. <https://ircv3.net/specs/client-tags/typing>
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

    /// Whether the server may be told again.
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

    /// Whether an error that has come may be about a notice.
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
