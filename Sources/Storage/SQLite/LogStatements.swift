import GRDB

/// The statements that ``SQLiteEventLog`` has prepared on its connection; they are let go before the connection is closed.
struct LogStatements {
    let reading: ReadingStatements
    let events: EventWriter
    let registry: RegistryWriter
    let renaming: ChannelRenaming
    let forgetting: PruningStatements
    let stale: StaleTable
    var conversations: SequenceAllocator
    let begin: PreparedStatement
    let rollback: PreparedStatement
    let checkpoint: PreparedStatement
    let truncate: PreparedStatement

    init(on database: Database, conversationsInMemory: Int) throws {
        reading = try ReadingStatements(on: database)
        events = try EventWriter(on: database)
        registry = try RegistryWriter(on: database)
        renaming = try ChannelRenaming(on: database)
        forgetting = try PruningStatements(on: database)
        stale = try StaleTable(on: database)
        conversations = try SequenceAllocator(
            on: database, reading: reading, generation: max(conversationsInMemory / 2, 1))
        begin = try PreparedStatement("BEGIN IMMEDIATE", on: database)
        rollback = try PreparedStatement("ROLLBACK", on: database)
        checkpoint = try PreparedStatement("PRAGMA wal_checkpoint(PASSIVE)", on: database)
        truncate = try PreparedStatement("PRAGMA wal_checkpoint(TRUNCATE)", on: database)
    }
}
