/// The rows of a text, the messages that it will be sent as, and the time that this takes: for the question before a long paste goes out.
package struct SendPlan: Hashable, Sendable {
    /// Rows of the text that are not empty, or all of them in a message of several rows.
    package var rows: Int
    /// Messages that the others see.
    package var messages: Int
    /// True if a message can have several rows on this server.
    package var isMultiline: Bool
    /// The seconds until the last is out, at the pace that this server bears.
    package var seconds: Int

    /// `one message of 12 rows`, `12 messages`, `40 messages, over 70 s`.
    package var wording: String {
        let count = messages == 1 ? "one message" : "\(messages) messages"
        if isMultiline, rows > 1 { return messages == 1 ? "\(count) of \(rows) rows" : "\(count), \(rows) rows" }
        return seconds > 0 ? "\(count), over \(seconds) s" : count
    }
}
