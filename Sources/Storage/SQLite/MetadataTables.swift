import Chat
import GRDB
import Protocol

/// The metadata of accounts and of registered rooms.
struct MetadataTables {
    /// `target` is empty for what others see of the account's owner, else the room or the nick that the owner keeps the value about.
    static let schema = """
        CREATE TABLE account_metadata (
            account BLOB NOT NULL,
            target BLOB NOT NULL,
            key TEXT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (account, target, key)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE room_metadata (
            room BLOB NOT NULL,
            key TEXT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (room, key)
        ) STRICT, WITHOUT ROWID;
        """

    /// Leads from a room to those who keep something about it. What accounts tell of themselves is not in it: that has no target.
    static let indexByTarget =
        "CREATE INDEX account_metadata_by_target ON account_metadata (target) WHERE target <> x'';"

    /// The statements of a renaming; a test holds them to that index. SQLite takes it only where its condition stands in them, too.
    static let renaming = [dropReplacedSQL, renameSQL]

    private static let dropReplacedSQL = """
        DELETE FROM account_metadata WHERE target = ?2 AND target <> x''
            AND account IN (SELECT account FROM account_metadata WHERE target = ?1 AND target <> x'')
        """
    private static let renameSQL = "UPDATE account_metadata SET target = ?2 WHERE target = ?1 AND target <> x''"

    private let save: InsertStatement<AccountMetadataColumn>
    private let saveOfChannel: InsertStatement<ChannelMetadataColumn>
    private let hasAccount, drop, dropOfAccount, dropReplaced, rename, dropOfChannel: PreparedStatement

    init(on database: Database) throws {
        func prepare(_ sql: String) throws -> PreparedStatement { try PreparedStatement(sql, on: database) }
        hasAccount = try prepare("SELECT 1 FROM accounts WHERE folded = ?1")
        save = try InsertStatement(.replaces, on: database)
        drop = try prepare("DELETE FROM account_metadata WHERE account = ?1 AND target = ?2 AND key = ?3")
        dropOfAccount = try prepare("DELETE FROM account_metadata WHERE account = ?1")
        dropReplaced = try prepare(Self.dropReplacedSQL)
        rename = try prepare(Self.renameSQL)
        saveOfChannel = try InsertStatement(.replaces, on: database)
        dropOfChannel = try prepare("DELETE FROM room_metadata WHERE room = ?1")
    }

    /// - Parameter value: nil to take the value away.
    func save(_ value: String?, for key: String, about target: FoldedName?, of account: FoldedName) throws(LogError) {
        if let value {
            // Whoever has the name of an account that is gone next is somebody else.
            guard try isKept(account) else { return }
            save.bindBlob(.account, account.bytes)
            save.bindBlob(.target, target?.bytes ?? [])
            save.bindText(.key, key)
            save.bindText(.value, value)
            try save.run()
        } else {
            drop.bindBlob(1, account.bytes)
            drop.bindBlob(2, target?.bytes ?? [])
            drop.bindText(3, key)
            try drop.run()
        }
    }

    private func isKept(_ account: FoldedName) throws(LogError) -> Bool {
        hasAccount.bindBlob(1, account.bytes)
        defer { hasAccount.reset() }
        return try hasAccount.step()
    }

    func remove(ofAccount account: FoldedName) throws(LogError) {
        dropOfAccount.bindBlob(1, account.bytes)
        try dropOfAccount.run()
    }

    /// The marks of an account on a room take the place of all its marks on another one of the new name.
    func rename(_ old: FoldedName, to new: FoldedName) throws(LogError) {
        guard old != new else { return }
        dropReplaced.bindBlob(1, old.bytes)
        dropReplaced.bindBlob(2, new.bytes)
        try dropReplaced.run()
        rename.bindBlob(1, old.bytes)
        rename.bindBlob(2, new.bytes)
        try rename.run()
    }

    /// Puts other metadata in the place of a room's.
    func save(_ metadata: [String: String], ofChannel channel: FoldedName) throws(LogError) {
        try remove(ofChannel: channel)
        for (key, value) in metadata {
            saveOfChannel.bindBlob(.room, channel.bytes)
            saveOfChannel.bindText(.key, key)
            saveOfChannel.bindText(.value, value)
            try saveOfChannel.run()
        }
    }

    func remove(ofChannel channel: FoldedName) throws(LogError) {
        dropOfChannel.bindBlob(1, channel.bytes)
        try dropOfChannel.run()
    }
}
