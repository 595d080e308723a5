import Chat
import Protocol

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

    /// True where nothing can be found.
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
