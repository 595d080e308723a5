import Protocol

/// The part of a history that is wanted.
package struct ExportFilter: Hashable, Sendable {
    /// The names of the rooms; empty for every conversation that there is.
    package var rooms: [String]
    /// The account whose data is wanted: what it said and did, and its talks with others. Nil for everybody's.
    package var account: String?
    /// The first moment that is wanted.
    package var since: Timestamp?
    /// The first moment that is not wanted any more.
    package var until: Timestamp?

    package init(rooms: [String] = [], account: String? = nil, since: Timestamp? = nil, until: Timestamp? = nil) {
        self.rooms = rooms
        self.account = account
        self.since = since
        self.until = until
    }
}
