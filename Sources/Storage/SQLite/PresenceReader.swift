import Chat
import GRDB
import Protocol

/// Reads how those are here who stay while not connected.
struct PresenceReader {
    private let presences: SelectStatement<PresenceColumn>
    private let rooms: SelectStatement<PresenceRoomColumn>

    init(on database: Database) throws {
        presences = try SelectStatement("FROM presences", on: database)
        rooms = try SelectStatement("FROM presence_rooms ORDER BY account, position", on: database)
    }

    /// To be called when the accounts are loaded.
    func load(into registry: inout Registry) throws(LogError) {
        var found: [FoldedName: [Presence.Channel]] = [:]
        try rooms.each { row throws(LogError) in found[row.name(.account), default: []].append(channel(in: row)) }
        try presences.each { row throws(LogError) in
            let account = row.name(.account)
            let presence = Presence(
                nick: row.text(.nick) ?? "", userName: row.text(.user) ?? "", host: row.text(.host),
                realName: row.text(.name) ?? "", modes: row.text(.modes) ?? "",
                channels: found[account] ?? [])
            registry.apply(.savePresence(account, presence))
        }
    }

    private func channel(in row: SelectStatement<PresenceRoomColumn>) -> Presence.Channel {
        let closings =
            row.isNull(.closedTo)
            ? nil
            : ClosingsAtJoin(
                ended: ClosedThrough(
                    toAll: EventNumber(rawValue: row.int64(.closedToAll)),
                    toGuests: EventNumber(rawValue: row.int64(.closedToGuests))),
                current: ChannelClosure(rawValue: UInt8(truncatingIfNeeded: row.int64(.closedTo))))
        return Presence.Channel(
            name: row.text(.room) ?? "", ranks: row.text(.ranks) ?? "",
            since: EventNumber(rawValue: row.int64(.since)), closings: closings)
    }
}
