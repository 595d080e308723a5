import Protocol

extension LocalLogReader {
    /// The last lines of a room before a position, or of all, in order.
    func page(before position: LoggedPosition?, in room: Bytes, limit: Int) throws -> [LoggedLine] {
        guard let room = try id(of: room) else { return [] }
        var bound = Int64.max
        if let position {
            bound = try number(of: position, in: room) ?? LineNumber.range(of: position.time).lowerBound
        }
        return try rows(in: room, below: bound, limit: limit).reversed().map(\.line)
    }

    /// The first lines of a room behind a position, in order.
    func page(after position: LoggedPosition, in room: Bytes, limit: Int) throws -> [LoggedLine] {
        guard let room = try id(of: room) else { return [] }
        let bound = try number(of: position, in: room) ?? LineNumber.range(of: position.time).upperBound
        return try rows(in: room, behind: bound, limit: limit).map(\.line)
    }

    /// Half of the lines from before a position, the others from it on, in order.
    func page(around position: LoggedPosition, in room: Bytes, limit: Int) throws -> [LoggedLine] {
        guard let room = try id(of: room) else { return [] }
        let bound = try number(of: position, in: room) ?? LineNumber.range(of: position.time).lowerBound
        let earlier = try rows(in: room, below: bound, limit: limit / 2)
        let later = try rows(in: room, behind: max(bound, .min + 1) - 1, limit: limit - limit / 2)
        return (earlier.reversed() + later).map(\.line)
    }

    /// All rooms, in the order of their names, as many as are told at most.
    func allRooms() throws -> [LoggedRoom] {
        var found: [LoggedRoom] = []
        while found.count < LocalLog.roomLimit {
            let more = try rooms(behind: found.last?.name, limit: LocalLog.pageLimit)
            found += more
            guard more.count == LocalLog.pageLimit else { break }
        }
        return found
    }

    /// Lines behind a key, in order, and the key of the last that was looked at; nil at the end.
    func exportPage(_ room: Bytes?, behind number: Int64, limit: Int) throws -> (lines: [LoggedMatch], last: Int64)? {
        var id: Int64?
        if let room {
            id = try self.id(of: room)
            guard id != nil else { return nil }
        }
        let rows = try rows(in: id, behind: number, limit: limit)
        guard let last = rows.last else { return nil }
        var names: [Int64: Bytes] = [:]
        var found: [LoggedMatch] = []
        for row in rows {
            guard let name = try names[row.room] ?? name(of: row.room) else { continue }
            names[row.room] = name
            found.append(LoggedMatch(room: name, line: row.line))
        }
        return (found, last.number)
    }
}
