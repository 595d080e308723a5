import GRDB
import Protocol

/// Finds a line that is to be stored among those that are kept: by its message id, and where it is replayed, by sender, text and time too.
struct LocalLogDoubles {
    private let reader: LocalLogReader
    private let sameContent: SelectStatement<LoggedLineColumn>
    private let sameTextBefore: SelectStatement<LoggedLineColumn>
    private let sameTextBehind: SelectStatement<LoggedLineColumn>
    private let firstSameTextBefore: SelectStatement<LoggedLineColumn>
    private let setMessageID: PreparedStatement

    init(on database: Database, reader: LocalLogReader) throws {
        self.reader = reader
        sameContent = try SelectStatement(
            "FROM lines WHERE room = ?1 AND content = ?2 LIMIT \(Self.mostLines)", on: database)
        sameTextBefore = try SelectStatement(Self.sameTextBefore, on: database)
        sameTextBehind = try SelectStatement(Self.sameTextBehind, on: database)
        firstSameTextBefore = try SelectStatement(Self.firstSameTextBefore, on: database)
        setMessageID = try PreparedStatement("UPDATE lines SET msgid = ?2 WHERE number = ?1", on: database)
    }

    /// The most lines of one hash that are looked at. Whoever makes more has doubles.
    private static let mostLines = 64

    /// The most lines of a room that are looked through on each side of the moment of an own line. Where more is said, doubles are kept.
    static let mostAround = 2000

    /// The lines of a sender with a text, that came live without an id, from a key down to another, the nearest first.
    private static let sameTextBefore = around("number <= ?2 AND number >= ?3", "DESC", first: "DESC")
    /// Those from a key up to another.
    private static let sameTextBehind = around("number >= ?2 AND number <= ?3", "ASC", first: "ASC")
    /// The lines of ``sameTextBefore``, the farthest first.
    private static let firstSameTextBefore = around("number <= ?2 AND number >= ?3", "DESC", first: "ASC")

    private static func around(_ range: String, _ order: String, first: String) -> String {
        """
        FROM (SELECT * FROM lines WHERE room = ?1 AND \(range) ORDER BY number \(order) LIMIT \(mostAround))
        WHERE \(LineCoding.isLiveWithoutID) AND sender = ?4 AND text = ?5 ORDER BY number \(first) LIMIT 1
        """
    }

    /// Every statement that looks for an own line; a test holds them to their indexes.
    static let all = [sameTextBefore, sameTextBehind, firstSameTextBefore].map(SelectStatement<LoggedLineColumn>.sql)

    /// Says if a line is kept. One that is kept without a message id takes that of the replayed line, so that it stands for no other.
    ///
    /// - Parameter content: ``LineCoding/content(_:)`` of the line.
    func isKept(_ line: LoggedLine, content: Int64, in room: Int64) throws -> Bool {
        if !line.messageID.isEmpty, try !reader.rows(with: line.messageID, in: room).isEmpty { return true }
        guard line.origin != .live,
            let kept = try nearest(to: line, content: content, in: room) ?? own(for: line, in: room)
        else { return false }
        if kept.line.messageID.isEmpty, !line.messageID.isEmpty {
            setMessageID.bind(1, kept.number)
            setMessageID.bindBlob(2, line.messageID)
            try setMessageID.run()
        }
        return true
    }

    /// The double of a replayed line that is nearest to it in time.
    private func nearest(to line: LoggedLine, content: Int64, in room: Int64) throws -> LocalLogReader.Row? {
        try rows(content, in: room).filter { Self.isDouble(line, of: $0.line) }
            .min { Self.distance($0, line) < Self.distance($1, line) }
    }

    /// The seconds between the time of the user's own line by their own clock, as they sent it, and by the server's.
    private static let ownTolerance: Int64 = 120
    /// The milliseconds between them where both clocks are set by others.
    private static let clockTolerance: Int64 = 5000

    /// The user's own line that was kept live without an id, and that a replayed one stands for, which has the server's time: the nearest where
    /// it is as near as clocks that go alike make it, else the first, since lines that say the same are all off by as much. Those of the
    /// same second have been looked at.
    private func own(for line: LoggedLine, in room: Int64) throws -> LocalLogReader.Row? {
        guard line.isOwn, !line.text.isEmpty else { return nil }
        let second = Timestamp(seconds: line.time.seconds)
        func key(_ seconds: Int64) -> Int64 { LineNumber.range(of: second.advanced(bySeconds: seconds)).lowerBound }
        let before = try row(sameTextBefore, of: line, in: room, from: key(0) - 1, to: key(-Self.ownTolerance))
        let behind = try row(sameTextBehind, of: line, in: room, from: key(1), to: key(Self.ownTolerance + 1) - 1)
        let nearest = [before, behind].compactMap { $0 }.min { Self.distance($0, line) < Self.distance($1, line) }
        guard before != nil, let nearest, Self.distance(nearest, line) > Self.clockTolerance else { return nearest }
        return try row(firstSameTextBefore, of: line, in: room, from: key(0) - 1, to: key(-Self.ownTolerance))
    }

    /// The first line that a statement finds with the sender and the text of a line.
    private func row(
        _ statement: SelectStatement<LoggedLineColumn>, of line: LoggedLine, in room: Int64, from first: Int64,
        to last: Int64
    ) throws -> LocalLogReader.Row? {
        statement.bind(1, room)
        statement.bind(2, first)
        statement.bind(3, last)
        statement.bindBlob(4, line.sender)
        statement.bindBlob(5, line.text)
        return try LocalLogReader.rows(statement).first
    }

    private func rows(_ content: Int64, in room: Int64) throws -> [LocalLogReader.Row] {
        sameContent.bind(1, room)
        sameContent.bind(2, content)
        return try LocalLogReader.rows(sameContent)
    }

    private static func distance(_ row: LocalLogReader.Row, _ line: LoggedLine) -> Int64 {
        abs(row.line.time.milliseconds(since: line.time))
    }

    /// True where a replayed line is one that is kept, other than by the message id: of the same second, and where one of the two has no id. Two
    /// ids are two lines, unless the server played the line back unasked, perhaps with another id: then one of the same millisecond is the same.
    private static func isDouble(_ line: LoggedLine, of kept: LoggedLine) -> Bool {
        guard line.time.seconds == kept.time.seconds, saysSame(line, as: kept) else { return false }
        return line.messageID.isEmpty || kept.messageID.isEmpty || line.origin == .playback && line.time == kept.time
    }

    /// Lines without text say the same where their messages do.
    private static func saysSame(_ line: LoggedLine, as kept: LoggedLine) -> Bool {
        line.sender == kept.sender && line.text == kept.text && (!line.text.isEmpty || line.message == kept.message)
    }
}
