import Client

/// Selecting text in the chat.
extension ChatView {
    /// The part of the chat that scrolls alone and has a row of the screen: the history further up, or the newest lines below it.
    func selectablePart(at y: Int, of chat: Rect) -> Rect {
        let upper = upperRows(chat.height)
        guard !isAtNewest, upper < chat.height else { return chat }
        guard y >= chat.y + upper else { return Rect(x: chat.x, y: chat.y, width: chat.width, height: upper) }
        let rest = chat.height - upper - 1
        return Rect(x: chat.x, y: chat.y + upper + 1, width: chat.width, height: rest)
    }

    /// The text that is selected, of all its lines, whichever of them are in sight.
    mutating func text(of selection: ChatSelection, in buffer: Buffer, formatter: LineFormatter) -> String {
        let rows = walk(buffer, formatter) { $0.rows(of: selection.lines) }
        // The last column is that of the bar.
        let part = Rect(x: 0, y: 0, width: formatter.width + 1, height: rows.count)
        var surface = Surface(width: part.width, height: part.height)
        RowPainter(formatter: formatter, part: part, chosen: nil, buffer: buffer.address)
            .draw(rows, into: &surface, y: 0)
        return selection.text(in: part, on: surface)
    }
}
