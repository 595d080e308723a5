import Client

/// The keys, over the chat.
extension Screen {
    /// Takes a key while the help is open; false where the key closes it and means something beyond.
    mutating func handleInHelp(_ action: Action?) -> Bool {
        let page = max(height - 5, 1)
        lastFrame = nil
        switch action {
        case .up, .wheelUp: helpOffset = max((helpOffset ?? 0) - 1, 0)
        case .down, .wheelDown: helpOffset = (helpOffset ?? 0) + 1
        case .pageUp: helpOffset = max((helpOffset ?? 0) - page, 0)
        case .pageDown: helpOffset = (helpOffset ?? 0) + page
        case .escape, .help: helpOffset = nil
        default:
            helpOffset = nil
            return false
        }
        return true
    }

    /// Opens the help, as for F1.
    package mutating func openHelp() {
        helpOffset = 0
        lastFrame = nil
    }

    mutating func closeHelp() {
        guard helpOffset != nil else { return }
        helpOffset = nil
        lastFrame = nil
    }

    mutating func drawHelp(_ session: ClientSession, into surface: inout Surface, _ layout: PaneLayout) {
        let part = Rect(
            x: 0, y: layout.chat.y, width: width,
            height: (layout.strip ?? layout.status ?? layout.input).y - layout.chat.y)
        guard !part.isEmpty else { return }
        surface.fill(part, theme.text)
        let rows = helpRows(width: max(part.width - 2, 0))
        let offset = max(min(helpOffset ?? 0, rows.count - part.height), 0)
        helpOffset = offset
        for (y, row) in rows.dropFirst(offset).prefix(part.height).enumerated() {
            surface.draw(row, x: 1, y: part.y + y, in: 0..<(width - 1))
        }
    }

    private func helpRows(width: Int) -> [[ShapedCell]] {
        let way = width >= 40 ? "  Up Down scroll · Esc closes" : "  Esc closes"
        let title = shaper.shape("Keys", theme.heading) + shaper.shape(way, theme.quiet)
        var rows = [Array(title.prefix(width))]
        let column = width >= 50 ? 20 : 0
        for binding in keyMap.bindings {
            let name = shaper.shape(binding.names, theme.ownNick)
            let text = shaper.shape(binding.does, theme.text)
            let lines = Wrap.rows(text, width: max(width - max(column, 2), 2))
            let indent = Array(repeating: ShapedCell(.space, .plain), count: max(column, 2))
            if column == 0 { rows.append(name) }
            for (index, line) in lines.enumerated() {
                let head = index == 0 && column > 0 ? name + indent.dropFirst(name.count) : indent
                rows.append(head + text[line])
            }
        }
        rows.append([])
        let more = shaper.shape("/help lists the commands.", theme.text)
        rows += Wrap.rows(more, width: max(width, 2)).map { Array(more[$0]) }
        return rows
    }
}
