import Protocol

/// What is kept from one start of the program to the next: plain values, for the shell to write down and hand back.
package struct SavedSession: Hashable, Sendable, Codable {
    /// What is known of a room or a talk, by its name in lower case; the server's own buffer has an empty name.
    package struct SavedBuffer: Hashable, Sendable, Codable {
        /// What was sent there, the newest last.
        package var recall: [String] = []
        /// nil: as for all.
        package var attention: NotificationLevel?

        package init() {}

        var isEmpty: Bool { recall.isEmpty && attention == nil }
    }

    package var places: [String: SavedBuffer] = [:]
    /// Masks of those whom the person does not want to hear.
    package var ignored: [String] = []
    /// When the person was online last, in milliseconds since 1970.
    package var lastSeen: Int64?

    package init() {}
}

/// For what of a buffer the person is called.
package enum NotificationLevel: String, Hashable, Sendable, Codable, CaseIterable {
    /// For everything that is said.
    case all
    /// When they are named, or written to alone.
    case mentions
    case none
}
