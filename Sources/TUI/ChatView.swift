import Client

/// Where the reader is in one buffer, and what they are typing into it.
package struct ChatView: Sendable {
    package private(set) var position = ScrollPosition.newest
    package var draft = InputLine()
    /// Columns of the nicks: as wide as the widest seen so far, so that the text moves seldom and never to and fro.
    package private(set) var nickColumns = ChatView.fewestNickColumns
    /// One past the newest line that has been on the screen, while the reader is further up.
    private var seenEnd = LineID(0)
    /// Mentions among the lines from `seenEnd` on.
    private var newMentions: [LineID] = []
    private var countedEnd = LineID(0)
    private var cache = RowCache()

    package static let fewestNickColumns = 4

    package init() {}

    package var isAtNewest: Bool { position == .newest }

    // MARK: Moving

    /// Moves the view by rows; less than zero is up.
    package mutating func scroll(by rows: Int, in buffer: Buffer, _ formatter: LineFormatter, height: Int) {
        let next = walk(buffer, formatter) { [position] in $0.moved(position, by: rows, height: height) }
        leave(for: next, buffer)
    }

    package mutating func scrollToOldest(in buffer: Buffer, _ formatter: LineFormatter, height: Int) {
        let next = walk(buffer, formatter) { $0.oldest(height: height) }
        leave(for: next, buffer)
    }

    package mutating func returnToNewest() {
        position = .newest
        newMentions = []
    }

    private mutating func leave(for next: ScrollPosition, _ buffer: Buffer) {
        if position == .newest, next != .newest {
            seenEnd = buffer.endID
            countedEnd = seenEnd
        }
        if next == .newest { newMentions = [] }
        if case .at(let id, _) = next { seenEnd = max(seenEnd, id.advanced(by: 1)) }
        position = next
    }

    private mutating func walk<Result>(
        _ buffer: Buffer, _ formatter: LineFormatter, _ body: (inout RowWalker) -> Result
    ) -> Result {
        var walker = RowWalker(buffer, formatter, cache: cache)
        cache = RowCache()
        defer { cache = walker.cache }
        return body(&walker)
    }

    // MARK: What came meanwhile

    /// How many lines have come that the reader, further up, has not been shown.
    package mutating func news(in buffer: Buffer) -> (lines: Int, mentions: Int) {
        guard position != .newest else { return (0, 0) }
        let scrollback = buffer.scrollback
        let end = scrollback.endID
        countedEnd = max(countedEnd, scrollback.firstID)
        while countedEnd < end {
            if let index = scrollback.index(of: countedEnd), scrollback.flags(at: index).contains(.mention) {
                newMentions.append(countedEnd)
            }
            countedEnd = countedEnd.advanced(by: 1)
        }
        newMentions.removeAll { $0 < seenEnd }
        return (max(buffer.endID.number - seenEnd.number, 0), newMentions.count)
    }

    // MARK: Drawing

    /// Draws the visible rows, the newest at the bottom of the part.
    ///
    /// - Parameter makeFormatter: a formatter for so many columns of nicks.
    package mutating func draw(
        _ buffer: Buffer, into surface: inout Surface, _ part: Rect, _ makeFormatter: (Int) -> LineFormatter
    ) {
        guard !part.isEmpty else { return }
        var formatter = makeFormatter(nickColumns)
        var rows = walk(buffer, formatter) { [position] in $0.visible(position, height: part.height) }
        let wanted = rows.reduce(nickColumns) { max($0, formatter.wantedNickColumns($1.line)) }
        if wanted > nickColumns {
            nickColumns = wanted
            formatter = makeFormatter(wanted)
            rows = walk(buffer, formatter) { [position] in $0.visible(position, height: part.height) }
        }
        var y = part.y + part.height - rows.count
        var isFirst = true
        for visible in rows {
            surface.draw(visible.row.cells, x: part.x, y: y, in: part.columns)
            let head: ChatRow.Part = formatter.isStacked ? .nick : .first
            if visible.row.showsTime || (isFirst && visible.row.part == head) {
                let indent = visible.row.showsTime || !formatter.isStacked
                if indent { surface.draw(formatter.time(of: visible.line), x: part.x, y: y, in: part.columns) }
            }
            if visible.row.part != .dayRule { isFirst = false }
            y += 1
        }
    }
}

extension Buffer {
    /// One past the id of the newest line, those under way included.
    var endID: LineID { scrollback.firstID.advanced(by: lineCount) }
}
