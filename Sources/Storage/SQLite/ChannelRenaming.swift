import Chat
import GRDB
import Protocol

/// Gives what a room remembers another name. A room is its id in every other table, so nothing else changes; only the index
/// knows names, and is made anew in the background where it has to do with the room.
struct ChannelRenaming {
    private let rename: PreparedStatement
    private let markStale: PreparedStatement

    /// No room can be called that.
    private static let nameless = Casemapping.ascii.fold([0])

    init(on database: Database) throws {
        rename = try PreparedStatement(
            "UPDATE conversations SET name = ?2 WHERE kind = 1 AND name = ?1 AND peer = x''", on: database)
        markStale = try PreparedStatement(
            """
            INSERT INTO stale (part, mark)
            SELECT DISTINCT event / \(SearchShard.width), 1 FROM places
            WHERE conversation = (SELECT id FROM conversations WHERE kind = 1 AND name = ?1 AND peer = x'')
            \(StaleTable.upsertMark)
            """, on: database)
    }

    /// Renames a room. The history under the new name, of a room that is gone, takes the old one.
    func rename(_ channel: FoldedName, to name: FoldedName) throws(LogError) {
        for stale in [channel, name] {
            markStale.bindBlob(1, stale.bytes)
            try markStale.run()
        }
        for (old, new) in [(name, Self.nameless), (channel, name), (Self.nameless, channel)] {
            rename.bindBlob(1, old.bytes)
            rename.bindBlob(2, new.bytes)
            try rename.run()
        }
    }
}
