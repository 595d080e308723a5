/// The work that keeps an engine's index for searching up with its log, in steps. Knows no queue and no clock.
package protocol SearchIndexUpdate {
    /// Does a few milliseconds of work.
    ///
    /// - Parameter cleans: true to go on with the parts that something was taken out of.
    mutating func step(cleans: Bool) throws(LogError) -> SearchIndexStep

    /// Begins the index again from nothing, if it is the index that cannot be read.
    mutating func replaceDamagedIndex() throws(LogError)

    /// Ends all use.
    mutating func close() throws(LogError)
}

extension SearchIndexUpdate {
    mutating func step() throws(LogError) -> SearchIndexStep { try step(cleans: true) }
}

/// The work that is left behind a step of a ``SearchIndexUpdate``.
package enum SearchIndexStep {
    /// There is more to do.
    case more
    /// The index has nothing of these parts any more that is not in the log. What the log's own files still hold of it, the log takes
    /// out; see ``EventLog/clean(_:)``.
    case clean([StaleShard])
    case done
}
