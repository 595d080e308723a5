import Protocol

/// A page of history being put into a buffer: where the next line of it goes, and what came of those before.
struct HistoryMerge: Sendable {
    let buffer: BufferID
    /// The next line goes here or behind.
    var index: Int
    /// And before this line.
    let upper: LineID?
    /// Lines of the page that are still to come.
    var following: Int
    /// Messages that were new.
    var added = 0
    /// Lines of any kind that were new, and that were held before.
    var addedLines = 0
    var known = 0
    /// The oldest and the newest line of the page, new or not.
    var oldest: LineID?
    var newest: LineID?
    /// Whether a line above the beginning of the range was met: nothing is missing there.
    var hasMetOlder = false
    /// Whether a line at or behind its end was met.
    var hasMetNewer = false
    let lower: Int
}

extension Buffer {
    /// Puts a line of history where it belongs, unless it is held. Returns its id where it is new.
    mutating func merge(_ line: NewLine, _ merge: inout HistoryMerge) -> LineID? {
        // First, since it may take a line away.
        let held = place(ofKnown: line)
        let upper = merge.upper.map { scrollback.index(notBelow: $0) } ?? scrollback.count
        if let held {
            merge.known += 1
            merge.note(scrollback.id(at: held))
            if held < merge.lower { merge.hasMetOlder = true }
            if held >= upper { merge.hasMetNewer = true }
            if held < upper { merge.index = max(merge.index, held + 1) }
            return nil
        }
        if merge.index < upper {
            merge.index = scrollback.firstIndex(laterThan: line.time, in: merge.index..<upper)
        }
        guard let id = scrollback.insert(line, at: min(merge.index, upper), following: merge.following) else {
            return nil
        }
        merge.index = scrollback.index(notBelow: id) + 1
        merge.note(id)
        merge.addedLines += 1
        if line.kind.isTalk { merge.added += 1 }
        return id
    }

    /// The index of the same line, where it is held: by its msgid, else by time, sender and words. One of our own that
    /// had no msgid yet takes this one's.
    private mutating func place(ofKnown line: NewLine) -> Int? {
        if !line.messageID.isEmpty, let id = scrollback.id(ofMessage: line.messageID) {
            return scrollback.index(of: id)
        }
        var index = scrollback.firstIndex(
            laterThan: line.time.advanced(byMilliseconds: -1), in: 0..<scrollback.count)
        while index < scrollback.count, scrollback.time(at: index) == line.time {
            if isSame(line, at: index), line.messageID.isEmpty || scrollback.messageID(at: index).isEmpty {
                return index
            }
            index += 1
        }
        guard line.flags.contains(.own), line.kind.isTalk else { return nil }
        return placeOfOwn(line)
    }

    private mutating func placeOfOwn(_ line: NewLine) -> Int? {
        let fuzz: Int64 = 120_000
        let first = scrollback.firstIndex(
            laterThan: line.time.advanced(byMilliseconds: -fuzz), in: 0..<scrollback.count)
        for index in first..<scrollback.count {
            guard scrollback.time(at: index).milliseconds < line.time.milliseconds + fuzz else { break }
            guard scrollback.flags(at: index).contains(.own), scrollback.messageID(at: index).isEmpty,
                isSame(line, at: index)
            else { continue }
            var confirmed = line
            confirmed.flags.remove(.history)
            scrollback.replace(scrollback.id(at: index), with: confirmed)
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

    private func isSame(_ line: NewLine, at index: Int) -> Bool {
        scrollback.kind(at: index) == line.kind && scrollback.sender(at: index) == line.sender
            && scrollback.text(at: index) == line.text
    }
}

extension HistoryMerge {
    fileprivate mutating func note(_ id: LineID) {
        oldest = min(oldest ?? id, id)
        newest = max(newest ?? id, id)
    }
}
