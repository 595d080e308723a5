/// Finds the records that were redacted, by what others of the histories know as redacted: near such a blank, all that its history does not
/// tell may be what it was.
struct StagedRedactions {
    struct Line: Hashable {
        let record: Int64
        let file: Int64
        /// Nil for a blank.
        let text: Int64?
        let second: Int64
        var length: Int64 = 1
        var slack: Int64 = 0

        var minute: Int64 { second - second % StagedLine.minute }

        /// True where both may have been said at the same time, as far as their clocks can be trusted.
        func isNear(_ other: Line) -> Bool {
            let slack = max(slack, other.slack)
            return second <= other.second + other.length - 1 + slack
                && other.second <= second + length - 1 + slack
        }

        /// True where both are the same for ``StagedSettling``.
        func isEqual(to other: Line) -> Bool {
            guard text == other.text else { return false }
            return length > 1 || other.length > 1 ? minute == other.minute : second == other.second
        }
    }

    /// The lines of one speaker in one conversation that are looked at, of each minute. Nobody says more in one; where somebody does beside a
    /// blank, all of these minutes counts as redacted.
    static let mostLines = 2000

    /// A record that was redacted, and the blank that knows it.
    struct Outcome: Hashable {
        let record: Int64
        let blank: Int64
    }

    /// - Parameters:
    ///   - lines: what one nick said in one conversation, in the minute and in those beside it, in the order in which it was added.
    ///   - minute: the minute whose blanks are meant.
    static func redacted(by minute: Int64, in lines: [Line]) -> [Outcome] {
        let records = recordsInOrder(lines)
        let blanks = Dictionary(grouping: lines.filter { $0.text == nil && $0.minute == minute }, by: \.file)
        var found: [Outcome] = []
        for (file, blanks) in blanks.sorted(by: { $0.key < $1.key }) {
            let spans = distinct(blanks)
            for (other, records) in Dictionary(grouping: records.filter(\.isOfFile), by: \.file) where other != file {
                // The kept log keeps what it has: what it tells, too, need not be looked for.
                let told = [file, Int64(ImportStaging.keptFile)].map { teller in
                    lines.filter { $0.file == teller && $0.text != nil }
                }
                for record in untold(records, by: told) {
                    guard let blank = blank(of: record.lines[0], in: spans) else { continue }
                    found.append(Outcome(record: record.id, blank: blank.record))
                }
            }
        }
        return found
    }

    /// The records that none of the histories tells.
    private static func untold(_ records: [Record], by told: [[Line]]) -> [Record] {
        told.reduce(records) { rest, lines in
            var told = ToldLines(lines)
            let untold = Set(told.untold(records).map(\.id))
            return rest.filter { untold.contains($0.id) }
        }
    }

    /// One blank for each time: the first.
    private static func distinct(_ blanks: [Line]) -> [Line] {
        var seen: Set<[Int64]> = []
        return blanks.filter { seen.insert([$0.second, $0.length, $0.slack]).inserted }
    }

    private static func blank(of line: Line, in blanks: [Line]) -> Line? {
        blanks.first { $0.second == line.second } ?? blanks.first { $0.isNear(line) }
    }

    private static func recordsInOrder(_ lines: [Line]) -> [Record] {
        var records: [Record] = []
        for line in lines where line.text != nil {
            if records.last?.id == line.record {
                records[records.count - 1].lines.append(line)
            } else {
                records.append(Record(id: line.record, lines: [line]))
            }
        }
        return records
    }

    /// An event, with at least one line.
    fileprivate struct Record {
        let id: Int64
        var lines: [Line]

        var file: Int64 { lines[0].file }
        var isOfFile: Bool { !lines[0].isKept }
        var texts: [Int64?] { lines.map(\.text) }
    }

    /// The lines that a history tells, each of which is one line of another history at most.
    private struct ToldLines {
        private var lines: [Line]
        private var isUsed: [Bool]
        /// The places in ``lines`` by the text.
        private var places: [Int64: [Int]] = [:]
        /// The records by their first line's text.
        private let records: [Int64: [(record: Record, first: Int)]]

        init(_ lines: [Line]) {
            self.lines = lines
            isUsed = lines.map { _ in false }
            for (place, line) in lines.enumerated() { places[line.text ?? 0, default: []].append(place) }
            var first = 0
            var records: [Int64: [(record: Record, first: Int)]] = [:]
            for record in StagedRedactions.recordsInOrder(lines) {
                records[record.lines[0].text ?? 0, default: []].append((record, first))
                first += record.lines.count
            }
            self.records = records
        }

        /// The records of which not every line is told. Those that are told as a whole are found first, then those of one line: what remains
        /// of the told lines is no reason to keep a message of several.
        mutating func untold(_ candidates: [Record]) -> [Record] {
            let rest = candidates.filter { !useWhole($0) }
            return (rest.filter { $0.lines.count == 1 } + rest.filter { $0.lines.count > 1 }).filter { !use($0.lines) }
        }

        private mutating func useWhole(_ record: Record) -> Bool {
            let line = record.lines[0]
            for (told, first) in records[line.text ?? 0] ?? []
            where !isUsed[first] && told.texts == record.texts && line.isEqual(to: told.lines[0]) {
                for place in first..<(first + told.lines.count) { isUsed[place] = true }
                return true
            }
            return false
        }

        private mutating func use(_ wanted: [Line]) -> Bool {
            var found: [Int] = []
            for line in wanted {
                let place = places[line.text ?? 0]?.first {
                    !isUsed[$0] && !found.contains($0) && line.isEqual(to: lines[$0])
                }
                guard let place else { return false }
                found.append(place)
            }
            for place in found { isUsed[place] = true }
            return true
        }
    }
}

extension StagedRedactions.Line {
    fileprivate var isKept: Bool { file == Int64(ImportStaging.keptFile) }
}
