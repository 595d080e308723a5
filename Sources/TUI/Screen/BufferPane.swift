import Client
import Protocol

/// The list of the buffers in their sections, with what is unread in them. Those that there is no room for are counted at its ends.
struct BufferPane {
    let buffers: OpenBuffers
    /// The buffer that is typed into.
    let shown: BufferAddress
    /// The buffer beside it; nil where there is none.
    var beside: BufferAddress?
    let sortsByNews: Bool
    /// See ``PaneArrangement/bufferOffset``.
    let offset: Int?
    let theme: Theme
    let shaper: Shaper

    /// Stands before the buffer that is read beside another: the hollow form of what marks the topic of the one that is typed into.
    private static let besideSign = "▹"

    func draw(into surface: inout Surface, part: Rect) {
        guard !part.isEmpty else { return }
        surface.verticalRule(x: part.x + part.width, rows: part.rows, style: theme.rule)
        let rows = BufferOrder(buffers, sortsByNews: sortsByNews).rows
        let counts = HiddenBufferCounts(rows.lazy.map { $0.place.map { buffers[$0].urgency } })
        let place = place(in: rows)
        let start = start(of: rows, height: part.height)
        let whole = start..<min(start + part.height, rows.count)
        var visible = whole
        // The row at an end goes for what is hidden beyond it, unless it is the one that is shown.
        let mayHide = whole.count > 2
        if mayHide, place != whole.lowerBound, counts[..<start].count > 0 { visible.removeFirst() }
        if mayHide, place != whole.upperBound - 1, counts[whole.upperBound...].count > 0 { visible.removeLast() }
        for row in visible {
            let y = part.y + row - start
            surface.draw(cells(rows[row], columns: part.width), x: part.x, y: y, in: part.columns)
            guard let place = rows[row].place else { continue }
            surface.add(SurfaceTarget(row: y, columns: part.columns, subject: .buffer(buffers[place].address)))
        }
        func tell(_ arrow: String, _ hidden: HiddenBuffers, y: Int) {
            let style = hidden.style(theme)
            let words = shaper.shape(" \(arrow) \(hidden.wording)", style, fitting: part.width - 1)
            surface.fill(Rect(x: part.x, y: y, width: part.width - 1, height: 1), style)
            surface.draw(words, x: part.x, y: y, in: part.columns)
        }
        if visible.lowerBound > whole.lowerBound { tell("↑", counts[..<visible.lowerBound], y: part.y) }
        if visible.upperBound < whole.upperBound {
            tell("↓", counts[visible.upperBound...], y: part.y + whole.count - 1)
        }
    }

    /// The row of the buffer on the screen.
    private func place(in rows: [BufferOrder.Row]) -> Int {
        buffers.position(of: shown).flatMap { rows.firstIndex(of: .buffer($0)) } ?? 0
    }

    private func start(of rows: [BufferOrder.Row], height: Int) -> Int {
        max(0, min(offset ?? place(in: rows) - height / 2, rows.count - height))
    }

    /// The first row in sight after a scroll by so many; less than zero is up.
    func offset(scrolledBy step: Int, height: Int) -> Int {
        let rows = BufferOrder(buffers, sortsByNews: sortsByNews).rows
        return max(0, min(start(of: rows, height: height) + step, rows.count - height))
    }

    private func cells(_ row: BufferOrder.Row, columns: Int) -> [ShapedCell] {
        switch row {
        case .gap: []
        case .heading(let section): shaper.shape(" \(section.title)", theme.quiet, fitting: columns)
        case .buffer(let place): cells(buffers[place], place: place, columns: columns)
        }
    }

    private func cells(_ buffer: Buffer, place: Int, columns: Int) -> [ShapedCell] {
        let isShown = buffer.address == shown
        // What comes there is seen.
        let isBeside = buffer.address == beside
        let style = isBeside ? theme.text : buffer.style(isShown: isShown, theme)
        let news = shaper.shape(isShown || isBeside ? "" : buffer.news, style)
        let digits = String(place + 1)
        let indent = String(repeating: " ", count: max(String(buffers.count).count - digits.count, 0))
        let sign = isBeside ? Self.besideSign : " "
        let number = shaper.shape("\(sign)\(indent)\(digits) ", isShown ? style : theme.quiet)
        let available = columns - number.count - news.count - 1
        var cells = number + label(buffer, style, fitting: available)
        let gap = columns - 1 - cells.columns - news.count
        cells += Array(repeating: ShapedCell(.space, style), count: max(gap, 0)) + news
        if isShown { cells.append(ShapedCell(.space, style)) }
        return cells
    }
}

extension BufferPane {
    /// The label of a buffer in so many columns. Of one that is too wide the name of the network before that of the room goes, whose rows stand
    /// below it, and of a server's own name the end of the host, but not the port that tells it from others.
    private func label(_ buffer: Buffer, _ style: Style, fitting columns: Int) -> [ShapedCell] {
        let whole = shaper.shape(buffer.label(named: buffers.name(of: buffer)), style)
        guard whole.columns > columns else { return whole }
        guard buffer.kind == .server, let colon = buffer.name.lastIndex(of: ":") else {
            return shaper.shape(buffer.label(named: buffer.name), style, fitting: columns)
        }
        let port = shaper.shape(DrawableText.plain(String(buffer.name[colon...])), style)
        guard port.columns + 2 <= columns else {
            return shaper.shape(buffer.label(named: buffer.name), style, fitting: columns)
        }
        return shaper.shape(DrawableText.plain(String(buffer.name[..<colon])), style, fitting: columns - port.columns)
            + port
    }
}

/// The look of a buffer in the list and in the strip.
extension Buffer {
    /// The name in brackets for a room that one is not in, with `off` for a person who is not there, and with a star where it is pinned.
    ///
    /// - Parameter name: see ``Client/OpenBuffers/name(of:)``.
    func label(named name: String) -> String {
        let name = DrawableText.plain(name)
        guard isJoined else { return "(\(name))" }
        guard isPinned || isPeerOnline == false else { return name }
        return (isPinned ? "★ " : "") + name + (isPeerOnline == false ? " off" : "")
    }

    /// `3`, and `3!` where somebody is waiting for an answer.
    var news: String { unread == 0 && mentions == 0 ? "" : "\(unread)\(mentions > 0 ? "!" : "")" }

    func style(isShown: Bool, _ theme: Theme) -> Style {
        if isShown { return theme.chosen }
        return switch urgency {
        case .quiet: theme.quiet
        case .news: theme.heading
        case .call: theme.mentionNick
        }
    }
}
