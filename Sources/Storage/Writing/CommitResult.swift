import Chat

/// The outcome of a group of entries that was submitted to a ``LogWriter``.
package struct CommitResult: Hashable, Sendable {
    /// Entries that were stored in one transaction.
    package struct StoredGroup: Hashable, Sendable {
        package let entryCount: Int
        /// How long that took, until they were durable.
        package let nanoseconds: Int64

        package init(entryCount: Int, nanoseconds: Int64) {
            self.entryCount = entryCount
            self.nanoseconds = nanoseconds
        }
    }

    /// The number of entries, events and changes alike, that are settled of all that were ever submitted, the first ones: stored, refused,
    /// or, being a fact, shown and waiting.
    package var through: Int
    /// Those of the group that are not stored and never will be. Nobody may be shown them. In rising order.
    package var refused: [EventNumber]
    /// Why the log did not take the group; nil where it did, and is well.
    package var failure: LogError?
    /// Why a single entry was refused, or lost, that no log would take. The log is none the worse for it.
    package var fault: LogError?
    /// The number of facts that are shown and wait to be stored.
    package var waiting: Int
    /// The number of facts that were given up since the result before, the oldest first: too many waited.
    package var lost: Int
    /// True where the log works again after a failure: nothing waits any more.
    package var recovered: Bool
    /// What was stored, in order; of more than one transaction takes there are several.
    package var stored: [StoredGroup]

    package init(
        through: Int, refused: [EventNumber] = [], failure: LogError? = nil, fault: LogError? = nil,
        waiting: Int = 0, lost: Int = 0, recovered: Bool = false, stored: [StoredGroup] = []
    ) {
        self.through = through
        self.refused = refused
        self.failure = failure
        self.fault = fault
        self.waiting = waiting
        self.lost = lost
        self.recovered = recovered
        self.stored = stored
    }
}
