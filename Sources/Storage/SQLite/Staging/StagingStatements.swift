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
    let insertMention, refer, redact, settle, outcomes, line, conversationsOf, findOtherTeller: PreparedStatement
    let insertLoss, losses: PreparedStatement
    let records: SelectStatement<StagedRecordColumn>

    /// - `lines`: for each event, conversation and line of text one, in the order of the events; see ``StagedLine``. `home` is the record
    ///   that tells it in the end.
    /// - `names`: the msgids of the files, and the first line of the event that each means.
    /// - `mentions`: the lines that are others if the event is another that they mean.
    /// - `redacted`: the records that others of the histories know as redacted, each with a record that does.
    /// - `numbers`: the new numbers of records, and of the events of the log, which have their old number below 0.
    /// - `losses`: what is not taken of the files, and why.
    static let tables = """
        CREATE TABLE records (
            id INTEGER PRIMARY KEY, file INTEGER NOT NULL, line INTEGER NOT NULL, time INTEGER NOT NULL,
            kind INTEGER NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL, subject TEXT, text BLOB NOT NULL,
            tags BLOB NOT NULL
        ) STRICT;
        CREATE TABLE lines (
            id INTEGER PRIMARY KEY, round INTEGER NOT NULL, minute INTEGER NOT NULL, second INTEGER NOT NULL,
            length INTEGER NOT NULL, slack INTEGER NOT NULL, speaker INTEGER NOT NULL, text INTEGER,
            conversation INTEGER NOT NULL, place INTEGER NOT NULL, file INTEGER NOT NULL, record INTEGER NOT NULL,
            fate INTEGER NOT NULL, home INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE mentions (line INTEGER PRIMARY KEY, file INTEGER NOT NULL, msgid TEXT NOT NULL) STRICT;
        CREATE TABLE redacted (record INTEGER PRIMARY KEY, blank INTEGER NOT NULL) STRICT;
        CREATE TABLE conversations (
            id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, name BLOB NOT NULL, peer BLOB NOT NULL,
            UNIQUE (kind, name, peer)
        ) STRICT;
        CREATE TABLE names (
            file INTEGER NOT NULL, msgid TEXT NOT NULL, line INTEGER NOT NULL, PRIMARY KEY (file, msgid)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE numbers (record INTEGER PRIMARY KEY, number INTEGER NOT NULL) STRICT;
        CREATE TABLE losses (file INTEGER NOT NULL, line INTEGER NOT NULL, reason TEXT NOT NULL) STRICT;
        """

    /// Made when all is there, which takes less time than to keep them from the beginning.
    static let lineIndexes = """
        CREATE INDEX lines_told ON lines
            (round, minute, speaker, text, conversation, length, second, file, record);
        CREATE INDEX lines_spoken ON lines (round, minute, speaker, conversation, text);
        CREATE INDEX lines_record ON lines (record);
        """
    static let orderIndexes = """
        CREATE INDEX records_time ON records (time);
        CREATE INDEX lines_home ON lines (home, fate, place);
        CREATE INDEX losses_line ON losses (file, line);
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
            "SELECT home FROM lines WHERE id = (SELECT line FROM names WHERE file = ?1 AND msgid = ?2)")
        insertNumber = try prepare("INSERT INTO numbers (record, number) VALUES (?1, ?2)")
        findNumber = try prepare("SELECT number FROM numbers WHERE record = ?1")
        // The old numbers stand below 0, so that later ones have lower records.
        nextNumber = try prepare("SELECT number FROM numbers WHERE record <= ?1 ORDER BY record DESC LIMIT 1")
        insertMention = try prepare("INSERT INTO mentions (line, file, msgid) VALUES (?1, ?2, ?3)")
        refer = try prepare("UPDATE lines SET text = ?2 WHERE id = ?1")
        redact = try prepare("INSERT OR IGNORE INTO redacted (record, blank) VALUES (?1, ?2)")
        settle = try prepare("UPDATE lines SET fate = ?2, home = ?3 WHERE id = ?1")
        outcomes = try prepare("SELECT record, file, fate, home FROM lines ORDER BY id")
        line = try prepare("SELECT line FROM records WHERE id = ?1")
        // In the order in which the event itself has them.
        conversationsOf = try prepare(
            """
            SELECT place FROM lines WHERE home = ?1 AND home > 0 AND fate = 0
            GROUP BY place ORDER BY min(id)
            """)
        findOtherTeller = try prepare(
            "SELECT 1 FROM lines WHERE home = ?1 AND file <> ?2 AND text IS NOT NULL AND fate <> 2 LIMIT 1")
        insertLoss = try prepare("INSERT INTO losses (file, line, reason) VALUES (?1, ?2, ?3)")
        losses = try prepare("SELECT line, reason FROM losses WHERE file = ?1 ORDER BY line, rowid")
        records = try SelectStatement("FROM records ORDER BY time, id", on: database)
    }
}

enum StagedRecordColumn: Int32, TableColumn {
    case id, file, line, time, kind, source, target, subject, text, tags

    static let table = "records"
}

enum StagedLineColumn: Int32, TableColumn {
    case round, minute, second, length, slack, speaker, text, conversation, place, file, record, fate, home

    static let table = "lines"
}
