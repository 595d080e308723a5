import Client

/// The lines of a buffer that speak of the person, found as they are needed and kept.
struct MentionIndex: Sendable {
    /// From the oldest to the newest.
    private(set) var found: [LineID] = []
    /// From and up to which line has been looked.
    private var scanned: (from: LineID, end: LineID)?
    private var insertions = 0

    /// Looks through what is new and, further up, through as many older lines.
    mutating func scan(through scrollback: Scrollback, older budget: Int) {
        if scrollback.insertions != insertions {
            // Among what was looked through there may be more now.
            insertions = scrollback.insertions
            found = []
            scanned = nil
        }
        let endID = scrollback.endID
        let (from, end) = scanned ?? (endID, endID)
        for index in scrollback.index(notBelow: end)..<scrollback.count where scrollback.isMention(index) {
            found.append(scrollback.id(at: index))
        }
        let upper = scrollback.index(notBelow: from)
        let lower = max(upper - max(budget, 0), 0)
        let older = (lower..<upper).filter { scrollback.isMention($0) }.map { scrollback.id(at: $0) }
        found.insert(contentsOf: older, at: 0)
        scanned = (upper > lower ? scrollback.id(at: lower) : from, endID)
    }

    /// The newest mention before a line, looked for through the whole buffer.
    mutating func last(before id: LineID, in scrollback: Scrollback) -> LineID? {
        scan(through: scrollback, older: 0)
        while true {
            if let place = found.last(where: { $0 < id && scrollback.index(of: $0) != nil }) { return place }
            guard hasOlder(scrollback) else { return nil }
            scan(through: scrollback, older: 20_000)
        }
    }

    /// The oldest mention behind a line.
    mutating func first(after id: LineID, in scrollback: Scrollback) -> LineID? {
        scan(through: scrollback, older: 0)
        while let from = scanned?.from, from > id, hasOlder(scrollback) { scan(through: scrollback, older: 20_000) }
        return found.first { $0 > id && scrollback.index(of: $0) != nil }
    }

    private func hasOlder(_ scrollback: Scrollback) -> Bool {
        guard let from = scanned?.from else { return true }
        return scrollback.index(notBelow: from) > 0
    }
}

extension Scrollback {
    fileprivate func isMention(_ index: Int) -> Bool { flags(at: index).contains(.mention) }
}
