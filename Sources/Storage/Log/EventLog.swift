import Chat
import Protocol

/// The memory of the server: every event once, and its place in every conversation it touches.
///
/// An engine only appends, scans and forgets. What a page of history is, who may read it and when to try again is decided
/// above it, once for all engines.
///
/// The rules that every engine holds to; `EventLogContract` in the tests is the same list:
/// 1. A group is stored whole or not at all, and is durable when ``append(_:)-([LogEntry])`` returns.
/// 2. The numbers of events rise, within a group and from one to the next. There may be gaps.
/// 3. The places of a conversation are numbered 1, 2, 3… without a gap, in the order of the events' numbers. The first ones
///    may be gone; a number is never used twice, even if all are gone.
/// 4. Time never runs back: an event that is earlier than the last one gets the last one's time.
/// 5. What was stored comes back byte for byte, until it is blanked.
/// 6. A redaction blanks the event that its subject names, in the same transaction.
/// 7. Changes of the registry are stored in the order of the entries, with the events around them.
package protocol EventLog: LogReading {
    /// The end of the log. Costs nothing.
    var end: LogEnd { get }

    /// Stores a group. An empty one does nothing. The conversations of an event are distinct.
    func append(_ entries: [LogEntry]) throws(LogError)

    /// Takes out what was said in these events (``Event/blank()``). Their numbers, times and places stay. Those that are not
    /// there are passed over.
    func blank(_ numbers: [EventNumber]) throws(LogError)

    /// Forgets the oldest of a conversation up to a sequence, at most `limit` places, and tells how many they were.
    /// An event that no conversation remembers any more is gone.
    func drop(_ conversation: Conversation, through sequence: Int64, limit: Int) throws(LogError) -> Int

    /// Forgets the oldest events of all up to a number, at most `limit`, and tells how many they were.
    func drop(through number: EventNumber, limit: Int) throws(LogError) -> Int

    /// Stores something that changes nothing of what is kept, as durably as a group: to find out if the log can be written.
    func probe() throws(LogError)

    /// The number of bytes that are taken by what is kept.
    func size() throws(LogError) -> Int64

    /// The path of the copy of the log as an earlier version of the program left it; nil where the log was not brought up just now.
    var migrationCopy: String? { get }

    /// Takes out of the log's own files what was taken out of these parts of the log, which its index has left behind; see
    /// ``SearchIndexStep/clean(_:)``.
    ///
    /// - Returns: false where somebody is in the way and it is to be tried again.
    func clean(_ shards: [StaleShard]) throws(LogError) -> Bool

    /// Ends all use and leaves everything in its file. Asking anything afterwards fails.
    func close() throws(LogError)
}

extension EventLog {
    package var migrationCopy: String? { nil }

    package func clean(_ shards: [StaleShard]) throws(LogError) -> Bool { true }

    package func append(_ events: [Event]) throws(LogError) {
        try append(events.map(LogEntry.event))
    }
}
