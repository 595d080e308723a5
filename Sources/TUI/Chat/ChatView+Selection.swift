import Client

/// Selecting text in the chat.
extension ChatView {
    /// The part of the chat that scrolls alone and contains row `y`: the history further up, or the newest lines below it.
    func selectablePart(at y: Int, of chat: Rect) -> Rect {
        let upper = upperRows(chat.height)
        guard !isAtNewest, upper < chat.height else { return chat }
        guard y >= chat.y + upper else { return Rect(x: chat.x, y: chat.y, width: chat.width, height: upper) }
        let rest = chat.height - upper - 1
        return Rect(x: chat.x, y: chat.y + upper + 1, width: chat.width, height: rest)
    }

    /// Rows that are painted at once to be copied: in a surface of many more, finding each would take long.
    private static let copiedRows = 64

    /// The text that is selected, of all its lines, whichever of them are in sight. Linear in them.
    mutating func text(of selection: ChatSelection, in buffer: Buffer, formatter: LineFormatter) -> String {
        let rows = walk(buffer, formatter) { $0.rows(of: selection.lines) }
        var copied: [(separator: String, row: CopiedRow)] = []
        for start in stride(from: 0, to: rows.count, by: Self.copiedRows) {
            let block = rows[start..<min(start + Self.copiedRows, rows.count)]
            // The last column is that of the bar.
            let part = Rect(x: 0, y: 0, width: formatter.width + 1, height: block.count)
            var surface = Surface(width: part.width, height: part.height)
            RowPainter(formatter: formatter, part: part, chosen: nil, buffer: buffer.address)
                .draw(block, into: &surface, y: 0, isOnTop: start == 0)
            copied += selection.rows(of: part, on: surface)
        }
        return selection.text(of: copied)
    }
}
