import Chat
import Protocol

/// What somebody typed, as phrases that must all occur. A word alone is a phrase of one.
struct SearchPattern: Hashable, Sendable {
    /// Each not empty.
    let phrases: [[String]]

    /// What stands between two quotes is one phrase; an open quote ends with the text. Whatever else is typed parts words or
    /// belongs to them: `don't` is the phrase "don t".
    init(_ typed: String) {
        var phrases: [[String]] = []
        for (index, part) in typed.split(separator: "\"", omittingEmptySubsequences: false).enumerated() {
            let pieces = index % 2 == 1 ? [part] : part.split(whereSeparator: \.isWhitespace)
            phrases += pieces.map { SearchTokenizer.words(of: $0.utf8) }
        }
        self.phrases = phrases.filter { !$0.isEmpty }
    }

    /// Nothing to look for: it is found nowhere.
    var isEmpty: Bool { phrases.isEmpty }

    func matches(_ words: [String]) -> Bool {
        !isEmpty && phrases.allSatisfy { phrase in Self.contains(words, phrase) }
    }

    private static func contains(_ words: [String], _ phrase: [String]) -> Bool {
        guard words.count >= phrase.count else { return false }
        return (0...(words.count - phrase.count)).contains { start in
            words[start...].starts(with: phrase)
        }
    }
}

/// A query, ready to be held against events.
struct SearchFilter {
    let query: SearchQuery
    /// Nothing if no text is asked for.
    let pattern: SearchPattern?
    private let floors: [Conversation: EventNumber]
    private let people: Set<FoldedName>

    init(_ query: SearchQuery) {
        self.query = query
        pattern = query.text.map { SearchPattern($0) }
        var floors: [Conversation: EventNumber] = [:]
        var people: Set<FoldedName> = []
        for scope in query.scopes {
            switch scope {
            case .conversation(let conversation, let floor):
                floors[conversation] = min(floors[conversation] ?? floor, floor)
            case .directs(let name): people.insert(name)
            }
        }
        self.floors = floors
        self.people = people
    }

    /// Whether nothing can be found.
    var matchesNothing: Bool { query.scopes.isEmpty || query.limit < 1 || pattern?.isEmpty == true }

    /// Below this number nothing may be read.
    var floor: EventNumber { people.isEmpty ? floors.values.min() ?? .none : .none }

    /// All that a query asks, but for the words.
    func allows(_ event: Event) -> Bool {
        guard event.kind == .message || event.kind == .notice, !event.isBlank else { return false }
        if let after = query.after, event.time < after { return false }
        if let before = query.before, event.time > before { return false }
        if let from = query.from, !event.isFrom(from) { return false }
        return event.conversations.contains { conversation in
            if let floor = floors[conversation], event.number >= floor { return true }
            return people.contains { conversation.isDirect(of: $0) }
        }
    }

    func matches(_ event: Event) -> Bool {
        allows(event) && (pattern?.matches(SearchTokenizer.words(of: event.text)) ?? true)
    }
}

extension Event {
    /// The folded nick of who did it.
    var nick: FoldedName {
        Casemapping.ascii.fold(source.utf8.prefix { $0 != ASCII.exclamationMark })
    }

    func isFrom(_ name: FoldedName) -> Bool {
        nick == name || account.map { Casemapping.ascii.fold($0) == name } == true
    }
}

extension LogReading {
    /// A search without an index, over the whole log.
    package func search(_ query: SearchQuery) throws(LogError) -> SearchPage {
        let filter = SearchFilter(query)
        let top = (query.below?.rawValue ?? .max) - 1
        guard !filter.matchesNothing, top > 0 else { return SearchPage(events: [], hasMore: false, reached: .none) }
        return try look(
            for: filter, .none...EventNumber(rawValue: top), limit: query.limit,
            until: .now + .milliseconds(query.timeBudget))
    }

    /// A search without an index: looks at every event of a range from the newest back.
    ///
    /// - Parameter limit: how many may be found.
    func look(
        for filter: SearchFilter, _ range: ClosedRange<EventNumber>, limit: Int, until deadline: ContinuousClock.Instant
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
