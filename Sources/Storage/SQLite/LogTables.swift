import GRDB

/// What ``SQLiteEventLog`` has prepared on its connection; let go before that is closed.
struct LogTables {
    let reading: ReadingTables
    let events: EventWriting
    let registry: RegistryWriting
    let renaming: RoomRenaming
    let forgetting: ForgettingTables
    let stale: StaleTable
    var conversations: ConversationTable
    let begin: PreparedStatement
    let rollback: PreparedStatement
    let checkpoint: PreparedStatement
    let truncate: PreparedStatement

    init(on database: Database) throws {
        reading = try ReadingTables(on: database)
        events = try EventWriting(on: database)
        registry = try RegistryWriting(on: database)
        renaming = try RoomRenaming(on: database)
        forgetting = try ForgettingTables(on: database)
        stale = try StaleTable(on: database)
        conversations = try ConversationTable(on: database, reading)
        begin = try PreparedStatement("BEGIN IMMEDIATE", on: database)
        rollback = try PreparedStatement("ROLLBACK", on: database)
        checkpoint = try PreparedStatement("PRAGMA wal_checkpoint(PASSIVE)", on: database)
        truncate = try PreparedStatement("PRAGMA wal_checkpoint(TRUNCATE)", on: database)
    }
}
