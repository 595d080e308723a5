import Protocol

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

    var lines: [Message]
    let buffer: BufferID
    let sequence: Int
    let typed: Typed
    /// The line that shows the message already; nil if the message is among the pending lines below all others.
    let line: LineID?
}
