/// The messages that waited for their turn in one buffer and were taken back before they were sent.
package struct CancelledMessages: Hashable, Sendable {
    /// The words to be said, in their order, without the slash that one puts before a slash.
    package var speech: [String] = []
    /// Input lines that begin with `/`, in their order. Each has to be entered by itself.
    package var commands: [String] = []
    /// The number of lines that held a password. They are not given back.
    package var passwords = 0

    mutating func add(_ typed: QueuedMessage.Typed) {
        switch typed {
        case .speech(let text): speech.append(text)
        case .command(let line): commands.append(line)
        case .password: passwords += 1
        }
    }
}
