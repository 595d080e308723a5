import Chat
import GRDB
import Protocol

/// Which lines are told twice, by counts a second: of equal lines as many are taken as the history has that has most of them. So two equal
/// lines in one second stay two, and the same file twice is one.
extension ImportStaging {
    /// Decides what becomes of each line. To be called once, when all is added.
    package func settle() throws(LogError) {
        let rows = try betweenTransactions { database in
            try database.execute(sql: StagingStatements.lineIndex)
            return try PreparedStatement(StagingStatements.lines, on: database)
        }
        let statements = try statements()
        var settling = StagedSettling()
        try rows.each { row throws(LogError) in
            let line = StagedSettling.Line(
                id: row.int64(6), record: row.int64(5), file: row.int64(4), conversation: row.int64(3),
                text: row.isNull(2) ? nil : row.int64(2), speaker: row.int64(1), second: row.int64(0))
            for outcome in settling.add(line) { try statements.settle(outcome) }
        }
        for outcome in settling.finish() { try statements.settle(outcome) }
        try betweenTransactions { database in try database.execute(sql: StagingStatements.orderIndexes) }
    }
}

extension StagingStatements {
    fileprivate func settle(_ outcome: StagedSettling.Outcome) throws(LogError) {
        settle.bind(1, outcome.id)
        settle.bind(2, outcome.fate.rawValue)
        settle.bind(3, outcome.home)
        try settle.run()
    }
}

/// Goes through lines in the order in which equal ones stand together, and tells what becomes of those that are not simply taken.
struct StagedSettling {
    struct Line: Hashable {
        let id: Int64
        let record: Int64
        let file: Int64
        let conversation: Int64
        /// Nil for what was redacted; these come first of a speaker's lines of a second.
        let text: Int64?
        let speaker: Int64
        let second: Int64

        func isOfSameMoment(as other: Line) -> Bool { second == other.second && speaker == other.speaker }

        func isEqual(to other: Line) -> Bool {
            isOfSameMoment(as: other) && text == other.text && conversation == other.conversation
        }

        /// True for what one event tells in several conversations.
        var isShared: Bool { speaker & 1 == 1 }
    }

    /// The fate of a line, and the record that tells it.
    struct Outcome: Hashable {
        let id: Int64
        let fate: StagedFate
        let home: Int64
    }

    /// The equal lines of one second that are told apart in one conversation. Nobody says more.
    static let mostEqualLines = 10_000

    /// Equal lines of one conversation, in the order of the files.
    private var group: [Line] = []
    /// The redacted lines of the moment, by their conversation: the files that know of them, and the first record.
    private var blanks: [Int64: (files: Set<Int64>, record: Int64)] = [:]
    /// The records of the same shared event in other conversations, one after the other.
    private var shared: [Int64] = []

    mutating func add(_ line: Line) -> [Outcome] {
        guard let last = group.last else {
            group = [line]
            return []
        }
        guard line.isEqual(to: last) else {
            let outcomes = finish()
            if !line.isOfSameMoment(as: last) { blanks.removeAll() }
            if !line.isOfSameMoment(as: last) || line.text != last.text { shared.removeAll() }
            group = [line]
            return outcomes
        }
        guard group.count < Self.mostEqualLines || line.file == Int64(ImportStaging.keptFile) else {
            return [Outcome(id: line.id, fate: .flood, home: line.record)]
        }
        group.append(line)
        return []
    }

    /// To be called behind the last line.
    mutating func finish() -> [Outcome] {
        defer { group.removeAll() }
        var outcomes: [Outcome] = []
        var counts: [Int64: Int] = [:]
        for line in group { counts[line.file, default: 0] += 1 }
        // The record of the first line, of the second and so on, whichever file tells it first.
        var homes: [Int64] = []
        var (file, place, sharedPlace) = (Int64.min, 0, 0)
        for line in group {
            place = line.file == file ? place + 1 : 0
            file = line.file
            if place < homes.count {
                outcomes.append(Outcome(id: line.id, fate: .double, home: homes[place]))
            } else if let blank = redaction(of: line, place, counts) {
                outcomes.append(Outcome(id: line.id, fate: .redacted, home: blank))
            } else {
                let home = line.isShared ? sharedHome(of: line, &sharedPlace) : line.record
                if home != line.record { outcomes.append(Outcome(id: line.id, fate: .taken, home: home)) }
                homes.append(home)
            }
        }
        noteBlanks()
        return outcomes
    }

    /// Another history may know a line only as redacted: then it does not come back, and neither does any that it may have been.
    ///
    /// - Returns: the record of the redacted line; nil where there is none.
    private func redaction(of line: Line, _ place: Int, _ counts: [Int64: Int]) -> Int64? {
        guard line.text != nil, line.file != Int64(ImportStaging.keptFile), let blank = blanks[line.conversation],
            blank.files.contains(where: { $0 != line.file && counts[$0] ?? 0 <= place })
        else { return nil }
        return blank.record
    }

    private mutating func noteBlanks() {
        for line in group where line.text == nil {
            blanks[line.conversation, default: ([], line.record)].files.insert(line.file)
        }
    }

    /// The first history that tells a quit tells it for all of its rooms. Of two that are equal each keeps its own.
    private mutating func sharedHome(of line: Line, _ place: inout Int) -> Int64 {
        guard line.file != Int64(ImportStaging.keptFile), !shared.contains(line.record) else { return line.record }
        defer { place += 1 }
        if place < shared.count { return shared[place] }
        shared.append(line.record)
        return line.record
    }
}
