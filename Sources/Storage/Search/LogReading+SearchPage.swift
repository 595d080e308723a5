import Chat

extension LogReading {
    /// The events that fit a query, the newest first, with all of the millisecond at its end: who asks for more asks for what was said before
    /// that. So it has up to ``surplus`` events more than its limit.
    package func page(_ query: SearchQuery) throws(LogError) -> SearchPage {
        try inSnapshot { () throws(LogError) in
            var page = try search(query)
            guard page.events.count == query.limit, let last = page.events.last else { return page }
            var rest = query
            (rest.after, rest.before, rest.below, rest.limit) = (last.time, last.time, last.number, surplus)
            let more = try search(rest).events
            page.events += more
            if let last = more.last { page.reached = min(page.reached, last.number) }
            return page
        }
    }
}
