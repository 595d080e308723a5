import Chat
import GRDB
import Protocol

/// Writes how those are here who stay while not connected.
struct PresenceWriter {
    private let savePresence: InsertStatement<PresenceColumn>
    private let saveRoom: InsertStatement<PresenceRoomColumn>
    private let hasAccount, drop, dropRooms: PreparedStatement

    init(on database: Database) throws {
        savePresence = try InsertStatement(.replaces, on: database)
        saveRoom = try InsertStatement(on: database)
        hasAccount = try PreparedStatement("SELECT 1 FROM accounts WHERE folded = ?1", on: database)
        drop = try PreparedStatement("DELETE FROM presences WHERE account = ?1", on: database)
        dropRooms = try PreparedStatement("DELETE FROM presence_rooms WHERE account = ?1", on: database)
    }

    func save(_ presence: Presence, of account: FoldedName) throws(LogError) {
        guard try isKept(account) else { return }
        savePresence.bindBlob(.account, account.bytes)
        savePresence.bindText(.nick, presence.nick)
        savePresence.bindText(.user, presence.userName)
        savePresence.bindText(.host, presence.host)
        savePresence.bindText(.name, presence.realName)
        try savePresence.run()
        dropRooms.bindBlob(1, account.bytes)
        try dropRooms.run()
        for (position, room) in presence.rooms.enumerated() {
            saveRoom.bindBlob(.account, account.bytes)
            saveRoom.bind(.position, Int64(position))
            saveRoom.bindText(.room, room.name)
            saveRoom.bindText(.ranks, room.ranks)
            saveRoom.bind(.since, room.since.rawValue)
            if let closed = room.closed {
                saveRoom.bind(.closedToAll, closed.toAll.rawValue)
                saveRoom.bind(.closedToGuests, closed.toGuests.rawValue)
                saveRoom.bind(.closedTo, Int64(closed.kinds))
            } else {
                for column in [PresenceRoomColumn.closedToAll, .closedToGuests, .closedTo] { saveRoom.bindNull(column) }
            }
            try saveRoom.run()
        }
    }

    func remove(of account: FoldedName) throws(LogError) {
        for statement in [drop, dropRooms] {
            statement.bindBlob(1, account.bytes)
            try statement.run()
        }
    }

    private func isKept(_ account: FoldedName) throws(LogError) -> Bool {
        hasAccount.bindBlob(1, account.bytes)
        defer { hasAccount.reset() }
        return try hasAccount.step()
    }
}
