import Client

/// The buffers with what is unread in them: as a list, or as a strip of one row. News in buffers that there is no room for are told at
/// its ends.
enum BufferPane {
    static func draw(
        _ buffers: OpenBuffers, shown: BufferAddress, into surface: inout Surface, part: Rect, theme: Theme,
        shaper: Shaper
    ) {
        guard !part.isEmpty else { return }
        surface.verticalRule(x: part.x + part.width, rows: part.rows, style: theme.rule)
        let place = buffers.position(of: shown) ?? 0
        let start = max(0, min(place - part.height / 2, buffers.count - part.height))
        let whole = start..<min(start + part.height, buffers.count)
        var visible = whole
        // The row at an end goes for what is hidden beyond it, unless it is the one that is shown.
        let mayHide = whole.count > 2
        if mayHide, place > whole.lowerBound, !HiddenUnread(buffers[..<start]).isEmpty { visible.removeFirst() }
        if mayHide, place < whole.upperBound - 1, !HiddenUnread(buffers[whole.upperBound...]).isEmpty {
            visible.removeLast()
        }
        for row in visible {
            let cells = cells(
                buffers[row], named: buffers.name(of: buffers[row]), row: row,
                isShown: buffers[row].address == shown, columns: part.width, theme: theme, shaper: shaper)
            surface.draw(cells, x: part.x, y: part.y + row - start, in: part.columns)
        }
        func tell(_ arrow: String, _ hidden: OpenBuffers.SubSequence, y: Int) {
            let news = HiddenUnread(hidden)
            let words = shaper.shape(" \(arrow) \(news.wording)", news.style(theme), fitting: part.width - 1)
            surface.draw(words, x: part.x, y: y, in: part.columns)
        }
        if visible.lowerBound > whole.lowerBound { tell("↑", buffers[..<visible.lowerBound], y: part.y) }
        if visible.upperBound < whole.upperBound {
            tell("↓", buffers[visible.upperBound...], y: part.y + whole.count - 1)
        }
    }

    private static func cells(
        _ buffer: Buffer, named name: String, row: Int, isShown: Bool, columns: Int, theme: Theme, shaper: Shaper
    ) -> [ShapedCell] {
        let style = style(buffer, isShown: isShown, theme: theme)
        let news = shaper.shape(isShown ? "" : news(buffer), style)
        let number = shaper.shape(row < 9 ? " \(row + 1) " : "   ", isShown ? style : theme.quiet)
        let available = columns - number.count - news.count - 1
        var cells = number + shaper.shape(label(buffer, named: name), style, fitting: available)
        let used = width(cells)
        cells += Array(repeating: ShapedCell(.space, style), count: max(columns - 1 - used - news.count, 0)) + news
        if isShown { cells.append(ShapedCell(.space, style)) }
        return cells
    }

    static func drawStrip(
        _ buffers: OpenBuffers, shown: BufferAddress, into surface: inout Surface, part: Rect, theme: Theme,
        shaper: Shaper
    ) {
        var parts = StripParts(buffers, shown: shown, columns: part.width, theme: theme, shaper: shaper)
        func sign(_ arrow: String, _ hidden: OpenBuffers.SubSequence) -> [ShapedCell] {
            let news = HiddenUnread(hidden)
            guard !news.isEmpty else { return [] }
            return shaper.shape(
                " \(arrow)\(news.short) ", news.style(theme), fitting: part.width / 3
            )
        }
        // Starts far enough to the right that the one that is shown is seen.
        let place = buffers.position(of: shown) ?? 0
        var first = place
        var columns = parts.width(of: place)
        while first > 0, columns + parts.width(of: first - 1) <= part.width {
            first -= 1
            columns += parts.width(of: first)
        }
        var left = sign("‹", buffers[..<first])
        // The columns of the sign are given up at the left, where there is more than the buffer that is shown.
        while width(left) + columns > part.width, first < place {
            columns -= parts.width(of: first)
            first += 1
            left = sign("‹", buffers[..<first])
        }
        let start = surface.draw(left, x: part.x, y: part.y, in: part.columns)
        var end = first
        var used = 0
        while end < buffers.count, used + parts.width(of: end) <= part.x + part.width - start {
            used += parts.width(of: end)
            end += 1
        }
        var right = sign("›", buffers[end...])
        while !right.isEmpty, end > place + 1, start + used + width(right) > part.x + part.width {
            end -= 1
            used -= parts.width(of: end)
            right = sign("›", buffers[end...])
        }
        // Without a sign the next one is drawn as far as there is room.
        let rest = first..<(right.isEmpty ? min(end + 1, buffers.count) : max(end, place + 1))
        surface.draw(rest.flatMap { parts[$0] }, x: start, y: part.y, in: part.columns)
        guard !right.isEmpty, start + used + width(right) <= part.x + part.width else { return }
        surface.draw(right, x: part.x + part.width - width(right), y: part.y, in: part.columns)
    }

    fileprivate static func width(_ cells: [ShapedCell]) -> Int { cells.reduce(0) { $0 + $1.glyph.width } }

    /// In brackets a room that one is not in, with `off` a person who is not there, and with a dot what the person has pinned.
    ///
    /// - Parameter name: see ``Client/OpenBuffers/name(of:)``.
    fileprivate static func label(_ buffer: Buffer, named name: String) -> String {
        let name = DrawableText.plain(name)
        guard buffer.isJoined else { return "(\(name))" }
        guard buffer.isPinned || buffer.isPeerOnline == false else { return name }
        return (buffer.isPinned ? "• " : "") + name + (buffer.isPeerOnline == false ? " off" : "")
    }

    /// `3`, and `3!` where somebody is waiting for an answer.
    fileprivate static func news(_ buffer: Buffer) -> String {
        buffer.unread == 0 && buffer.mentions == 0 ? "" : "\(buffer.unread)\(buffer.mentions > 0 ? "!" : "")"
    }

    fileprivate static func style(_ buffer: Buffer, isShown: Bool, theme: Theme) -> Style {
        if isShown { return theme.chosen }
        if buffer.isMuted { return theme.quiet }
        if buffer.mentions > 0 { return theme.mentionNick }
        return buffer.unread > 0 ? theme.heading : theme.quiet
    }
}

/// The buffers as they stand in a strip, each made when it is asked for: most of many have no room.
private struct StripParts {
    private let buffers: OpenBuffers
    private let shown: BufferAddress
    private let columns: Int
    private let theme: Theme
    private let shaper: Shaper
    private var made: [Int: [ShapedCell]] = [:]

    init(_ buffers: OpenBuffers, shown: BufferAddress, columns: Int, theme: Theme, shaper: Shaper) {
        (self.buffers, self.shown, self.columns, self.theme, self.shaper) = (buffers, shown, columns, theme, shaper)
    }

    subscript(row: Int) -> [ShapedCell] {
        mutating get {
            if let cells = made[row] { return cells }
            let cells = cells(row)
            made[row] = cells
            return cells
        }
    }

    mutating func width(of row: Int) -> Int { BufferPane.width(self[row]) }

    private func cells(_ row: Int) -> [ShapedCell] {
        let buffer = buffers[row]
        let isShown = buffer.address == shown
        let news = isShown ? "" : BufferPane.news(buffer)
        let number = row < 9 ? "\(row + 1) " : ""
        let name = BufferPane.label(buffer, named: buffers.name(of: buffer))
        return shaper.shape(
            " \(number)\(name)\(news.isEmpty ? "" : " \(news)") ",
            BufferPane.style(buffer, isShown: isShown, theme: theme), fitting: columns)
    }
}

/// The count of buffers out of sight that have news, and of those with mentions.
private struct HiddenUnread {
    private var unread = 0
    private var mentions = 0

    init(_ buffers: OpenBuffers.SubSequence) {
        for buffer in buffers {
            if buffer.mentions > 0 { mentions += 1 }
            if buffer.unread > 0 || buffer.mentions > 0 { unread += 1 }
        }
    }

    var isEmpty: Bool { unread == 0 }
    /// How many buffers have news, and in how many of them somebody waits for an answer: `3 new 1!`.
    var wording: String { "\(unread) new" + (mentions > 0 ? " \(mentions)!" : "") }
    func style(_ theme: Theme) -> Style { mentions > 0 ? theme.mentionNick : theme.heading }
    var short: String { mentions > 0 ? "\(mentions)!" : "\(unread)" }
}
