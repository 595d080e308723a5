import GRDB
import Protocol

/// The rooms of a client's log that go on in another one, which had lines when it got their name: what is said of a line by the one name can
/// mean a line of the other.
struct LocalLogFormerRooms {
    private let insert: PreparedStatement
    private let select: PreparedStatement
    private let drop: PreparedStatement

    /// So many rooms can go on in one, and so many are looked at.
    static let mostRooms = 64

    init(on database: Database) throws {
        insert = try PreparedStatement(
            """
            INSERT OR IGNORE INTO former_rooms (room, former) SELECT ?1, ?2
            WHERE (SELECT count(*) FROM former_rooms WHERE room = ?1) < \(Self.mostRooms)
            """, on: database)
        // Each is told once, also where two go on in each other.
        select = try PreparedStatement(
            """
            WITH RECURSIVE known (id) AS (
                VALUES (?1) UNION SELECT former FROM former_rooms, known WHERE former_rooms.room = known.id
                LIMIT \(Self.mostRooms + 1))
            SELECT id FROM known WHERE id <> ?1
            """, on: database)
        drop = try PreparedStatement("DELETE FROM former_rooms WHERE room = ?1 OR former = ?1", on: database)
    }

    /// Notes that a room goes on in another one.
    func add(_ former: Int64, to room: Int64) throws {
        insert.bind(1, room)
        insert.bind(2, former)
        try insert.run()
    }

    /// The rooms that go on in a room, and those that go on in them.
    func rooms(of room: Int64) throws -> [Int64] {
        var found: [Int64] = []
        select.bind(1, room)
        try select.each { row throws(LogError) in found.append(row.int64(0)) }
        return found
    }

    /// Forgets a room.
    func remove(_ room: Int64) throws {
        drop.bind(1, room)
        try drop.run()
    }
}
