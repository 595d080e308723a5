import Chat
import Protocol

extension LogReading {
    /// A search without an index, over the whole log.
    package func search(_ query: SearchQuery) throws(LogError) -> SearchPage {
        let filter = SearchFilter(query)
        let top = (query.below?.rawValue ?? .max) - 1
        guard !filter.matchesNothing, top > 0 else { return SearchPage(events: [], hasMore: false, reached: .none) }
        return try look(
            for: filter, range: .none...EventNumber(rawValue: top), limit: query.limit,
            until: .now + .milliseconds(query.timeBudget))
    }

    /// A search without an index: looks at every event of a range from the newest back.
    ///
    /// - Parameter limit: how many may be found.
    func look(
        for filter: SearchFilter, range: ClosedRange<EventNumber>, limit: Int, until deadline: ContinuousClock.Instant
    ) throws(LogError) -> SearchPage {
        var found: [Event] = []
        var low = range.lowerBound
        low = max(low, filter.floor)
        var high = range.upperBound
        while low <= high {
            let part = try events(low...high, .backward, limit: 256)
            for event in part where filter.matches(event) {
                found.append(event)
                if found.count == limit { return SearchPage(events: found, hasMore: true, reached: event.number) }
            }
            guard let last = part.last, part.count == 256, last.number > low else { break }
            if let after = filter.query.after, last.time < after { break }
            high = last.number.previous
            if ContinuousClock.now > deadline { return SearchPage(events: found, hasMore: true, reached: last.number) }
        }
        return SearchPage(events: found, hasMore: false, reached: low)
    }
}
