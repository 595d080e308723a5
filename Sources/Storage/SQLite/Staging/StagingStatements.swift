import GRDB

/// The tables of an ``ImportStaging``, and the statements on them.
struct StagingStatements {
    let begin, end: PreparedStatement
    let insertRecord: InsertStatement<StagedRecordColumn>
    let insertLine: InsertStatement<StagedLineColumn>
    let insertConversation, findConversation: PreparedStatement
    let conversation: SelectStatement<ConversationColumn>
    let insertName, findName: PreparedStatement
    let insertNumber, findNumber, nextNumber: PreparedStatement
    let settle, outcomes, line, conversationsOf: PreparedStatement
    let records: SelectStatement<StagedRecordColumn>

    /// - `lines`: for each event, conversation and line of text one, in the order of the events. `home` is the record that tells it in
    ///   the end.
    /// - `names`: the msgids of the files, and the first line of the event that each means.
    /// - `numbers`: the new numbers of records, and of the events of the log, which have their old number below 0.
    static let tables = """
        CREATE TABLE records (
            id INTEGER PRIMARY KEY, file INTEGER NOT NULL, line INTEGER NOT NULL, time INTEGER NOT NULL,
            kind INTEGER NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL, subject TEXT, text BLOB NOT NULL,
            tags BLOB NOT NULL
        ) STRICT;
        CREATE TABLE lines (
            id INTEGER PRIMARY KEY, second INTEGER NOT NULL, speaker INTEGER NOT NULL, text INTEGER,
            conversation INTEGER NOT NULL, file INTEGER NOT NULL, record INTEGER NOT NULL, fate INTEGER NOT NULL,
            home INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE conversations (
            id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, name BLOB NOT NULL, peer BLOB NOT NULL,
            UNIQUE (kind, name, peer)
        ) STRICT;
        CREATE TABLE names (
            file INTEGER NOT NULL, msgid TEXT NOT NULL, line INTEGER NOT NULL, PRIMARY KEY (file, msgid)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE numbers (record INTEGER PRIMARY KEY, number INTEGER NOT NULL) STRICT;
        """

    /// Made when all is there, which takes less time than to keep it from the beginning.
    static let lineIndex = "CREATE INDEX lines_told ON lines (second, speaker, text, conversation, file, record)"
    static let orderIndexes = """
        CREATE INDEX records_time ON records (time);
        CREATE INDEX lines_home ON lines (home, conversation) WHERE fate = 0 AND home > 0;
        """

    /// All lines, when there is the index. Those that are equal stand together, and those of which nothing is left stand before the others of the same speaker and second.
    static let lines = """
        SELECT second, speaker, text, conversation, file, record, id FROM lines INDEXED BY lines_told
        ORDER BY second, speaker, text, conversation, file, record
        """

    init(on database: Database) throws {
        func prepare(_ sql: String) throws -> PreparedStatement { try PreparedStatement(sql, on: database) }
        begin = try prepare("BEGIN")
        end = try prepare("COMMIT")
        insertRecord = try InsertStatement(on: database)
        insertLine = try InsertStatement(on: database)
        insertConversation = try prepare("INSERT INTO conversations (kind, name, peer) VALUES (?1, ?2, ?3)")
        findConversation = try prepare("SELECT id FROM conversations WHERE kind = ?1 AND name = ?2 AND peer = ?3")
        conversation = try SelectStatement("FROM conversations WHERE id = ?1", on: database)
        insertName = try prepare("INSERT OR IGNORE INTO names (file, msgid, line) VALUES (?1, ?2, ?3)")
        findName = try prepare(
            "SELECT home, record FROM lines WHERE id = (SELECT line FROM names WHERE file = ?1 AND msgid = ?2)")
        insertNumber = try prepare("INSERT INTO numbers (record, number) VALUES (?1, ?2)")
        findNumber = try prepare("SELECT number FROM numbers WHERE record = ?1")
        // The old numbers stand below 0, so that later ones have lower records.
        nextNumber = try prepare("SELECT number FROM numbers WHERE record <= ?1 ORDER BY record DESC LIMIT 1")
        settle = try prepare("UPDATE lines SET fate = ?2, home = ?3 WHERE id = ?1")
        outcomes = try prepare("SELECT record, file, fate, conversation FROM lines ORDER BY id")
        line = try prepare("SELECT line, time, kind, subject, tags FROM records WHERE id = ?1")
        // In the order in which the event itself has them.
        conversationsOf = try prepare(
            """
            SELECT conversation FROM lines WHERE home = ?1 AND home > 0 AND fate = 0
            GROUP BY conversation ORDER BY min(id)
            """)
        records = try SelectStatement("FROM records ORDER BY time, id", on: database)
    }
}

enum StagedRecordColumn: Int32, TableColumn {
    case id, file, line, time, kind, source, target, subject, text, tags

    static let table = "records"
}

enum StagedLineColumn: Int32, TableColumn {
    case second, speaker, text, conversation, file, record, fate, home

    static let table = "lines"
}
