import Chat
import Protocol

/// What is to be done next, and doing it. Knows no queue and no clock.
struct SearchWork {
    private let log: SQLiteLogReader
    private var index: SearchIndex
    private var isChecked = false
    private var isClosed = false
    /// The part that is being indexed anew, and what is known of why.
    private var renewal: (part: SearchIndex.Part, stale: StalePart)?
    private var renewed: Set<StalePart> = []

    enum Outcome {
        /// There is more to do.
        case more
        /// These parts hold nothing any more that is not in the log. Files that may are the log's own.
        case clean([StalePart])
        case done
    }

    /// How many events go into one transaction: some 10 ms of work.
    static let portion = 512

    init(log: SQLiteLogReader, index: SearchIndex) {
        self.log = log
        self.index = index
    }

    /// A few milliseconds of work.
    /// - Parameter cleans: whether to go on with what something was taken out of.
    mutating func step(cleans: Bool = true) throws(LogError) -> Outcome {
        guard !isClosed else { return .done }
        if !isChecked { try check() }
        if try catchUp() { return .more }
        return cleans ? try clean() : .done
    }

    /// Begins the index again from nothing, if it is the index that cannot be read.
    mutating func replaceDamagedIndex() throws(LogError) {
        guard try !index.isSound() else { return }
        let path = index.path
        try? index.close()
        PrivateDatabaseFile.remove(path)
        index = try SearchIndex(path: path)
        (renewal, renewed) = (nil, [])
    }

    /// The index may be that of another log, or of this one before something was lost with the machine's power.
    private mutating func check() throws(LogError) {
        let end = try log.tables().events.end().number
        let parts = try index.parts()
        var isForeign = false
        if let last = parts.last(where: { $0.through.number <= end }), let event = try log.find(last.through.number) {
            isForeign = event.time != last.through.time
        }
        for part in parts where isForeign || part.through.number > end { try index.drop(part.part) }
        isChecked = true
    }

    /// Indexes the next events. True if there are more; not for the few that may have come meanwhile, which would cost a
    /// transaction each.
    private func catchUp() throws(LogError) -> Bool {
        let parts = try index.parts()
        let last = parts.last
        let next = last?.through.number.next ?? EventNumber(rawValue: 1)
        let events = try log.events(next...EventNumber.highest, .forward, limit: Self.portion)
        guard let first = events.first, let final = events.last else { return false }
        let number = SearchPart(of: first.number)
        if let last, last.part < number { try index.optimize(last) }
        var part = if let last, last.part == number { last } else { try index.begin(number) }
        try index.add(events.filter { number.range.contains($0.number) }, to: &part)
        return events.count == Self.portion || part.through.number < final.number
    }

    /// Goes on with indexing anew what something was taken out of.
    private mutating func clean() throws(LogError) -> Outcome {
        let stale = try log.staleParts()
        guard !stale.isEmpty else {
            renewed = []
            return .done
        }
        guard let next = stale.first(where: { !renewed.contains($0) }) else {
            guard try index.truncateWAL() else { throw .locked }
            renewed = []
            return .clean(stale)
        }
        if renewal?.stale != next {
            guard try index.parts().contains(where: { $0.part == next.part }) else {
                renewed.insert(next)
                return .more
            }
            renewal = (try index.begin(next.part), next)
        }
        var part = renewal!.part
        let indexed = try index.parts().first { $0.part == part.part }?.through.number ?? .none
        let end = min(next.part.range.upperBound, indexed)
        let events =
            part.through.number < end
            ? try log.events(part.through.number.next...end, .forward, limit: Self.portion) : []
        if events.isEmpty {
            try finish(part)
            renewed.insert(next)
            renewal = nil
        } else {
            try index.add(events, to: &part)
            renewal!.part = part
        }
        return .more
    }

    private func finish(_ part: SearchIndex.Part) throws(LogError) {
        let isLast = try index.parts().last?.part == part.part
        let isEmpty = part.through.number < part.part.range.lowerBound
        // The last part tells how far the index has come; it stays, if empty.
        if isEmpty && !isLast { return try index.drop(part.part) }
        if !isLast { try index.optimize(part) }
        try index.adopt(part)
    }

    mutating func close() throws(LogError) {
        guard !isClosed else { return }
        isClosed = true
        try index.close()
        log.close()
    }
}
