import GRDB

/// The tables of the embedded engine and the steps that lead to them.
///
///     events         each event once, under its number
///     conversations  the name of each conversation, compared by bytes; `peer` is empty for a room
///     places         sequence -> event, for each conversation
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
        migrator.registerMigration("1") { database in
            try database.execute(
                sql: """
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
                    """)
        }
        return migrator
    }

    /// Brings a database to the last version.
    ///
    /// Throws ``LogError/newerSchema(found:known:)`` and touches nothing if it is beyond that.
    static func migrate(_ queue: DatabaseQueue) throws {
        let migrator = migrator
        let applied = try queue.read { try migrator.appliedIdentifiers($0) }
        let unknown = applied.subtracting(migrator.migrations)
        if let found = unknown.max(by: { ($0.count, $0) < ($1.count, $1) }) {
            throw LogError.newerSchema(found: found, known: migrator.migrations.last ?? "0")
        }
        try migrator.migrate(queue)
    }
}
