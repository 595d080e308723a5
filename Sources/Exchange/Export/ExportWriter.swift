import Chat
import Protocol

/// Turns what a history holds into one form of text.
package protocol ExportWriter {
    /// Written once, before all else.
    mutating func begin(_ header: ExportHeader) -> Bytes

    /// In order of number. `conversation` is the one that is being written where a file is for one; nil where it is for all.
    mutating func write(_ event: Event, in conversation: Conversation?) -> Bytes

    mutating func end() -> Bytes
}

/// The words that an export says of itself.
package struct ExportHeader: Hashable, Sendable {
    /// Of the program.
    package var version: String
    /// The moment of the export.
    package var made: Timestamp
    /// The one that is written; nil for all.
    package var conversation: Conversation?
    /// Of the conversation, as written.
    package var name: String?
    package var topic: String?

    package init(
        version: String, made: Timestamp, conversation: Conversation? = nil, name: String? = nil, topic: String? = nil
    ) {
        self.version = version
        self.made = made
        self.conversation = conversation
        self.name = name
        self.topic = topic
    }
}
