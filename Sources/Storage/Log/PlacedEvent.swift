import Chat

/// An event as one conversation remembers it.
package struct PlacedEvent: Hashable, Sendable {
    /// Its place in the conversation; the first is 1.
    package var sequence: Int64
    package var event: Event

    package init(sequence: Int64, event: Event) {
        self.sequence = sequence
        self.event = event
    }
}
