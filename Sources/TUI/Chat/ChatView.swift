import Client

/// The view of one buffer: the reader's place in it, the reader's marks, and the count of the lines not seen yet.
package struct ChatView: Sendable {
    package private(set) var position = ScrollPosition.newest
    /// The marks on the rows that are the reader's own.
    package private(set) var marks = RowMarks()
    /// The message that is chosen, while one is.
    package var chosen: LineID?
    /// The line that was jumped to: it is marked, and keys mean what they always do.
    package var revealed: LineID?
    /// The message that what is typed answers.
    package var answered: LineID?
    /// The nicks that would look alike if they were cut.
    package private(set) var alikeNicks = AlikeNicks()
    /// The oldest and the newest line that the last picture showed of the history.
    package private(set) var inSight: ClosedRange<LineID>?
    /// One past the newest line of the last picture.
    private var lastEnd = LineID(0)
    /// A rule of what is unread that was read as it came.
    private var passedRule: LineID?
    private var unseenTalk = UnseenTalk()
    private var mentions = MentionIndex()
    private(set) var cache = RowCache()

    package var keepsTail: Bool

    /// - Parameter keepsTail: true to keep the newest lines in sight while the reader is further up.
    package init(keepsTail: Bool = true) { self.keepsTail = keepsTail }

    package var isAtNewest: Bool { position == .newest }

    // MARK: Measures

    /// Rows of the newest lines that stay at the bottom while the reader is further up; none where there is little room.
    private func tailRows(_ height: Int) -> Int { keepsTail && height >= 10 ? min(5, height / 4) : 0 }

    /// Rows for the history while the reader is further up: the tail stands below it, and a dotted rule between.
    package func upperRows(_ height: Int) -> Int {
        let tail = tailRows(height)
        return tail > 0 ? height - tail - 1 : height
    }

    // MARK: Moving

    /// Moves the view by rows; less than zero is up. The rows that stay in sight move by just so many.
    ///
    /// - Parameter height: rows of the whole chat.
    package mutating func scroll(by rows: Int, in buffer: Buffer, formatter: LineFormatter, height: Int) {
        let upper = upperRows(height)
        let lower = height - upper
        let next = walk(buffer, formatter) { [position] walker -> ScrollPosition in
            guard position != .newest else {
                guard rows < 0, walker.moved(.newest, by: -1, height: height) != .newest else { return .newest }
                return walker.moved(.newest, by: rows - lower, height: upper)
            }
            let next = walker.moved(position, by: rows, height: upper)
            return rows > 0 && walker.moved(next, by: lower, height: upper) == .newest ? .newest : next
        }
        leave(for: next, buffer: buffer)
    }

    package mutating func scrollToOldest(in buffer: Buffer, formatter: LineFormatter, height: Int) {
        let upper = upperRows(height)
        let next = walk(buffer, formatter) { walker in
            walker.moved(.newest, by: -1, height: height) == .newest ? .newest : walker.oldest(height: upper)
        }
        leave(for: next, buffer: buffer)
    }

    /// Brings a line to the middle; false where it is not held.
    @discardableResult
    package mutating func reveal(_ id: LineID, in buffer: Buffer, formatter: LineFormatter, height: Int) -> Bool {
        let upper = upperRows(height)
        let next = walk(buffer, formatter) { walker -> ScrollPosition? in
            guard let place = walker.showing(id, rowsBelow: upper / 2, height: upper) else { return nil }
            guard walker.moved(.newest, by: -1, height: height) != .newest else { return .newest }
            return walker.moved(place, by: height - upper, height: upper) == .newest ? .newest : place
        }
        guard let next else { return false }
        leave(for: next, buffer: buffer)
        return true
    }

    /// Moves as little as it takes to have a line in sight.
    package mutating func keepInSight(_ id: LineID, in buffer: Buffer, formatter: LineFormatter, height: Int) {
        let rows = position == .newest ? height : upperRows(height)
        let inSight = walk(buffer, formatter) { [position] in $0.visible(position, height: rows) }
        guard let first = inSight.first, let last = inSight.last else { return }
        if inSight.contains(where: { $0.line.id == id && $0.number == 0 }), last.line.id >= id { return }
        let isAbove = id <= first.line.id
        for _ in 0..<4 * height {
            scroll(by: isAbove ? -1 : 1, in: buffer, formatter: formatter, height: height)
            let rows = position == .newest ? height : upperRows(height)
            let inSight = walk(buffer, formatter) { [position] in $0.visible(position, height: rows) }
            if inSight.contains(where: { $0.line.id == id && $0.row.part != .continuation }) || position == .newest {
                return
            }
        }
    }

    package mutating func returnToNewest() {
        position = .newest
        revealed = nil
        unseenTalk.end()
        alikeNicks = AlikeNicks()
    }

    private mutating func leave(for next: ScrollPosition, buffer: Buffer) {
        if position == .newest, next != .newest { unseenTalk.begin(in: buffer) }
        if next == .newest { unseenTalk.end() }
        if case .at(let id, _) = next { unseenTalk.saw(id) }
        position = next
    }

    mutating func walk<Result>(
        _ buffer: Buffer, _ formatter: LineFormatter, _ body: (inout RowWalker) -> Result
    ) -> Result {
        var walker = RowWalker(buffer, formatter, marks, cache: cache)
        cache = RowCache()
        defer { cache = walker.cache }
        return body(&walker)
    }

    // MARK: The reader's own marks

    /// The buffer comes onto the screen.
    package mutating func willShow(_ buffer: Buffer) {
        marks.unread = buffer.unreadRule
        lastEnd = buffer.endID
        marks.unreadCount = buffer.unread
        if position == .newest { alikeNicks = AlikeNicks() }
    }

    /// Lines that come while the reader is at the newest line are read as they come: no rule is put above them.
    private mutating func moveUnreadRule(_ buffer: Buffer, isWatched: Bool) {
        defer {
            lastEnd = buffer.endID
            if marks.unread == buffer.firstUnread { marks.unreadCount = max(marks.unreadCount, buffer.unread) }
        }
        guard let rule = buffer.unreadRule, rule != marks.unread, rule != passedRule else { return }
        if position == .newest, rule >= lastEnd, isWatched {
            passedRule = rule
        } else if position == .newest || rule >= unseenTalk.seenEnd {
            marks.unread = rule
            marks.unreadCount = buffer.unread
        }
    }

    /// Shows each line of a run, or all of them as one again.
    package mutating func toggleRun(_ head: LineID) {
        if marks.expandedRuns.remove(head) == nil { marks.expandedRuns.insert(head) }
    }

    /// The mention before or behind a line.
    package mutating func mention(_ isForward: Bool, from id: LineID, in buffer: Buffer) -> LineID? {
        isForward ? mentions.first(after: id, in: buffer.scrollback) : mentions.last(before: id, in: buffer.scrollback)
    }

    /// The line in the middle of what is in sight, where a search for the next begins.
    package mutating func middle(of buffer: Buffer, formatter: LineFormatter, height: Int) -> LineID {
        guard position != .newest else { return buffer.endID }
        let upper = upperRows(height)
        let rows = walk(buffer, formatter) { [position] in $0.visible(position, height: upper) }
        return rows.isEmpty ? buffer.endID : rows[rows.count / 2].line.id
    }

    /// The line that tells of this one: the head of its run, mostly itself.
    package mutating func shownLine(for id: LineID, in buffer: Buffer, formatter: LineFormatter) -> LineID {
        guard let index = buffer.index(of: id) else { return id }
        return walk(buffer, formatter) { $0.shownLine(at: index) }
    }

    /// The next line above another, or below it, that is shown; nil where there is none.
    package mutating func shownLine(
        beyond id: LineID, isUpward: Bool, in buffer: Buffer, formatter: LineFormatter
    ) -> LineID? {
        walk(buffer, formatter) { $0.shownLine(beyond: buffer.index(notBelow: id), isUpward: isUpward) }
    }

    // MARK: Lines that came meanwhile

    /// The number of lines that were said below the reader, who is further up.
    package mutating func unseen(in buffer: Buffer) -> (lines: Int, mentions: Int) {
        position == .newest ? (0, 0) : unseenTalk.count(in: buffer.scrollback)
    }

    // MARK: Drawing

    /// Draws the visible rows, the newest at the bottom of the part.
    ///
    /// - Parameters:
    ///   - isWatched: true if the person has seen the lines come.
    ///   - makeFormatter: a formatter that does not cut these nicks.
    package mutating func draw(
        _ buffer: Buffer, isWatched: Bool = true, into surface: inout Surface, part: Rect,
        _ makeFormatter: (Set<String>) -> LineFormatter
    ) {
        guard !part.isEmpty else { return }
        moveUnreadRule(buffer, isWatched: isWatched)
        var formatter = makeFormatter(alikeNicks.whole)
        let isSplit = position != .newest && upperRows(part.height) < part.height
        let height = position == .newest ? part.height : upperRows(part.height)
        let lowerHeight = tailRows(part.height)
        func upper() -> [RowWalker.VisibleRow] {
            walk(buffer, formatter) { [position] in $0.visible(position, height: height) }
        }
        func tail() -> [RowWalker.VisibleRow] {
            isSplit ? walk(buffer, formatter) { $0.visible(.newest, height: lowerHeight) } : []
        }
        var (rows, below) = (upper(), tail())
        for visible in rows + below { alikeNicks.met(visible.line, by: formatter) }
        if alikeNicks.whole != formatter.wholeNicks {
            formatter = makeFormatter(alikeNicks.whole)
            (rows, below) = (upper(), tail())
        }
        inSight = rows.first.flatMap { first in rows.last.map { first.line.id...$0.line.id } }
        let painter = RowPainter(formatter: formatter, part: part, chosen: chosen ?? revealed, buffer: buffer.address)
        painter.draw(rows, into: &surface, y: part.y + height - rows.count)
        if isSplit {
            surface.fill(
                Rect(x: part.x, y: part.y + height, width: part.width, height: 1), formatter.theme.rule, with: "┄")
            painter.draw(below, into: &surface, y: part.y + part.height - below.count)
        }
        guard position != .newest, let first = rows.first, let last = rows.last else { return }
        mentions.scan(through: buffer.scrollback, older: 128)
        ScrollBar(
            buffer: buffer, clock: formatter.clock, theme: formatter.theme,
            inSight: buffer.index(notBelow: first.line.id)...buffer.index(notBelow: last.line.id),
            mentions: mentions.found, unread: marks.unread
        ).draw(into: &surface, x: part.x + part.width - 1, y: part.y, height: height)
    }
}
