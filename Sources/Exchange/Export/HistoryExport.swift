import Chat
import Protocol
import Storage

/// A walk through a history, with what is wanted of it handed over event by event.
///
/// It takes constant memory, however long the history is. What a server adds meanwhile is not seen.
package struct HistoryExport {
    let filter: ExportFilter
    let registry: Registry
    /// The account whose data is wanted.
    let account: Account?
    private let log: any LogReading
    /// The rooms that are wanted; empty for every conversation.
    private let rooms: [Conversation]
    /// The number of the last event when the walk was opened.
    private let last: EventNumber
    /// The nicks of the account whose data is wanted.
    private let nicks: Set<FoldedName>

    /// The number of events that are held at once.
    private static let portion = 512

    /// Takes the next event, and how much of the walk is done, from 0 to 1.
    package typealias Sink = (_ event: Event, _ progress: Double) throws(ImportProblem) -> Void

    /// Opens a walk, and ends it when `body` returns.
    ///
    /// - Parameter isHeld: true for the history as it is now to be held until the end, in which time a server's log cannot shrink; false for
    ///   a walk that lasts as long as somebody reads. What is blanked meanwhile is blank then in what is still to come.
    /// - Throws: what `body` throws, and for a room or an account that the history does not know.
    package static func reading(
        _ log: any LogReading, _ filter: ExportFilter, isHeld: Bool = true,
        body: (HistoryExport) throws(ImportProblem) -> Void
    ) throws(ImportProblem) {
        let opened = try inSnapshot(of: log) { () throws(ImportProblem) in
            let export = try HistoryExport(log, filter)
            if isHeld { try body(export) }
            return export
        }
        if !isHeld { try body(opened) }
    }

    private static func inSnapshot<Value>(
        of log: any LogReading, _ body: () throws(ImportProblem) -> Value
    ) throws(ImportProblem) -> Value {
        let result = try asked { () throws(LogError) in
            try log.inSnapshot { () throws(LogError) -> Result<Value, ImportProblem> in
                do throws(ImportProblem) {
                    return .success(try body())
                } catch {
                    return .failure(error)
                }
            }
        }
        return try result.get()
    }

    private init(_ log: any LogReading, _ filter: ExportFilter) throws(ImportProblem) {
        self.log = log
        self.filter = filter
        let registry = try Self.asked { () throws(LogError) in try log.registry() }
        self.registry = registry
        let account = try filter.account.map { name throws(ImportProblem) in try Self.account(name, in: registry) }
        self.account = account
        nicks = Set(account.map { registry.nicks(of: $0).map(\.folded) + [$0.folded] } ?? [])
        let all = EventNumber.none...EventNumber.highest
        last = try Self.asked { () throws(LogError) in try log.events(all, .backward, limit: 1) }.first?.number ?? .none
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
        var next = try firstNumber()
        var first: EventNumber?
        while next <= last {
            let part = try Self.asked { () throws(LogError) in
                try log.events(next...last, .forward, limit: Self.portion)
            }
            guard let end = part.last else { return }
            let beginning = first ?? part[0].number
            first = beginning
            for event in part {
                guard isBeforeEnd(event) else { return }
                guard let event = try wanted(event) else { continue }
                let (done, all) = (event.number.rawValue - beginning.rawValue, last.rawValue - beginning.rawValue)
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
                guard let event = try wanted(placed.event) else { continue }
                try sink(event, Double(placed.sequence - first) / Double(extent.upperBound - first))
            }
            next = end.sequence + 1
        }
    }

    private func isBeforeEnd(_ event: Event) -> Bool {
        event.number <= last && (filter.until.map { event.time < $0 } ?? true)
    }

    /// The event, with those of its conversations that are wanted; nil where the event is not.
    private func wanted(_ event: Event) throws(ImportProblem) -> Event? {
        if let account {
            // Whoever had the name before the account was made is somebody else.
            guard event.time >= account.registered, try isOwn(event, of: account) else { return nil }
        }
        guard !rooms.isEmpty else { return event }
        var event = event
        event.conversations.removeAll { !rooms.contains($0) }
        return event.conversations.isEmpty ? nil : event
    }

    /// True for what the account said and did, for its talks, and for what others did to it: that they kicked it, or redacted its words.
    private func isOwn(_ event: Event, of account: Account) throws(ImportProblem) -> Bool {
        func isIts(_ event: Event) -> Bool { event.account.map { Casemapping.ascii.fold($0) } == account.folded }
        if isIts(event) || event.conversations.contains(where: { $0.isDirect(of: account.folded) }) { return true }
        guard let subject = event.subject else { return false }
        switch event.kind {
        case .kick: return nicks.contains(Casemapping.ascii.fold(subject))
        case .redaction:
            guard let number = EventNumber(msgid: subject) else { return false }
            let redacted = try Self.asked { () throws(LogError) in
                try log.events(number...number, .forward, limit: 1)
            }.first
            return redacted.map(isIts) ?? false
        case .message, .notice, .join, .part, .topic, .mode, .nick, .quit, .tagMessage: return false
        }
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
