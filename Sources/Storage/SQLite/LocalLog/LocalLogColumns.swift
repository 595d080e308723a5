// The tables of a client's log; what their columns mean is told where they are made, in LocalLogSchema.

enum LoggedLineColumn: Int32, TableColumn {
    case number, room, time, msgid, sender, text, message, flags, content
    static let table = "lines"
}

enum LoggedRoomColumn: Int32, TableColumn {
    case id, name, marker
    static let table = "rooms"
}

enum LogPartColumn: Int32, TableColumn {
    case id, start, lines, isStale
    static let table = "parts"
}
