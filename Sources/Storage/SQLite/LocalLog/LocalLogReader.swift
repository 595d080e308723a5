import GRDB
import Protocol

/// Reads pages of a client's log. What is read together, its user puts in one transaction.
struct LocalLogReader {
    /// A line that is stored.
    struct Row {
        let number: Int64
        let room: Int64
        let line: LoggedLine
    }

    private let roomID: PreparedStatement
    private let roomName: PreparedStatement
    private let marker: PreparedStatement
    private let roomList: SelectStatement<LoggedRoomColumn>
    private let markedRooms: SelectStatement<LoggedRoomColumn>
    private let countLines: PreparedStatement
    private let unread: PreparedStatement
    private let lastUnread: SelectStatement<LoggedLineColumn>
    private let one: SelectStatement<LoggedLineColumn>
    private let byMessageID: SelectStatement<LoggedLineColumn>
    private let byMessageIDAlone: SelectStatement<LoggedLineColumn>
    private let before: SelectStatement<LoggedLineColumn>
    private let after: SelectStatement<LoggedLineColumn>
    private let afterInAll: SelectStatement<LoggedLineColumn>
    private let size: PreparedStatement

    init(on database: Database) throws {
        roomID = try PreparedStatement(Self.roomID, on: database)
        roomName = try PreparedStatement(Self.roomName, on: database)
        marker = try PreparedStatement(Self.marker, on: database)
        roomList = try SelectStatement(
            "FROM rooms WHERE name IS NOT NULL AND (?1 IS NULL OR name > ?1) ORDER BY name LIMIT ?2", on: database)
        markedRooms = try SelectStatement(
            "FROM rooms WHERE name IS NOT NULL AND marker IS NOT NULL LIMIT \(LocalLog.roomLimit)", on: database)
        countLines = try PreparedStatement("SELECT count(*) FROM lines WHERE room = ?1", on: database)
        unread = try PreparedStatement(
            """
            SELECT \(LineCoding.unreadCounts) FROM (
                SELECT flags FROM lines WHERE room = ?1 AND number > ?2 ORDER BY number LIMIT \(LocalLog.countLimit))
            """, on: database)
        lastUnread = try SelectStatement(
            """
            FROM (SELECT * FROM lines WHERE room = ?1 AND number > ?2 ORDER BY number DESC LIMIT \(LocalLog.pageLimit))
            WHERE \(LineCoding.isNewsWithText) ORDER BY number DESC LIMIT 1
            """, on: database)
        one = try SelectStatement(Self.one, on: database)
        byMessageID = try SelectStatement(Self.byMessageID, on: database)
        byMessageIDAlone = try SelectStatement(Self.byMessageIDAlone, on: database)
        before = try SelectStatement(Self.before, on: database)
        after = try SelectStatement(Self.after, on: database)
        afterInAll = try SelectStatement(Self.afterInAll, on: database)
        size = try PreparedStatement(
            """
            SELECT (page_count - freelist_count) * page_size
            FROM pragma_page_count, pragma_freelist_count, pragma_page_size
            """, on: database)
    }

    // MARK: The statements

    private static let roomID = "SELECT id FROM rooms WHERE name = ?1"
    private static let roomName = "SELECT name FROM rooms WHERE id = ?1 AND name IS NOT NULL"
    private static let marker = "SELECT marker FROM rooms WHERE id = ?1 AND marker IS NOT NULL"
    private static let one = "FROM lines WHERE number = ?1"
    private static let byMessageID = "FROM lines WHERE msgid = ?1 AND room = ?2 ORDER BY number LIMIT 64"
    private static let byMessageIDAlone = "FROM lines WHERE msgid = ?1 LIMIT 1"
    private static let before = "FROM lines WHERE room = ?1 AND number < ?2 ORDER BY number DESC LIMIT ?3"
    private static let after = "FROM lines WHERE room = ?1 AND number > ?2 ORDER BY number LIMIT ?3"
    private static let afterInAll = "FROM lines WHERE number > ?1 ORDER BY number LIMIT ?2"

    /// Every statement of a page; a test holds them to their indexes.
    static let all =
        [roomID, roomName, marker]
        + [one, byMessageID, byMessageIDAlone, before, after, afterInAll].map(SelectStatement<LoggedLineColumn>.sql)

    // MARK: Rooms

    func id(of room: Bytes) throws -> Int64? {
        roomID.bindBlob(1, room)
        defer { roomID.reset() }
        return try roomID.step() ? roomID.int64(0) : nil
    }

    /// The name of a room; nil where it is forgotten.
    func name(of room: Int64) throws -> Bytes? {
        roomName.bind(1, room)
        defer { roomName.reset() }
        return try roomName.step() ? roomName.bytes(0)[...] : nil
    }

    func readMarker(of room: Int64) throws -> Timestamp? {
        marker.bind(1, room)
        defer { marker.reset() }
        return try marker.step() ? marker.time(0) : nil
    }

    /// The rooms in the order of their names, those behind a name, or from the first on.
    func rooms(behind name: Bytes?, limit: Int) throws -> [LoggedRoom] {
        var found: [LoggedRoom] = []
        if let name { roomList.bindBlob(1, name) } else { roomList.statement.bindNull(1) }
        roomList.bind(2, Int64(limit))
        try roomList.each { row throws(LogError) in
            countLines.bind(1, row.int64(.id))
            defer { countLines.reset() }
            let lines = try countLines.step() ? countLines.int64(0) : 0
            let newest = try last(in: row.int64(.id))
            found.append(
                LoggedRoom(
                    name: row.bytes(.name)[...], lines: Int(lines), newest: newest?.line.time,
                    readMarker: row.optionalTime(.marker)))
        }
        return found
    }

    private func last(in room: Int64) throws(LogError) -> Row? {
        before.bind(1, room)
        before.bind(2, .max)
        before.bind(3, 1)
        defer { before.reset() }
        return try before.step() ? Self.row(in: before) : nil
    }

    func countUnread(in room: Int64, after time: Timestamp) throws -> LoggedUnread {
        unread.bind(1, room)
        unread.bind(2, LineNumber.range(of: time).upperBound)
        defer { unread.reset() }
        guard try unread.step() else { return LoggedUnread(news: 0, mentions: 0) }
        return LoggedUnread(news: Int(unread.int64(0)), mentions: Int(unread.int64(1)))
    }

    /// The last line that counts as unread of each room with such lines behind its marker, in order; of very many rooms those with the newest.
    /// Only the newest ``LocalLog/pageLimit`` lines of a room are looked at: a room that has none among them that counts is left out.
    func unreadRooms(limit: Int) throws -> [LoggedMatch] {
        var found: [(name: Bytes, row: Row)] = []
        try markedRooms.each { room throws(LogError) in
            guard let marker = room.optionalTime(.marker) else { return }
            lastUnread.bind(1, room.int64(.id))
            lastUnread.bind(2, LineNumber.range(of: marker).upperBound)
            defer { lastUnread.reset() }
            if try lastUnread.step() { found.append((room.bytes(.name)[...], Self.row(in: lastUnread))) }
        }
        return found.sorted { $0.row.number < $1.row.number }.suffix(limit)
            .map { LoggedMatch(room: $0.name, line: $0.row.line) }
    }

    // MARK: Lines

    func row(_ number: Int64) throws -> Row? {
        one.bind(1, number)
        return try Self.rows(one).first
    }

    /// The lines with a message id in a room: one, unless others wrote to the file.
    func rows(with messageID: Bytes, in room: Int64) throws -> [Row] {
        byMessageID.bindBlob(1, messageID)
        byMessageID.bind(2, room)
        return try Self.rows(byMessageID)
    }

    /// The last lines of a room below a key, the newest first.
    func rows(in room: Int64, below number: Int64, limit: Int) throws -> [Row] {
        before.bind(1, room)
        before.bind(2, number)
        before.bind(3, Int64(limit))
        return try Self.rows(before)
    }

    /// The first lines of a room, or of all rooms, behind a key.
    func rows(in room: Int64?, behind number: Int64, limit: Int) throws -> [Row] {
        guard let room else {
            afterInAll.bind(1, number)
            afterInAll.bind(2, Int64(limit))
            return try Self.rows(afterInAll)
        }
        after.bind(1, room)
        after.bind(2, number)
        after.bind(3, Int64(limit))
        return try Self.rows(after)
    }

    /// The rows of a statement to which its values are bound.
    static func rows(_ statement: SelectStatement<LoggedLineColumn>) throws(LogError) -> [Row] {
        var found: [Row] = []
        try statement.each { row throws(LogError) in found.append(Self.row(in: row)) }
        return found
    }

    private static func row(in row: SelectStatement<LoggedLineColumn>) -> Row {
        Row(number: row.int64(.number), room: row.int64(.room), line: LineCoding.line(in: row))
    }

    /// The bytes of the file that are in use.
    func bytesInUse() throws -> Int64 {
        defer { size.reset() }
        return try size.step() ? size.int64(0) : 0
    }

    // MARK: Positions

    /// The key of the line at a position; nil where there is none.
    ///
    /// - Parameter room: nil for whichever room.
    func number(of position: LoggedPosition, in room: Int64?) throws -> Int64? {
        switch position {
        case .time: return nil
        case .messageID(let messageID, _):
            if let room { return try rows(with: messageID, in: room).first?.number }
            byMessageIDAlone.bindBlob(1, messageID)
            return try Self.rows(byMessageIDAlone).first?.number
        case .line(let time, let sender, let text):
            let second = Timestamp(seconds: time.seconds)
            let range = LineNumber.range(of: second).lowerBound
            let last = LineNumber.range(of: second.advanced(byMilliseconds: 999)).upperBound
            var found: Row?
            func distance(_ row: Row) -> Int64 { abs(row.line.time.milliseconds(since: time)) }
            // A second in which more was said is looked through no further.
            for row in try rows(in: room, behind: range - 1, limit: LocalLog.pageLimit) {
                guard row.number <= last else { break }
                guard row.line.sender == sender, row.line.text == text else { continue }
                if let known = found, distance(known) <= distance(row) { continue }
                found = row
            }
            return found?.number
        }
    }
}
