import Client

/// A part of a row of the screen that means something to the pointer.
struct SurfaceTarget: Sendable {
    enum Subject: Hashable, Sendable {
        case buffer(BufferAddress)
        /// Somebody, by the nick that they have in the network on the screen.
        case nick(String)
        case chatRow(ChatRowTarget)
        /// Something in the list that is open.
        case item(Picker.Target)
        /// Something that the card of somebody offers.
        case card(NickCard.Action)
        /// The help; where there is a page, the title of that page.
        case help(HelpTab?)
    }

    let row: Int
    let columns: Range<Int>
    let subject: Subject

    func contains(x: Int, y: Int) -> Bool { row == y && columns.contains(x) }

    func overlaps(_ part: Rect) -> Bool { part.rows.contains(row) && part.columns.overlaps(columns) }
}

/// A row of the chat, as the pointer meets it.
struct ChatRowTarget: Hashable, Sendable {
    let line: LineAddress
    /// The columns of the text: those of the time and the nick are none of them.
    let text: Range<Int>
    let section: ChatRow.Section
    /// The cells of the section that stand in the row.
    let cells: Range<Int>
    let joint: ChatRow.Joint
}

extension Rect {
    func contains(x: Int, y: Int) -> Bool { columns.contains(x) && rows.contains(y) }
}
