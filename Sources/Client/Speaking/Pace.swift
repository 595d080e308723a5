import Protocol

/// How fast messages may be sent without being thrown out for it: so many at once, then one after each while.
///
/// Old servers close the connection of who writes faster than about one line in two seconds (RFC 1459, 8.10); those that keep history let the sender wait.
package struct Pace: Hashable, Sendable {
    package var burst: Int
    package var millisecondsEach: Int

    static let careful = Pace(burst: 5, millisecondsEach: 2000)
    static let modern = Pace(burst: 10, millisecondsEach: 500)

    /// How long the last of so many waits, in whole seconds.
    package func seconds(for count: Int) -> Int { (max(0, count - burst) * millisecondsEach + 999) / 1000 }
}

/// The turns that are left.
struct PaceBudget: Sendable {
    private var left: Int?
    private var countedAt = Timestamp(milliseconds: 0)

    mutating func take(_ pace: Pace, at now: Timestamp) -> Bool {
        var turns = left ?? pace.burst
        if left == nil || now < countedAt { countedAt = now }
        let gained = now.milliseconds(since: countedAt) / Int64(pace.millisecondsEach)
        if gained > 0 {
            turns = min(pace.burst, turns + Int(min(gained, 1000)))
            countedAt = Timestamp(milliseconds: countedAt.milliseconds + gained * Int64(pace.millisecondsEach))
        }
        if turns == pace.burst { countedAt = now }
        left = max(0, turns - 1)
        return turns > 0
    }
}

/// A message that waits for its turn.
struct WaitingMessage: Sendable {
    let lines: [Message]
    let buffer: BufferID
    let sequence: Int
    /// What the person wrote, as it goes into an input line.
    let typed: String
    /// Where it stands already; nil where it is among those under way.
    let line: LineID?
}

/// What will be sent for a text: for the question before a long paste goes out.
package struct SendPlan: Hashable, Sendable {
    /// Rows of the text that are not empty, or all of them in a message of several rows.
    package var rows: Int
    /// Messages that the others see.
    package var messages: Int
    /// Whether a message can have several rows on this server.
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
