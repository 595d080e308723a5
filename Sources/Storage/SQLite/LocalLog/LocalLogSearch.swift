import GRDB
import Protocol

/// One search on a client's log and its index.
struct LocalLogSearch {
    let pattern: SearchPattern
    let reader: LocalLogReader
    let index: LocalLogIndex

    /// The most lines that the index names and that do not fit: there are some only where others wrote to the file.
    private static let mostMismatches = 10_000

    /// - Returns: what is found, the newest first.
    func run(
        in room: Bytes?, before position: LoggedPosition?, limit: Int, on database: Database
    ) throws -> [LoggedMatch] {
        var id: Int64?
        if let room {
            id = try reader.id(of: room)
            guard id != nil else { return [] }
        }
        var found: [LoggedMatch] = []
        var mismatches = 0
        var names: [Int64: Bytes] = [:]
        try index.find(pattern, room: id, below: bound(position, room: id), on: database) { number in
            guard let row = try reader.row(number), id == nil || row.room == id,
                pattern.matches(SearchTokenizer.words(of: row.line.text)),
                let name = try names[row.room] ?? reader.name(of: row.room)
            else {
                mismatches += 1
                return mismatches < Self.mostMismatches
            }
            names[row.room] = name
            found.append(LoggedMatch(room: name, line: row.line))
            return found.count < limit
        }
        return found
    }

    private func bound(_ position: LoggedPosition?, room: Int64?) throws -> Int64 {
        guard let position else { return .max }
        return try reader.number(of: position, in: room) ?? LineNumber.range(of: position.time).lowerBound
    }
}
