import Chat
import Protocol
import Storage

/// A walk through a history, with what is wanted of it handed over event by event.
///
/// It takes constant memory, however long the history is. The history stays as it was when the walk was opened: what a server adds or
/// blanks meanwhile is not seen.
package struct HistoryExport {
    let filter: ExportFilter
    let registry: Registry
    /// The account whose data is wanted.
    let account: Account?
    private let log: any LogReading
    /// The rooms that are wanted; empty for every conversation.
    private let rooms: [Conversation]

    /// The number of events that are held at once.
    private static let portion = 512

    /// Takes the next event, and how much of the walk is done, from 0 to 1.
    package typealias Sink = (_ event: Event, _ progress: Double) throws(ImportProblem) -> Void

    /// Opens a walk, and ends it when `body` returns.
    ///
    /// - Throws: what `body` throws, and for a room or an account that the history does not know.
    package static func reading(
        _ log: any LogReading, _ filter: ExportFilter, _ body: (HistoryExport) throws(ImportProblem) -> Void
    ) throws(ImportProblem) {
        let result = try asked { () throws(LogError) in
            try log.inSnapshot { () throws(LogError) -> Result<Void, ImportProblem> in
                do throws(ImportProblem) {
                    return .success(try body(HistoryExport(log, filter)))
                } catch {
                    return .failure(error)
                }
            }
        }
        try result.get()
    }

    private init(_ log: any LogReading, _ filter: ExportFilter) throws(ImportProblem) {
        self.log = log
        self.filter = filter
        let registry = try Self.asked { () throws(LogError) in try log.registry() }
        self.registry = registry
        account = try filter.account.map { name throws(ImportProblem) in try Self.account(name, in: registry) }
        var rooms: [Conversation] = []
        for name in filter.rooms {
            let room = try Self.room(name, in: log, registry)
            if !rooms.contains(room) { rooms.append(room) }
        }
        self.rooms = rooms
    }

    // MARK: What is asked for

    private static func account(_ name: String, in registry: Registry) throws(ImportProblem) -> Account {
        guard let account = registry.accounts[Casemapping.ascii.fold(name)] else {
            throw ImportProblem(
                "there is no account \(name.printable)", remedy: "name one that grillo account list shows")
        }
        return account
    }

    private static func room(
        _ name: String, in log: any LogReading, _ registry: Registry
    ) throws(ImportProblem) -> Conversation {
        let folded = Casemapping.ascii.fold(name)
        let room = Conversation.channel(folded)
        let isKnown = try asked { () throws(LogError) in try log.extent(of: room).upperBound > 1 }
        guard isKnown || registry.channels[folded] != nil else {
            let example = try asked { () throws(LogError) in try log.conversations(after: nil, limit: 1) }.first
            let remedy =
                if case .channel(let other)? = example {
                    "name one that there is, such as '\(other.description.printable)'"
                } else { "there is none at all yet" }
            throw ImportProblem("there is no room \(name.printable) in the history", remedy: remedy)
        }
        return room
    }

    /// Each conversation that is wanted by itself, in order: the rooms, and behind them the talks of the account whose data is wanted. The
    /// talks of two people are nobody else's.
    package func conversations() throws(ImportProblem) -> [Conversation] {
        guard rooms.isEmpty else { return rooms.sorted { $0.precedes($1) } }
        var found: [Conversation] = []
        var isAtEnd = false
        while !isAtEnd {
            let part = try Self.asked { () throws(LogError) in
                try log.conversations(after: found.last, limit: Self.portion)
            }
            let channels = part.prefix { if case .channel = $0 { true } else { false } }
            found += channels
            isAtEnd = channels.count < Self.portion
        }
        guard let account else { return found }
        let talks = try Self.asked { () throws(LogError) in try log.directConversations(of: account.folded) }
        return found + talks.sorted { $0.precedes($1) }
    }

    /// The target of the last event of a conversation, as it was written.
    func lastTarget(in conversation: Conversation) throws(ImportProblem) -> String? {
        try Self.asked { () throws(LogError) in try log.scan(conversation, .backward, limit: 1) }.first?.event.target
    }

    // MARK: Walking

    /// Hands over all that is wanted, in order of number. Of an event in several conversations only those are told that are wanted.
    package func events(_ sink: Sink) throws(ImportProblem) {
        if rooms.count == 1 { return try events(in: rooms[0], sink) }
        let everything = EventNumber.none...EventNumber.highest
        let last = try Self.asked { () throws(LogError) in try log.events(everything, .backward, limit: 1) }.first
        guard let last else { return }
        var next = try firstNumber()
        var first: EventNumber?
        while next <= last.number {
            let part = try Self.asked { () throws(LogError) in
                try log.events(next...last.number, .forward, limit: Self.portion)
            }
            guard let end = part.last else { return }
            let beginning = first ?? part[0].number
            first = beginning
            for event in part {
                guard isBeforeEnd(event) else { return }
                guard let event = wanted(event) else { continue }
                let (done, all) = (
                    event.number.rawValue - beginning.rawValue, last.number.rawValue - beginning.rawValue
                )
                try sink(event, Double(done) / Double(max(all, 1)))
            }
            next = end.number.next
        }
    }

    /// Hands over what is wanted of one conversation, in order of number.
    package func events(in conversation: Conversation, _ sink: Sink) throws(ImportProblem) {
        let extent = try Self.asked { () throws(LogError) in try log.extent(of: conversation) }
        let first = try firstSequence(in: conversation, extent)
        var next = first
        while next < extent.upperBound {
            let part = try Self.asked { () throws(LogError) in
                try log.scan(conversation, next...(extent.upperBound - 1), .forward, limit: Self.portion)
            }
            guard let end = part.last else { return }
            for placed in part {
                guard isBeforeEnd(placed.event) else { return }
                guard let event = wanted(placed.event) else { continue }
                try sink(event, Double(placed.sequence - first) / Double(extent.upperBound - first))
            }
            next = end.sequence + 1
        }
    }

    private func isBeforeEnd(_ event: Event) -> Bool { filter.until.map { event.time < $0 } ?? true }

    /// The event, with those of its conversations that are wanted; nil where the event is not.
    private func wanted(_ event: Event) -> Event? {
        if let account {
            // Whoever had the name before the account was made is somebody else.
            guard event.time >= account.registered else { return nil }
            let isOwn = event.account.map { Casemapping.ascii.fold($0) } == account.folded
            guard isOwn || event.conversations.contains(where: { $0.isDirect(of: account.folded) }) else { return nil }
        }
        guard !rooms.isEmpty else { return event }
        var event = event
        event.conversations.removeAll { !rooms.contains($0) }
        return event.conversations.isEmpty ? nil : event
    }

    // MARK: The beginning, by bisection: numbers, sequences and times rise together

    private func firstNumber() throws(ImportProblem) -> EventNumber {
        guard let since = filter.since else { return EventNumber.none }
        var (low, high) = (EventNumber.none.rawValue, EventNumber.highest.rawValue)
        while low < high {
            let middle = low + (high - low) / 2
            let event = try Self.asked { () throws(LogError) in
                try log.events(EventNumber(rawValue: middle)...EventNumber.highest, .forward, limit: 1)
            }.first
            if let event, event.time < since { low = event.number.next.rawValue } else { high = middle }
        }
        return EventNumber(rawValue: low)
    }

    private func firstSequence(
        in conversation: Conversation, _ extent: Range<Int64>
    ) throws(ImportProblem) -> Int64 {
        var (low, high) = (extent.lowerBound, extent.upperBound)
        guard let since = filter.since else { return low }
        while low < high {
            let middle = low + (high - low) / 2
            let place = try Self.asked { () throws(LogError) in try log.place(middle, in: conversation) }
            if let place, place.time < since { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func asked<Answer>(
        _ question: () throws(LogError) -> Answer
    ) throws(ImportProblem) -> Answer {
        do {
            return try question()
        } catch {
            throw ImportProblem(error.cause, remedy: error.remedy)
        }
    }
}
