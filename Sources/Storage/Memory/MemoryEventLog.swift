import Chat
import Protocol

/// The volatile engine: all is gone with the process.
///
/// With a `capacity`, only that many events are kept, and the oldest go first. A conversation of which nothing is left is
/// then forgotten, and would begin again at 1.
package final class MemoryEventLog: EventLog {
    package private(set) var end = LogEnd.empty
    private let capacity: Int
    private var events = Sliding<Entry>()
    private var places: [Conversation: Sliding<EventNumber>] = [:]
    private var known = Registry()
    private var bytes: Int64 = 0
    private var isClosed = false

    private struct Entry {
        var event: Event
        /// The number of conversations that still remember it. At 0 it is gone, though its entry stays until it is the oldest.
        var places: Int
    }

    /// - Parameter capacity: how many events are kept at most; nil for all. At least 1.
    package init(capacity: Int? = nil) {
        self.capacity = max(capacity ?? .max, 1)
    }

    // MARK: Writing

    package func append(_ group: [LogEntry]) throws(LogError) {
        try requireOpen()
        try end.requireAscending(group)
        for entry in group {
            switch entry {
            case .event(let event): append(event)
            case .change(let change):
                if case .renameChannel(let old, let new) = change { rename(.channel(old), to: .channel(new)) }
                known.apply(change)
            }
        }
        while events.count > capacity { dropOldest(forgetting: true) }
    }

    private func append(_ event: Event) {
        var event = event
        event.time = max(event.time, end.time)
        if let redacted = event.redacted { blank(redacted) }
        // An event that nobody remembers is kept all the same.
        events.append(Entry(event: event, places: max(event.conversations.count, 1)))
        for conversation in event.conversations { places[conversation, default: Sliding()].append(event.number) }
        bytes += event.weight
        end = LogEnd(number: event.number, time: event.time)
    }

    private func rename(_ channel: Conversation, to name: Conversation) {
        (places[channel], places[name]) = (places[name], places[channel])
        for place in events.firstPlace..<events.endPlace {
            events[place].event.conversations = events[place].event.conversations.map {
                $0 == channel ? name : $0 == name ? channel : $0
            }
        }
    }

    package func blank(_ numbers: [EventNumber]) throws(LogError) {
        try requireOpen()
        for number in numbers { blank(number) }
    }

    private func blank(_ number: EventNumber) {
        guard let index = index(from: number), events[index].event.number == number else { return }
        let weight = events[index].event.weight
        events[index].event.blank()
        // The bytes of one that nobody remembers do not count any more.
        if events[index].places > 0 { bytes += events[index].event.weight - weight }
    }

    package func drop(_ conversation: Conversation, through sequence: Int64, limit: Int) throws(LogError) -> Int {
        try requireOpen()
        var count = 0
        while count < limit, let numbers = places[conversation], numbers.count > 0, numbers.firstPlace <= sequence {
            let number = places[conversation]!.removeFirst()
            count += 1
            guard let index = index(from: number) else { continue }
            events[index].places -= 1
            if events[index].places == 0 { bytes -= events[index].event.weight }
        }
        while events.count > 0, events[events.firstPlace].places == 0 { events.removeFirst() }
        return count
    }

    package func drop(through number: EventNumber, limit: Int) throws(LogError) -> Int {
        try requireOpen()
        var count = 0
        while count < limit, events.count > 0, events[events.firstPlace].event.number <= number {
            if events[events.firstPlace].places > 0 { count += 1 }
            dropOldest(forgetting: false)
        }
        return count
    }

    /// The oldest event holds the first place in each of its conversations that still remember it.
    private func dropOldest(forgetting: Bool) {
        let oldest = events.removeFirst()
        if oldest.places > 0 { bytes -= oldest.event.weight }
        for conversation in oldest.event.conversations {
            guard let numbers = places[conversation], numbers.first == oldest.event.number else { continue }
            places[conversation]!.removeFirst()
            if forgetting, places[conversation]!.count == 0 { places[conversation] = nil }
        }
    }

    package func probe() throws(LogError) { try requireOpen() }

    package func size() throws(LogError) -> Int64 {
        try requireOpen()
        return bytes
    }

    // MARK: Reading

    package func scan(
        _ conversation: Conversation, _ range: ClosedRange<Int64>, _ direction: ScanDirection, limit: Int
    ) throws(LogError) -> [PlacedEvent] {
        try requireOpen()
        guard let numbers = places[conversation] else { return [] }
        let first = max(range.lowerBound, numbers.firstPlace)
        let last = min(range.upperBound, numbers.endPlace - 1)
        guard first <= last, limit > 0 else { return [] }
        let count = min(Int64(limit), last - first + 1)
        let sequences = direction == .forward ? first..<(first + count) : (last - count + 1)..<(last + 1)
        let found = sequences.map { PlacedEvent(sequence: $0, event: event(numbers[$0])!) }
        return direction == .forward ? found : found.reversed()
    }

    package func extent(of conversation: Conversation) throws(LogError) -> Range<Int64> {
        try requireOpen()
        guard let numbers = places[conversation] else { return 1..<1 }
        return numbers.firstPlace..<numbers.endPlace
    }

    package func place(_ sequence: Int64, in conversation: Conversation) throws(LogError) -> ConversationPosition? {
        try requireOpen()
        guard let numbers = places[conversation], sequence >= numbers.firstPlace, sequence < numbers.endPlace,
            let event = event(numbers[sequence])
        else { return nil }
        return ConversationPosition(sequence: sequence, number: event.number, time: event.time)
    }

    package func find(_ number: EventNumber) throws(LogError) -> Event? {
        try requireOpen()
        return event(number)
    }

    package func events(
        _ range: ClosedRange<EventNumber>, _ direction: ScanDirection, limit: Int
    ) throws(LogError) -> [Event] {
        try requireOpen()
        let first = index(from: range.lowerBound) ?? events.endPlace
        // Also where nothing comes behind the highest number there is.
        let behind = range.upperBound < self.end.number ? index(from: range.upperBound.next) : nil
        let end = behind ?? events.endPlace
        guard first < end, limit > 0 else { return [] }
        let kept = (first..<end).lazy.filter { self.events[$0].places > 0 }
        let chosen = direction == .forward ? Array(kept.prefix(limit)) : Array(kept.reversed().prefix(limit))
        return chosen.map { events[$0].event }
    }

    package func conversations(after previous: Conversation?, limit: Int) throws(LogError) -> [Conversation] {
        try requireOpen()
        let behind = places.keys.filter { previous?.precedes($0) ?? true }
        return Array(behind.sorted { $0.precedes($1) }.prefix(max(limit, 0)))
    }

    package func directConversations(of name: FoldedName) throws(LogError) -> [Conversation] {
        try requireOpen()
        return places.keys.filter { $0.isDirect(of: name) }
    }

    package func registry() throws(LogError) -> Registry {
        try requireOpen()
        return known
    }

    package func close() throws(LogError) {
        isClosed = true
        events = Sliding()
        places = [:]
        known = Registry()
    }

    private func requireOpen() throws(LogError) {
        if isClosed { throw .other("it is closed") }
    }

    private func event(_ number: EventNumber) -> Event? {
        guard let index = index(from: number), events[index].event.number == number, events[index].places > 0
        else { return nil }
        return events[index].event
    }

    /// The place of the first event from a number on; nil for none. By bisection: the numbers rise.
    private func index(from number: EventNumber) -> Int64? {
        var low = events.firstPlace
        var high = events.endPlace
        while low < high {
            let middle = (low + high) / 2
            if events[middle].event.number < number { low = middle + 1 } else { high = middle }
        }
        return low < events.endPlace ? low : nil
    }
}

extension Event {
    /// About how many bytes it takes.
    fileprivate var weight: Int64 { Int64(128 + text.count + source.utf8.count) }
}
