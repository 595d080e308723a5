// The tables of the history; what their columns mean is told where they are made, in SQLiteSchema.

enum EventColumn: Int32, TableColumn {
    case number, time, kind, source, account, target, subject, text, tags, conversations
    static let table = "events"
}

enum PlaceColumn: Int32, TableColumn {
    case conversation, sequence, event, time
    static let table = "places"
}

/// The columns that name a conversation.
enum ConversationColumn: Int32, TableColumn {
    case kind, name, peer
    static let table = "conversations"
}

enum StaleColumn: Int32, TableColumn {
    case part, mark
    static let table = "stale"
}

enum StateColumn: Int32, TableColumn {
    case key, value
    static let table = "state"
}
