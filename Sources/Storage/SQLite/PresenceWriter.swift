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
        savePresence.bindText(.modes, presence.modes)
        try savePresence.run()
        dropRooms.bindBlob(1, account.bytes)
        try dropRooms.run()
        for (position, channel) in presence.channels.enumerated() {
            saveRoom.bindBlob(.account, account.bytes)
            saveRoom.bind(.position, Int64(position))
            saveRoom.bindText(.room, channel.name)
            saveRoom.bindText(.ranks, channel.ranks)
            saveRoom.bind(.since, channel.since.rawValue)
            if let closings = channel.closings {
                saveRoom.bind(.closedToAll, closings.ended.toAll.rawValue)
                saveRoom.bind(.closedToGuests, closings.ended.toGuests.rawValue)
                saveRoom.bind(.closedTo, Int64(closings.current.rawValue))
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
