import GRDB
import Protocol

/// Writes the lines of a client's log. What belongs together, its user puts in one transaction.
struct LocalLogWriter {
    private let reader: LocalLogReader
    private let index: LocalLogIndex
    private let insertRoom: InsertStatement<LoggedRoomColumn>
    private let forgetRoom: PreparedStatement
    private let renameRoom: PreparedStatement
    private let formerRooms: LocalLogFormerRooms
    private let markRead: PreparedStatement
    private let insert: InsertStatement<LoggedLineColumn>
    private let lastNumber: PreparedStatement
    private let doubles: LocalLogDoubles
    private let blank: PreparedStatement
    private let drop: PreparedStatement
    private let forgotten: PreparedStatement
    private let dropRoom: PreparedStatement

    init(on database: Database, reader: LocalLogReader, index: LocalLogIndex) throws {
        self.reader = reader
        self.index = index
        insertRoom = try InsertStatement(on: database)
        forgetRoom = try PreparedStatement("UPDATE rooms SET name = NULL, marker = NULL WHERE name = ?1", on: database)
        // A name stands there once.
        renameRoom = try PreparedStatement("UPDATE OR IGNORE rooms SET name = ?2 WHERE name = ?1", on: database)
        formerRooms = try LocalLogFormerRooms(on: database)
        markRead = try PreparedStatement(
            "UPDATE rooms SET marker = iif(marker > ?2, marker, ?2) WHERE id = ?1", on: database)
        insert = try InsertStatement(on: database)
        lastNumber = try PreparedStatement(
            "SELECT number FROM lines WHERE number BETWEEN ?1 AND ?2 ORDER BY number DESC LIMIT 1", on: database)
        doubles = try LocalLogDoubles(on: database, reader: reader)
        blank = try PreparedStatement("UPDATE lines SET \(LineCoding.blanking) WHERE number = ?1", on: database)
        drop = try PreparedStatement("DELETE FROM lines WHERE number = ?1", on: database)
        forgotten = try PreparedStatement("SELECT id FROM rooms WHERE name IS NULL LIMIT 1", on: database)
        dropRoom = try PreparedStatement("DELETE FROM rooms WHERE id = ?1", on: database)
    }

    func apply(_ entry: LocalLogEntry, on database: Database) throws {
        switch entry {
        case .line(let line, let room): try store(line, in: try ensure(room), on: database)
        case .redaction(let messageID, let room):
            guard let id = try reader.id(of: room) else { return }
            for id in try [id] + formerRooms.rooms(of: id) {
                for row in try reader.rows(with: messageID, in: id) { try redact(row, on: database) }
            }
        case .forgetting(let room):
            forgetRoom.bindBlob(1, room)
            try forgetRoom.run()
        case .renaming(let room, let name):
            renameRoom.bindBlob(1, room)
            renameRoom.bindBlob(2, name)
            try renameRoom.run()
            guard let former = try reader.id(of: room), let id = try reader.id(of: name), former != id else { return }
            try formerRooms.add(former, to: id)
        case .readMarker(let time, let room):
            markRead.bind(1, try ensure(room))
            markRead.bind(2, time.milliseconds)
            try markRead.run()
        }
    }

    /// The id of a room, which is made where it is not there.
    private func ensure(_ room: Bytes) throws -> Int64 {
        if let id = try reader.id(of: room) { return id }
        insertRoom.bindNull(.id)
        insertRoom.bindBlob(.name, room)
        insertRoom.bindNull(.marker)
        try insertRoom.run()
        return insertRoom.lastInsertedRow
    }

    // MARK: Lines

    private func store(_ line: LoggedLine, in room: Int64, on database: Database) throws {
        let content = LineCoding.content(line)
        guard try !doubles.isKept(line, content: content, in: room), let number = try freeNumber(at: line.time) else {
            return
        }
        insert.bind(.number, number)
        insert.bind(.room, room)
        insert.bind(.time, line.time)
        if line.messageID.isEmpty { insert.bindNull(.msgid) } else { insert.bindBlob(.msgid, line.messageID) }
        insert.bindBlob(.sender, line.sender)
        insert.bindBlob(.text, line.text)
        insert.bindBlob(.message, line.message)
        insert.bind(.flags, LineCoding.flags(line))
        insert.bind(.content, content)
        try insert.run()
        try index.add(number, line.text, room: room, on: database)
    }

    /// A key behind all lines of a moment; nil where there is none left.
    private func freeNumber(at time: Timestamp) throws -> Int64? {
        for milliseconds in LineNumber.overflow {
            let range = LineNumber.range(of: time, milliseconds: milliseconds)
            lastNumber.bind(1, range.lowerBound)
            lastNumber.bind(2, range.upperBound)
            defer { lastNumber.reset() }
            guard try lastNumber.step() else { return range.lowerBound }
            let last = lastNumber.int64(0)
            if last < range.upperBound { return last + 1 }
        }
        return nil
    }

    private func redact(_ row: LocalLogReader.Row, on database: Database) throws {
        try index.remove(row.number, row.line.text, room: row.room, on: database)
        blank.bind(1, row.number)
        try blank.run()
    }

    // MARK: Taking out

    /// Takes lines out with all that is known of them.
    func remove(_ rows: [LocalLogReader.Row], on database: Database) throws {
        for row in rows {
            // The bytes that a deletion leaves on its page are not always overwritten.
            try redact(row, on: database)
            drop.bind(1, row.number)
            try drop.run()
        }
    }

    /// Takes out some lines of a room that is forgotten, or the room where it has none.
    ///
    /// - Returns: false where no room is forgotten.
    func removeForgotten(limit: Int, on database: Database) throws -> Bool {
        guard let room = try forgottenRoom() else { return false }
        let rows = try reader.rows(in: room, behind: .min, limit: limit)
        try remove(rows, on: database)
        if rows.isEmpty {
            try formerRooms.remove(room)
            dropRoom.bind(1, room)
            try dropRoom.run()
        }
        return true
    }

    private func forgottenRoom() throws -> Int64? {
        defer { forgotten.reset() }
        return try forgotten.step() ? forgotten.int64(0) : nil
    }
}
