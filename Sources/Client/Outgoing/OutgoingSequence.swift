/// The numbers of messages and labels. They go on over connections, so that no answer is taken for one to an earlier connection's question.
struct OutgoingSequence: Sendable {
    private var labelCount = 0
    /// That of the last message sent or heard.
    private var last = 0
    /// That of the last message that was sent; those after it wait for their turn.
    private(set) var lastSent = 0

    /// A label for a request. <https://ircv3.net/specs/extensions/labeled-response>
    mutating func nextLabel() -> String {
        labelCount += 1
        return "g\(labelCount)"
    }

    /// The number of the next message: increasing with each that is said or heard.
    mutating func next() -> Int {
        last += 1
        return last
    }

    mutating func sent(_ sequence: Int) { lastSent = sequence }
}
