import Storage

/// The state of the log, as its last answer tells it, and what was lost on the way. All who tell of it read it here.
struct LogHealth {
    /// Why the log did not take what it was given last; nil where it did.
    private(set) var failure: LogError?
    /// Entries that people were shown and that were given up since the start.
    private(set) var lostCount = 0

    enum Change: Hashable {
        case failed(LogError)
        case recovered
    }

    /// Takes an answer of the log.
    ///
    /// - Returns: the change from well to failing, or back; nil where there is none.
    mutating func note(_ commitResult: CommitResult) -> Change? {
        let wasFailing = failure != nil
        failure = commitResult.failure
        lostCount = lostCount.addingReportingOverflow(commitResult.lost).partialValue
        guard let failure else { return wasFailing ? .recovered : nil }
        return wasFailing ? nil : .failed(failure)
    }
}
