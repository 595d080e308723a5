import Protocol

/// A page of history being put into a buffer: where the next line of it goes, and what came of those before.
struct HistoryMerge: Sendable {
    let buffer: BufferID
    /// The next line goes here or behind.
    fileprivate var index: Int
    /// And before this line.
    let upper: LineID?
    /// The time of the newest line above the beginning of the range, where that is a gap: a line that is earlier belongs above.
    let newestAbove: Timestamp?
    /// True if lines with different msgids can be the same: some servers give a new msgid to a line that they play back.
    let renamesMessages: Bool
    /// The memory that the page is of.
    let source: HistorySource
    /// Lines of the page that are still to come.
    private(set) var following: Int
    /// Messages that were new, those above the range not counted.
    fileprivate(set) var added = 0
    /// Lines of any kind that were new.
    fileprivate(set) var addedLines = 0
    /// The newest line of the page, new or not.
    fileprivate(set) var newest: LineID?
    /// True once a line above the beginning of the range has been met: nothing is missing there.
    fileprivate(set) var hasMetOlder = false
    /// True once a line at or behind the end of the range has been met.
    fileprivate(set) var hasMetNewer = false
    /// True once the page has shown a line from before the range: one that was held there, or one that belongs there.
    fileprivate(set) var reachesBefore = false
    /// The beginning of the range.
    fileprivate var lower: Int
    /// The lines held at the moments of the page, so that a line is sought among those of its moment once.
    fileprivate var knownTimestamps: KnownTimestamps
    /// How many more lines may be looked at for lines of our own that have no msgid, in one page: those are few, and a page can name many.
    fileprivate var ownSteps: Int
    /// The milliseconds between our clock and the server's, where both are set by others, and what a line of ours takes to get there.
    fileprivate static let clockTolerance: Int64 = 5000
    /// The line of ours that had not been heard back, and that the page has just shown to have arrived.
    fileprivate var arrived: LineID?

    init(
        buffer: BufferID, index: Int, upper: LineID?, newestAbove: Timestamp?, renamesMessages: Bool,
        source: HistorySource, following: Int
    ) {
        self.buffer = buffer
        self.index = index
        self.upper = upper
        self.newestAbove = newestAbove
        self.renamesMessages = renamesMessages
        self.source = source
        self.following = following
        lower = index
        // A page of one line, of which a server can send any number, looks at a few thousand.
        let steps = 2000 * (min(max(following, 0), 10_000) + 1)
        ownSteps = min(200_000, steps)
        knownTimestamps = KnownTimestamps(maxSteps: steps)
    }

    /// The memory by which ``Buffer/placedOwn`` knows the page.
    fileprivate var memory: PlacedOwnLines.Memory {
        switch source {
        case .server: renamesMessages ? .playback : .server
        case .log: .log
        }
    }

    /// The next message of the page is looked at.
    mutating func nextMessage() { following -= 1 }

    /// Takes the line of ours that is known to have arrived since the message that is looked at.
    mutating func takeArrived() -> LineID? {
        defer { arrived = nil }
        return arrived
    }
}

extension Buffer {
    /// Puts a line of history where it belongs, unless it is held. Returns its id where it is new.
    mutating func merge(_ line: LineContent, _ merge: inout HistoryMerge) -> LineID? {
        // First, since it may take a line away.
        let held = place(ofKnown: line, merge: &merge)
        let upper = merge.upper.map { scrollback.index(notBelow: $0) } ?? scrollback.count
        if let held {
            merge.note(scrollback.id(at: held))
            if held < merge.lower { merge.hasMetOlder = true }
            if held >= upper { merge.hasMetNewer = true }
            if held < upper { merge.index = max(merge.index, held + 1) }
            merge.reachesBefore = merge.reachesBefore || merge.hasMetOlder
            return nil
        }
        if let newestAbove = merge.newestAbove, line.time < newestAbove { return mergeAbove(line, &merge) }
        if merge.index < upper {
            merge.index = scrollback.firstIndex(laterThan: line.time, in: merge.index..<upper)
        }
        guard let id = scrollback.insert(line, at: min(merge.index, upper), following: merge.following) else {
            return nil
        }
        merge.index = scrollback.index(notBelow: id) + 1
        merge.added(line, id)
        notePlaced(line, id, in: merge.memory)
        if line.kind.isTalk { merge.added += 1 }
        return id
    }

    /// Puts a line among those above the gap line, which stands right above the range, by its time.
    private mutating func mergeAbove(_ line: LineContent, _ merge: inout HistoryMerge) -> LineID? {
        merge.reachesBefore = true
        let index = scrollback.firstIndex(laterThan: line.time, in: 0..<min(max(0, merge.lower - 1), scrollback.count))
        guard let id = scrollback.insert(line, at: index, following: merge.following) else { return nil }
        merge.lower += 1
        merge.index += 1
        merge.added(line, id)
        notePlaced(line, id, in: merge.memory)
        return id
    }

    /// The index of the same line, where it is held: by its msgid, else by time, sender and words. One of our own that
    /// had no msgid yet takes this one's.
    private mutating func place(ofKnown line: LineContent, merge: inout HistoryMerge) -> Int? {
        if !line.messageID.isEmpty, let id = scrollback.id(ofMessage: line.messageID) {
            return scrollback.index(of: id)
        }
        let isAny = line.messageID.isEmpty || merge.renamesMessages
        merge.knownTimestamps.learn(line.time, in: scrollback)
        if let id = merge.knownTimestamps.find(line, hasAnyID: isAny), let index = scrollback.index(of: id),
            isSame(line, at: index), !isConfirmed(by: line, at: index)
        {
            if scrollback.messageID(at: index).isEmpty { notePlaced(line, id, in: merge.memory) }
            return index
        }
        guard line.flags.contains(.own), line.kind.isTalk else { return nil }
        return placeOfOwn(line, &merge)
    }

    /// True if the line that is held is one of our own that a line of the page gives a msgid.
    private func isConfirmed(by line: LineContent, at index: Int) -> Bool {
        line.flags.contains(.own) && line.kind.isTalk && !line.messageID.isEmpty
            && scrollback.flags(at: index).contains(.own) && scrollback.messageID(at: index).isEmpty
    }

    /// Notes that a line of our own that can only be known by its words has been shown by a memory.
    private mutating func notePlaced(_ line: LineContent, _ id: LineID, in memory: PlacedOwnLines.Memory) {
        guard line.flags.contains(.own), line.kind.isTalk, line.messageID.isEmpty else { return }
        placedOwn.placed(id, at: line.time, in: memory)
    }

    private mutating func placeOfOwn(_ line: LineContent, _ merge: inout HistoryMerge) -> Int? {
        let fuzz: Int64 = 120_000
        if let index = ownPlace(of: line, within: fuzz, &merge) {
            let (id, flags) = (scrollback.id(at: index), scrollback.flags(at: index))
            // One that has the time of another memory keeps it.
            if !line.messageID.isEmpty || !placedOwn.isPlaced(id) {
                var confirmed = line
                confirmed.flags.remove(.history)
                scrollback.replace(id, with: confirmed)
            }
            notePlaced(line, id, in: merge.memory)
            if flags.contains(.unconfirmed) { merge.arrived = id }
            return index
        }
        // Those that perhaps were not sent stand at the end, whatever their time.
        for index in stride(from: scrollback.count - 1, through: max(0, scrollback.count - 300), by: -1)
        where scrollback.flags(at: index).contains(.perhapsNotSent) && isSame(line, at: index) {
            guard abs(scrollback.time(at: index).milliseconds(since: line.time)) < fuzz else { continue }
            scrollback.remove(scrollback.id(at: index))
            return nil
        }
        return nil
    }

    /// The index of the line of our own without a msgid that says the same as a line of history. It is the nearest in time where that is as near
    /// as clocks that go alike make it; else, since of lines that say the same each is off by as much, the first of the range.
    ///
    /// - Parameter fuzz: milliseconds.
    private func ownPlace(of line: LineContent, within fuzz: Int64, _ merge: inout HistoryMerge) -> Int? {
        let first = scrollback.firstIndex(
            laterThan: line.time.advanced(byMilliseconds: -fuzz), in: 0..<scrollback.count)
        var found: (index: Int, distance: Int64)?
        var firstOfRange: Int?
        for index in first..<scrollback.count {
            merge.ownSteps -= 1
            let distance = scrollback.time(at: index).milliseconds(since: line.time)
            guard merge.ownSteps > 0, distance < found?.distance ?? fuzz else { break }
            guard scrollback.flags(at: index).contains(.own), scrollback.messageID(at: index).isEmpty,
                abs(distance) < found?.distance ?? .max, isSame(line, at: index),
                placedOwn.canBe(scrollback.id(at: index), at: line.time, in: merge.memory)
            else { continue }
            found = (index, abs(distance))
            if firstOfRange == nil, index >= merge.lower { firstOfRange = index }
        }
        guard let found, found.distance > HistoryMerge.clockTolerance else { return found?.index }
        return firstOfRange ?? found.index
    }

    private func isSame(_ line: LineContent, at index: Int) -> Bool {
        scrollback.kind(at: index) == line.kind && scrollback.sender(at: index) == line.sender
            && scrollback.text(at: index) == line.text
    }
}

extension HistoryMerge {
    fileprivate mutating func note(_ id: LineID) {
        newest = max(newest ?? id, id)
    }

    fileprivate mutating func added(_ line: LineContent, _ id: LineID) {
        note(id)
        addedLines += 1
        knownTimestamps.add(line, id)
    }
}
