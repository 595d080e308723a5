import Chat
import Protocol

/// The events that an import takes, and those that it does not, with the reasons.
package struct ImportReport: Hashable, Sendable {
    package var files: [File]

    package var taken: Int { files.reduce(0) { $0 + $1.taken } }

    /// The part of the report about one file.
    package struct File: Hashable, Sendable {
        package let path: String
        package let format: ImportFormat
        /// The times of the first and the last event that can be taken; nil where there is none.
        package internal(set) var first: Timestamp?
        package internal(set) var last: Timestamp?
        /// The conversations that it tells of: the first ``mostNames``, and how many they are, up to ``mostCounted``.
        package internal(set) var conversations: [Conversation] = []
        package private(set) var conversationCount = 0
        /// The events that are taken.
        package internal(set) var taken = 0
        /// The events that another file, or the history with which it is merged, tells, too.
        package internal(set) var doubles = 0
        /// The first losses by their lines, ``mostLosses`` at most.
        package internal(set) var losses: [ImportLoss] = []
        package internal(set) var lossCount = 0

        private var seen: Set<Conversation> = []

        package static let mostNames = 10
        package static let mostCounted = 10_000
        package static let mostLosses = 20

        init(_ source: any ImportSource) {
            path = source.path
            format = source.format
        }

        mutating func add(_ event: Event) {
            first = min(first ?? event.time, event.time)
            last = max(last ?? event.time, event.time)
            for conversation in event.conversations where seen.count < Self.mostCounted {
                guard seen.insert(conversation).inserted else { continue }
                conversationCount += 1
                if conversations.count < Self.mostNames { conversations.append(conversation) }
            }
        }
    }
}
