import Protocol

/// How fast messages may be sent without being thrown out for it: so many at once, then one after each while.
///
/// Old servers close the connection of who writes faster than about one line in two seconds (RFC 1459, 8.10); those that keep history let the sender wait.
package struct SendRate: Hashable, Sendable {
    package var burst: Int
    package var millisecondsEach: Int

    static let careful = SendRate(burst: 5, millisecondsEach: 2000)
    static let modern = SendRate(burst: 10, millisecondsEach: 500)

    /// How long the last of so many waits, in whole seconds.
    package func seconds(for count: Int) -> Int { (max(0, count - burst) * millisecondsEach + 999) / 1000 }
}

/// The turns that are left.
struct SendRateLimiter: Sendable {
    private var left: Int?
    private var countedAt = Timestamp(milliseconds: 0)

    mutating func take(_ sendRate: SendRate, at now: Timestamp) -> Bool {
        var turns = left ?? sendRate.burst
        if left == nil || now < countedAt { countedAt = now }
        let gained = now.milliseconds(since: countedAt) / Int64(sendRate.millisecondsEach)
        if gained > 0 {
            turns = min(sendRate.burst, turns + Int(min(gained, 1000)))
            countedAt = Timestamp(milliseconds: countedAt.milliseconds + gained * Int64(sendRate.millisecondsEach))
        }
        if turns == sendRate.burst { countedAt = now }
        left = max(0, turns - 1)
        return turns > 0
    }
}

/// A message that waits for its turn.
struct QueuedMessage: Sendable {
    /// The input that the person typed to have the message sent.
    enum Typed: Hashable, Sendable {
        /// Words for the buffer that they were typed in, without the slash that one puts before a slash.
        case speech(String)
        /// A whole input line that begins with `/`.
        case command(String)
        /// A line with a password, which is not shown again.
        case password
    }

    let lines: [Message]
    let buffer: BufferID
    let sequence: Int
    let typed: Typed
    /// The line that shows the message already; nil if the message is among the pending lines below all others.
    let line: LineID?
}

/// The messages that waited for their turn in one buffer and were taken back before they were sent.
package struct CancelledMessages: Hashable, Sendable {
    /// The words to be said, in their order, without the slash that one puts before a slash.
    package var speech: [String] = []
    /// Input lines that begin with `/`, in their order. Each has to be entered by itself.
    package var commands: [String] = []
    /// How many lines held a password. They are not given back.
    package var passwords = 0

    mutating func add(_ typed: QueuedMessage.Typed) {
        switch typed {
        case .speech(let text): speech.append(text)
        case .command(let line): commands.append(line)
        case .password: passwords += 1
        }
    }
}

/// The rows of a text, the messages that it will be sent as, and the time that this takes: for the question before a long paste goes out.
package struct SendPlan: Hashable, Sendable {
    /// Rows of the text that are not empty, or all of them in a message of several rows.
    package var rows: Int
    /// Messages that the others see.
    package var messages: Int
    /// True if a message can have several rows on this server.
    package var isMultiline: Bool
    /// How long it takes until the last is out, at the pace that this server bears.
    package var seconds: Int

    /// `one message of 12 rows`, `12 messages`, `40 messages, over 70 s`.
    package var wording: String {
        let count = messages == 1 ? "one message" : "\(messages) messages"
        if isMultiline, rows > 1 { return messages == 1 ? "\(count) of \(rows) rows" : "\(count), \(rows) rows" }
        return seconds > 0 ? "\(count), over \(seconds) s" : count
    }
}
