import Chat
import Protocol

/// The place of an event in a conversation. From one place to the next all three rise; the time may stay the same.
package struct ConversationPosition: Hashable, Sendable {
    package var sequence: Int64
    package var number: EventNumber
    package var time: Timestamp

    /// From 1 to where no conversation gets, and so that a step further is still a number.
    static let sequences: ClosedRange<Int64> = 1...(1 << 62)

    package init(sequence: Int64, number: EventNumber, time: Timestamp) {
        self.sequence = sequence
        self.number = number
        self.time = time
    }
}
