import Chat
import Protocol

/// The work on the index in the file beside the log.
struct SQLiteIndexUpdate: SearchIndexUpdate {
    private let log: SQLiteLogReader
    private var index: SearchIndex
    private var isChecked = false
    private var isClosed = false
    /// The part that is being indexed anew, and what is known of why.
    private var renewal: (shard: SearchIndex.IndexedShard, stale: StaleShard)?
    private var renewed: Set<StaleShard> = []

    /// The most events that go into one transaction: some 10 ms of work.
    static let portion = 512

    init(log: SQLiteLogReader, index: SearchIndex) {
        self.log = log
        self.index = index
    }

    mutating func step(cleans: Bool) throws(LogError) -> SearchIndexStep {
        guard !isClosed else { return .done }
        if !isChecked { try check() }
        if try catchUp() { return .more }
        return cleans ? try clean() : .done
    }

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
        let shards = try index.shards()
        var isForeign = false
        if let last = shards.last(where: { $0.through.number <= end }), let event = try log.find(last.through.number) {
            isForeign = event.time != last.through.time
        }
        for shard in shards where isForeign || shard.through.number > end { try index.drop(shard.shard) }
        isChecked = true
    }

    /// Indexes the next events. True if there are more; not for the few that may have come meanwhile, which would cost a
    /// transaction each.
    private func catchUp() throws(LogError) -> Bool {
        let shards = try index.shards()
        let last = shards.last
        let next = last?.through.number.next ?? EventNumber(rawValue: 1)
        let events = try log.events(next...EventNumber.highest, .forward, limit: Self.portion)
        guard let first = events.first, let final = events.last else { return false }
        let number = SearchShard(of: first.number)
        if let last, last.shard < number { try index.optimize(last) }
        var shard = if let last, last.shard == number { last } else { try index.begin(number) }
        try index.add(events.filter { number.range.contains($0.number) }, to: &shard)
        return events.count == Self.portion || shard.through.number < final.number
    }

    /// Goes on with indexing anew what something was taken out of.
    private mutating func clean() throws(LogError) -> SearchIndexStep {
        let stale = try log.staleShards()
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
            guard try index.shards().contains(where: { $0.shard == next.shard }) else {
                renewed.insert(next)
                return .more
            }
            renewal = (try index.begin(next.shard), next)
        }
        var shard = renewal!.shard
        let indexed = try index.shards().first { $0.shard == shard.shard }?.through.number ?? .none
        let end = min(next.shard.range.upperBound, indexed)
        let events =
            shard.through.number < end
            ? try log.events(shard.through.number.next...end, .forward, limit: Self.portion) : []
        if events.isEmpty {
            try finish(shard)
            renewed.insert(next)
            renewal = nil
        } else {
            try index.add(events, to: &shard)
            renewal!.shard = shard
        }
        return .more
    }

    private func finish(_ shard: SearchIndex.IndexedShard) throws(LogError) {
        let isLast = try index.shards().last?.shard == shard.shard
        let isEmpty = shard.through.number < shard.shard.range.lowerBound
        // The last part tells how far the index has come; it stays, if empty.
        if isEmpty && !isLast { return try index.drop(shard.shard) }
        if !isLast { try index.optimize(shard) }
        try index.adopt(shard)
    }

    mutating func close() throws(LogError) {
        guard !isClosed else { return }
        isClosed = true
        try index.close()
        log.close()
    }
}
