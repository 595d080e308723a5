import Client

/// The buffers with what is unread in them: as a list, or as a strip of one row.
enum BufferPane {
    static func draw(
        _ buffers: BufferList, shown: BufferID, into surface: inout Surface, _ part: Rect, _ theme: Theme,
        _ shaper: Shaper
    ) {
        guard !part.isEmpty else { return }
        surface.verticalRule(x: part.x + part.width, rows: part.rows, theme.rule)
        let place = buffers.position(of: shown) ?? 0
        let first = max(0, min(place - part.height / 2, buffers.count - part.height))
        for (row, buffer) in buffers.enumerated().dropFirst(first).prefix(part.height) {
            let style = style(buffer, isShown: buffer.id == shown, theme)
            let news = shaper.shape(buffer.id == shown ? "" : news(buffer), style)
            let number = shaper.shape(row < 9 ? " \(row + 1) " : "   ", buffer.id == shown ? style : theme.quiet)
            let room = part.width - number.count - news.count - 1
            var cells = number + shaper.shape(name(buffer), style, fitting: room)
            let used = cells.reduce(0) { $0 + $1.glyph.width }
            cells +=
                Array(repeating: ShapedCell(.space, style), count: max(part.width - 1 - used - news.count, 0)) + news
            if buffer.id == shown { cells.append(ShapedCell(.space, style)) }
            surface.draw(cells, x: part.x, y: part.y + row - first, in: part.columns)
        }
    }

    static func drawStrip(
        _ buffers: BufferList, shown: BufferID, into surface: inout Surface, _ part: Rect, _ theme: Theme,
        _ shaper: Shaper
    ) {
        var parts: [[ShapedCell]] = []
        for (row, buffer) in buffers.enumerated() {
            let news = buffer.id == shown ? "" : news(buffer)
            let number = row < 9 ? "\(row + 1) " : ""
            let label = " \(number)\(name(buffer))\(news.isEmpty ? "" : " \(news)") "
            parts.append(shaper.shape(label, style(buffer, isShown: buffer.id == shown, theme), fitting: part.width))
        }
        // Starts far enough to the right that the one that is shown is seen.
        let place = buffers.position(of: shown) ?? 0
        var first = place
        var columns = width(parts[place])
        while first > 0, columns + width(parts[first - 1]) <= part.width {
            first -= 1
            columns += width(parts[first])
        }
        surface.draw(parts[first...].joined(), x: part.x, y: part.y, in: part.columns)
    }

    private static func width(_ cells: [ShapedCell]) -> Int { cells.reduce(0) { $0 + $1.glyph.width } }

    private static func name(_ buffer: Buffer) -> String {
        let name = DrawableText.plain(buffer.name)
        return buffer.isJoined ? name : "(\(name))"
    }

    /// `3`, and `3!` where somebody is waiting for an answer.
    private static func news(_ buffer: Buffer) -> String {
        buffer.unread == 0 && buffer.mentions == 0 ? "" : "\(buffer.unread)\(buffer.mentions > 0 ? "!" : "")"
    }

    private static func style(_ buffer: Buffer, isShown: Bool, _ theme: Theme) -> Style {
        if isShown { return theme.chosen }
        if buffer.mentions > 0 { return theme.mentionNick }
        return buffer.unread > 0 ? theme.heading : theme.quiet
    }
}
