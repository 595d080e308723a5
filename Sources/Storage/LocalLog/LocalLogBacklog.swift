import DequeModule
import Protocol

/// What waits to be stored in a ``LocalLog``, in order, and what became of the last attempt. Knows no queue and no clock.
struct LocalLogBacklog {
    private let bounds: LocalLog.Bounds
    private var entries: Deque<LocalLogEntry> = []
    /// The bounded load of the lines and markers among them.
    private var kept = Load()
    /// That of the redactions and rooms to forget. No line takes their place.
    private var takenOut = Load()
    /// The place of each line that has an id, among all entries that ever came.
    private var places: [Name: Int] = [:]
    /// The entries that waited once, and do no more.
    private var gone = 0
    /// The lines that were lost since all was well.
    private var lost = 0
    private var isScheduled = false
    private(set) var isFailing = false

    /// The most entries that go into one transaction.
    static let group = 512
    /// While nothing fails, so many times the bounds may wait for their turn; what takes something out, at any time.
    private static let burst = 8

    init(bounds: LocalLog.Bounds) { self.bounds = bounds }

    /// Entries that have a bound together.
    private struct Load {
        var count = 0
        var bytes = 0

        /// Takes an entry of so many bytes in. False where the bounds, taken so many times, do not allow it.
        mutating func add(_ size: Int, within bounds: LocalLog.Bounds, times factor: Int) -> Bool {
            let limit = bounds.bytes.multipliedReportingOverflow(by: factor)
            guard count / factor < bounds.lines, limit.overflow || bytes + size <= limit.partialValue else {
                return false
            }
            count += 1
            bytes += size
            return true
        }

        mutating func remove(_ size: Int) {
            count -= 1
            bytes -= size
        }
    }

    /// A line, by the room and its message id.
    private struct Name: Hashable {
        let room: Bytes
        let messageID: Bytes
    }

    /// Takes entries in, as far as the bounds allow. The words of a line that waits are gone as soon as it is redacted, even where the redaction
    /// itself is beyond the bounds.
    ///
    /// - Returns: true where a turn is to be scheduled.
    mutating func add(_ new: [LocalLogEntry]) -> Bool {
        for entry in new {
            switch entry {
            case .line(let line, let room):
                guard line.messageID.isEmpty || places[Name(room: room, messageID: line.messageID)] == nil else {
                    continue
                }
                guard take(entry) else {
                    lost += 1
                    continue
                }
                guard !line.messageID.isEmpty else { continue }
                places[Name(room: room, messageID: line.messageID)] = gone + entries.count - 1
            case .redaction(let messageID, let room):
                blank(Name(room: room, messageID: messageID))
                _ = take(entry)
            case .forgetting(let room):
                blankAll(of: room)
                _ = take(entry)
            case .renaming(let room, let name):
                if take(entry) { rename(room, to: name) }
            case .readMarker: _ = take(entry)
            }
        }
        guard !entries.isEmpty, !isScheduled, !isFailing else { return false }
        isScheduled = true
        return true
    }

    private mutating func take(_ entry: LocalLogEntry) -> Bool {
        let isTaken =
            entry.takesOut
            ? takenOut.add(entry.size, within: bounds, times: Self.burst)
            : kept.add(entry.size, within: bounds, times: isFailing ? 1 : Self.burst)
        if isTaken { entries.append(entry) }
        return isTaken
    }

    // MARK: What was taken back

    private mutating func blank(_ name: Name) {
        if let place = places[name] { blank(at: place - gone) }
    }

    /// Those that came since the room was forgotten before are all that is left of it.
    private mutating func blankAll(of room: Bytes) {
        for index in entries.indices { if case .line(_, room) = entries[index] { blank(at: index) } }
        places = places.filter { $0.key.room != room }
    }

    /// Lines that wait under a room's old name are found by its new one from now on, which redactions name.
    private mutating func rename(_ room: Bytes, to name: Bytes) {
        for (known, place) in places where known.room == room {
            places[known] = nil
            places[Name(room: name, messageID: known.messageID)] = place
        }
    }

    /// Takes the words out of a line that waits.
    private mutating func blank(at index: Int) {
        guard entries.indices.contains(index), case .line(var line, let room) = entries[index] else { return }
        let size = entries[index].size
        (line.text, line.message) = ([], [])
        entries[index] = .line(line, room: room)
        kept.bytes += entries[index].size - size
    }

    // MARK: Attempts

    /// The entries to store next; nil where there are none, or where they wait for the next attempt.
    mutating func next(isRetry: Bool) -> [LocalLogEntry]? {
        isScheduled = false
        guard !entries.isEmpty, !isFailing || isRetry else { return nil }
        // Not a slice: while that is held, each change of the entries would copy them all.
        return Array(entries.prefix(Self.group))
    }

    /// The first so many entries are stored.
    ///
    /// - Returns: what there is to tell.
    mutating func noteStored(_ count: Int) -> LocalLogIncident? {
        let count = min(count, entries.count)
        for (index, entry) in entries.prefix(count).enumerated() {
            if entry.takesOut { takenOut.remove(entry.size) } else { kept.remove(entry.size) }
            guard case .line(let line, let room) = entry else { continue }
            let name = Name(room: room, messageID: line.messageID)
            if places[name] == gone + index { places[name] = nil }
        }
        entries.removeFirst(count)
        gone += count
        // The memory that a burst took goes with it.
        if entries.isEmpty { (entries, places) = ([], [:]) }
        guard isFailing || lost > 0 else { return nil }
        defer { (isFailing, lost) = (false, 0) }
        return .recovered(lost: lost)
    }

    /// The next entries could not be stored, and wait.
    ///
    /// - Returns: what there is to tell.
    mutating func noteFailure(_ error: LogError) -> LocalLogIncident? {
        guard !isFailing else { return nil }
        isFailing = true
        return .failing(error)
    }
}
