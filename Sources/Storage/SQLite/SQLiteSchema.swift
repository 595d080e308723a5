import GRDB

/// The tables of the embedded engine and the steps that lead to them.
///
///     events         each event once, under its number
///     conversations  the name of each conversation, compared by bytes; `peer` is empty for a room; `first` is the first
///                    sequence that is kept
///     places         sequence -> event, for each conversation
///     stale          parts of the log out of which something was taken that may still stand in other files
///     state          what the engine notes for itself
///     accounts, certificates, nicks, rooms, room_lists, room_ranks, markers, notes, bans   the registry
///     invitations, invitation_guests   and more of it, see ``InvitationTables``
///     presences, presence_rooms   how those are here who stay while not connected
///     account_metadata, room_metadata   what is told of people and rooms by key, see ``MetadataTables``
///
/// In one conversation `sequence`, `event` and `time` all rise, so the primary key of `places` orders all three at once:
/// a number or a time is found in it by bisection, without reading events. A further index would only make appends dearer.
///
/// `events.conversations` is the list of the conversations' ids, each a LEB128 number: from an event to its places.
/// `events.tags` is key, NUL, value, NUL, for each tag.
enum SQLiteSchema {
    /// One step for each version, named by its number. A step that was released is never changed.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { try $0.execute(sql: version1) }
        migrator.registerMigration("2") { try $0.execute(sql: version2) }
        migrator.registerMigration("3") { try $0.execute(sql: InvitationTables.schema) }
        migrator.registerMigration("4") { try $0.execute(sql: version4) }
        migrator.registerMigration("5") { try $0.execute(sql: InvitationTables.fate) }
        migrator.registerMigration("6", migrate: PresenceMigration.run)
        migrator.registerMigration("7") { try $0.execute(sql: MetadataTables.schema) }
        migrator.registerMigration("8") { try $0.execute(sql: version8 + MetadataTables.indexByTarget) }
        return migrator
    }

    private static let version1 = """
        CREATE TABLE conversations (
            id INTEGER PRIMARY KEY,
            kind INTEGER NOT NULL,
            name BLOB NOT NULL,
            peer BLOB NOT NULL,
            UNIQUE (kind, name, peer)
        ) STRICT;

        CREATE TABLE events (
            number INTEGER PRIMARY KEY,
            time INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            source TEXT NOT NULL,
            account TEXT,
            target TEXT NOT NULL,
            subject TEXT,
            text BLOB NOT NULL,
            tags BLOB,
            conversations BLOB NOT NULL
        ) STRICT;

        CREATE TABLE places (
            conversation INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            event INTEGER NOT NULL,
            time INTEGER NOT NULL,
            PRIMARY KEY (conversation, sequence)
        ) STRICT, WITHOUT ROWID;
        """

    private static let version2 = """
        ALTER TABLE conversations ADD COLUMN first INTEGER NOT NULL DEFAULT 1;
        CREATE INDEX conversations_by_peer ON conversations (peer) WHERE kind = 2;

        CREATE TABLE stale (
            part INTEGER PRIMARY KEY,
            mark INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE state (
            key TEXT PRIMARY KEY,
            value INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE accounts (
            folded BLOB PRIMARY KEY,
            name TEXT NOT NULL,
            registered INTEGER NOT NULL,
            salt BLOB,
            iterations INTEGER,
            stored_key BLOB,
            server_key BLOB,
            settings BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE certificates (
            account BLOB NOT NULL,
            fingerprint BLOB NOT NULL,
            PRIMARY KEY (account, fingerprint)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE nicks (
            folded BLOB PRIMARY KEY,
            nick TEXT NOT NULL,
            account BLOB NOT NULL,
            since INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE rooms (
            folded BLOB PRIMARY KEY,
            name TEXT NOT NULL,
            founder BLOB NOT NULL,
            registered INTEGER NOT NULL,
            topic TEXT,
            topic_by TEXT,
            topic_at INTEGER,
            modes TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE room_lists (
            room BLOB NOT NULL,
            position INTEGER NOT NULL,
            list TEXT NOT NULL,
            mask TEXT NOT NULL,
            set_by TEXT NOT NULL,
            set_at INTEGER NOT NULL,
            PRIMARY KEY (room, position)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE room_ranks (
            room BLOB NOT NULL,
            account BLOB NOT NULL,
            ranks TEXT NOT NULL,
            PRIMARY KEY (room, account)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE markers (
            account BLOB NOT NULL,
            kind INTEGER NOT NULL,
            name BLOB NOT NULL,
            peer BLOB NOT NULL,
            time INTEGER NOT NULL,
            PRIMARY KEY (account, kind, name, peer)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE notes (
            key TEXT PRIMARY KEY,
            value BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    private static let version4 = """
        CREATE TABLE bans (
            folded BLOB PRIMARY KEY,
            mask TEXT NOT NULL,
            reason TEXT NOT NULL,
            set_by TEXT NOT NULL,
            set_at INTEGER NOT NULL,
            until INTEGER
        ) STRICT, WITHOUT ROWID;

        ALTER TABLE room_lists ADD COLUMN until INTEGER;
        ALTER TABLE room_lists ADD COLUMN reason TEXT;
        """

    /// Earlier versions did not keep people's own modes.
    private static let version8 = """
        ALTER TABLE presences ADD COLUMN modes TEXT NOT NULL DEFAULT '';
        """

    /// Brings a copy that nobody else has to the last version.
    static func bringUp(_ path: String) throws {
        let queue = try SQLiteConnection.open(path, label: "grillo.restore.sqlite", access: .readWrite)
        try migrator.migrate(queue)
        try queue.close()
    }

    /// Brings a database to the last version. One that holds something is copied first, see ``CopiesSetAside``.
    ///
    /// Returns where the copy is; nil where none was needed.
    /// Throws ``LogError/newerSchema(found:known:)`` and touches nothing if it is beyond that.
    static func migrate(_ queue: DatabaseQueue, at path: String) throws -> String? {
        let migrator = migrator
        let applied = try queue.read { try migrator.appliedIdentifiers($0) }
        let unknown = applied.subtracting(migrator.migrations)
        if let found = newest(unknown) {
            throw LogError.newerSchema(found: found, known: migrator.migrations.last ?? "0")
        }
        let isEmpty = try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_schema") == 0 }
        if !isEmpty, let finding = try queue.read(SchemaComparison.findings).first {
            throw LogError.foreignSchema(finding)
        }
        var copy: String?
        if let found = newest(applied), found != migrator.migrations.last {
            let name = try CopiesSetAside.name(for: path, version: found)
            try queue.writeWithoutTransaction { try SQLiteBackup.copy($0, to: name) }
            copy = name
        }
        try migrator.migrate(queue)
        return copy
    }

    private static func newest(_ versions: Set<String>) -> String? {
        versions.max { ($0.count, $0) < ($1.count, $1) }
    }
}
