import Chat
import Protocol

/// The volatile engine: all is gone with the process.
///
/// With a `capacity`, only that many events are kept, and the oldest go first. A conversation of which nothing is left is
/// forgotten, and would begin again at 1.
package final class MemoryEventLog: EventLog {
    package private(set) var end = LogEnd.empty
    private let capacity: Int
    private var events = Sliding<Event>()
    private var places: [Conversation: Sliding<EventNumber>] = [:]
    private var isClosed = false

    /// - Parameter capacity: how many events are kept at most; nil for all. At least 1.
    package init(capacity: Int? = nil) {
        self.capacity = max(capacity ?? .max, 1)
    }

    package func append(_ group: [Event]) throws(LogError) {
        try requireOpen()
        try end.requireAscending(group)
        for var event in group {
            event.time = max(event.time, end.time)
            events.append(event)
            for conversation in event.conversations {
                places[conversation, default: Sliding()].append(event.number)
            }
            end = LogEnd(number: event.number, time: event.time)
        }
        while events.count > capacity { dropOldest() }
    }

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

    package func find(_ number: EventNumber) throws(LogError) -> Event? {
        try requireOpen()
        return event(number)
    }

    package func conversations(after previous: Conversation?, limit: Int) throws(LogError) -> [Conversation] {
        try requireOpen()
        let behind = places.keys.filter { previous?.precedes($0) ?? true }
        return Array(behind.sorted { $0.precedes($1) }.prefix(max(limit, 0)))
    }

    package func close() throws(LogError) {
        isClosed = true
        events = Sliding()
        places = [:]
    }

    private func requireOpen() throws(LogError) {
        if isClosed { throw .other("it is closed") }
    }

    /// By bisection: the numbers rise.
    private func event(_ number: EventNumber) -> Event? {
        var low = events.firstPlace
        var high = events.endPlace
        while low < high {
            let middle = (low + high) / 2
            if events[middle].number < number { low = middle + 1 } else { high = middle }
        }
        return low < events.endPlace && events[low].number == number ? events[low] : nil
    }

    /// The oldest event holds the first place in each of its conversations.
    private func dropOldest() {
        for conversation in events.removeFirst().conversations {
            places[conversation]?.removeFirst()
            if places[conversation]?.count == 0 { places[conversation] = nil }
        }
    }
}

/// A row of elements with places 1, 2, 3… that loses its first ones and keeps the places of the others.
private struct Sliding<Element> {
    private var elements: [Element] = []
    /// How many at the front of `elements` are gone.
    private var gone = 0
    private(set) var firstPlace: Int64 = 1

    var count: Int { elements.count - gone }
    var endPlace: Int64 { firstPlace + Int64(count) }

    subscript(place: Int64) -> Element { elements[gone + Int(place - firstPlace)] }

    mutating func append(_ element: Element) { elements.append(element) }

    /// Amortised constant: the room is taken back when half of it is empty.
    @discardableResult
    mutating func removeFirst() -> Element {
        let first = elements[gone]
        gone += 1
        firstPlace += 1
        if gone > 32, gone * 2 > elements.count {
            elements.removeFirst(gone)
            gone = 0
        }
        return first
    }
}
