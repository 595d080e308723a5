import Chat

/// A search in portions, so that others have their turn between them.
struct IncrementalSearch {
    private let portion: Int
    private var query: SearchQuery
    private var found: [Event] = []

    /// - Parameter portion: how many milliseconds one portion takes.
    init(_ query: SearchQuery, portion: Int = 50) {
        self.query = query
        self.portion = portion
    }

    /// One portion.
    ///
    /// - Returns: the page of all that was found; nil while there is more to look at, and time left.
    mutating func step(on log: any LogReading) throws(LogError) -> SearchPage? {
        var part = query
        part.timeBudget = min(query.timeBudget, portion)
        let start = ContinuousClock.now
        let page = try log.page(part)
        found += page.events
        query.limit -= page.events.count
        query.timeBudget -= max(1, Int((ContinuousClock.now - start) / .milliseconds(1)))
        query.below = page.reached
        guard page.hasMore, query.limit > 0, query.timeBudget > 0 else {
            return SearchPage(events: found, hasMore: page.hasMore, reached: page.reached)
        }
        return nil
    }
}
