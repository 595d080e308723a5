/// Goes through the lines of several histories in the order in which equal ones of a minute stand together, and tells which are told twice.
///
/// Lines of seconds are compared first, second by second: the first of a file is the first of another, and so on, so that as many are taken
/// as the history has that has most of them. Then each line of a file that knows only the minute is one of those in its minute that the
/// file has not told yet.
struct StagedSettling {
    struct Line: Hashable {
        let id: Int64
        let record: Int64
        let file: Int64
        let conversation: Int64
        let text: Int64?
        let speaker: Int64
        let second: Int64
        var length: Int64 = 1

        var minute: Int64 { second - second % StagedLine.minute }
        var isCoarse: Bool { length > 1 }
        var isKept: Bool { file == Int64(ImportStaging.keptFile) }
        /// True for what one event tells in several conversations.
        var isShared: Bool { speaker & 1 == 1 }

        func isOfSameEvents(as other: Line) -> Bool {
            minute == other.minute && speaker == other.speaker && text == other.text
        }
    }

    /// The fate of a line, and the record that tells it.
    struct Outcome: Hashable {
        let id: Int64
        let fate: StagedFate
        let home: Int64
    }

    /// The equal lines of one minute that are told apart in one conversation. Nobody says more.
    static let mostEqualLines = 10_000

    /// Equal lines of one conversation and minute: those of seconds first, each in the order of the files.
    private var group: [Line] = []
    /// The records of the same shared event in other conversations, one after the other.
    private var shared: [(second: Int64, record: Int64)] = []

    /// Takes the next line. Its outcome, and those of lines before it, are told when they are known; a line without one is simply taken.
    mutating func add(_ line: Line) -> [Outcome] {
        guard let last = group.last else {
            group = [line]
            return []
        }
        guard line.isOfSameEvents(as: last), line.conversation == last.conversation else {
            let outcomes = finish()
            if !line.isOfSameEvents(as: last) { shared.removeAll() }
            group = [line]
            return outcomes
        }
        guard group.count < Self.mostEqualLines || line.isKept else {
            return [Outcome(id: line.id, fate: .flood, home: line.record)]
        }
        group.append(line)
        return []
    }

    /// To be called behind the last line.
    mutating func finish() -> [Outcome] {
        defer { group.removeAll() }
        var homes = StagedHomes(kept: group.filter { $0.isKept && $0.isCoarse }.map(\.record))
        var used: Set<Int64> = []
        var outcomes: [Outcome] = []
        for line in group {
            if let home = homes.tell(line) {
                outcomes.append(Outcome(id: line.id, fate: .double, home: home))
                continue
            }
            let home = line.isShared ? sharedHome(of: line, &used) : line.record
            if home != line.record { outcomes.append(Outcome(id: line.id, fate: .taken, home: home)) }
            homes.add(home, of: line)
        }
        return outcomes
    }

    /// The first history that tells a quit tells it for all of its rooms. Of two that are equal each keeps its own.
    private mutating func sharedHome(of line: Line, _ used: inout Set<Int64>) -> Int64 {
        guard !line.isKept, !shared.contains(where: { $0.record == line.record }) else { return line.record }
        let known = shared.first { (line.isCoarse || $0.second == line.second) && !used.contains($0.record) }
        if known == nil { shared.append((line.second, line.record)) }
        let home = known?.record ?? line.record
        used.insert(home)
        return home
    }
}

/// The records that tell the equal lines of one minute and conversation, and the files that have told each.
private struct StagedHomes {
    private var records: [Int64]
    private var tellers: [Set<Int64>]
    /// The places in ``records`` of those of the second.
    private var ofSecond: [Int] = []
    private var second = Int64.min
    /// The file whose turn it is, and where it is: in ``ofSecond``, or in ``records`` for one that knows minutes.
    private var file = Int64.min
    private var next = 0
    private var isCoarse = false
    /// The records of the kept log that know only the minute are at the beginning. So many of them are the same as one of a second.
    private let keptCount: Int
    private var keptUsed = 0

    init(kept: [Int64]) {
        records = kept
        tellers = kept.map { _ in [Int64(ImportStaging.keptFile)] }
        keptCount = kept.count
    }

    /// Finds the record that tells the same as a line, and notes that the line's file tells it.
    ///
    /// - Returns: nil where there is none.
    mutating func tell(_ line: StagedSettling.Line) -> Int64? {
        begin(line)
        if line.isCoarse { return tellInMinute(line) }
        defer { next += 1 }
        if next < ofSecond.count {
            tellers[ofSecond[next]].insert(line.file)
            return records[ofSecond[next]]
        }
        // What the kept log tells without its second is not told again with it.
        guard !line.isKept, keptUsed < keptCount else { return nil }
        tellers[keptUsed].insert(line.file)
        ofSecond.append(keptUsed)
        keptUsed += 1
        return records[keptUsed - 1]
    }

    private mutating func tellInMinute(_ line: StagedSettling.Line) -> Int64? {
        // They are taken as they are, and known already.
        if line.isKept { return nil }
        while next < records.count {
            defer { next += 1 }
            if tellers[next].insert(line.file).inserted { return records[next] }
        }
        return nil
    }

    private mutating func begin(_ line: StagedSettling.Line) {
        if line.isCoarse != isCoarse || line.second != second { ofSecond.removeAll() }
        if line.isCoarse != isCoarse || line.second != second || line.file != file { next = 0 }
        (isCoarse, second, file) = (line.isCoarse, line.second, line.file)
    }

    /// Notes a record that tells a line which no other has told.
    mutating func add(_ record: Int64, of line: StagedSettling.Line) {
        if line.isCoarse && line.isKept { return }
        if !line.isCoarse { ofSecond.append(records.count) }
        records.append(record)
        tellers.append([line.file])
    }
}
