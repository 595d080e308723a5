import Chat
import Protocol
import Storage

/// Writes events into a log in groups, each with the next number and a time that does not run back.
struct ImportWriter {
    private let log: any EventLog
    /// That of the last event.
    private(set) var number: EventNumber
    private var clock = ImportClock()
    private var group: [LogEntry] = []
    private var groupBytes = 0

    /// The bytes of text that a group holds at most, but for its last event.
    private static let longestGroup = 1 << 20

    init(_ log: any EventLog, above number: EventNumber) {
        self.log = log
        self.number = number
    }

    /// Writes an event; its own number does not count.
    ///
    /// - Parameter isExact: true where its source knows the millisecond.
    /// - Returns: its number.
    mutating func write(_ event: Event, isExact: Bool) throws(LogError) -> EventNumber {
        var event = event
        number = number.next
        event.number = number
        event.time = clock.time(of: event, isExact: isExact)
        group.append(.event(event))
        groupBytes += event.text.count
        try flushIfFull()
        return number
    }

    mutating func write(_ change: RegistryChange) throws(LogError) {
        group.append(.change(change))
        try flushIfFull()
    }

    private mutating func flushIfFull() throws(LogError) {
        if group.count >= HistoryImport.portion || groupBytes >= Self.longestGroup { try flush() }
    }

    /// Writes what is held back. To be called at the end.
    mutating func flush() throws(LogError) {
        try log.append(group)
        group.removeAll(keepingCapacity: true)
        groupBytes = 0
    }

    /// Makes the index for searching of all that the log has.
    static func index(_ engine: any StorageEngine, _ log: any EventLog) throws(LogError) {
        guard var update = try engine.openSearchIndexUpdate() else { return }
        var isDone = false
        while !isDone {
            switch try update.step(cleans: true) {
            case .more: break
            // The server does what cannot be done now.
            case .clean(let shards): isDone = try !log.clean(shards)
            case .done: isDone = true
            }
        }
        try update.close()
    }
}

/// The events of a log one after the other, read in portions.
struct LogPages {
    private let log: any LogReading
    private var page: ArraySlice<Event> = []
    private var last = EventNumber.none

    init(of log: any LogReading) { self.log = log }

    /// The next event; nil behind the last.
    mutating func next() throws(LogError) -> Event? {
        if page.isEmpty {
            page = try log.events(last.next...EventNumber.highest, .forward, limit: HistoryImport.portion)[...]
            last = page.last?.number ?? last
        }
        return page.popFirst()
    }
}

/// Does something with a log, and says what is wrong with it in the words of an import.
func asked<Value>(_ body: () throws(LogError) -> Value) throws(ImportProblem) -> Value {
    do {
        return try body()
    } catch {
        throw ImportProblem(error.cause, remedy: error.remedy)
    }
}
