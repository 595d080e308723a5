import Client

/// The keys, drawn over the chat.
extension PaneState {
    mutating func drawHelp(into surface: inout Surface, layout: PaneLayout) {
        let part = Rect(
            x: 0, y: layout.chat.y, width: width,
            height: (layout.strip ?? layout.status ?? layout.input).y - layout.chat.y)
        guard !part.isEmpty else { return }
        surface.fill(part, theme.text)
        let rows = helpRows(width: max(part.width - 2, 0))
        let offset = max(min(help?.offset ?? 0, rows.count - part.height), 0)
        help?.offset = offset
        for (y, row) in rows.dropFirst(offset).prefix(part.height).enumerated() {
            surface.draw(row, x: 1, y: part.y + y, in: 0..<(width - 1))
        }
    }

    private func helpRows(width: Int) -> [[ShapedCell]] {
        let finds = settings.keyMap.key(for: .search).map { " · \($0) finds" } ?? ""
        let way =
            if let query = help?.query { "  with “\(query.text)” · Esc: all" } else {
                width >= 40 ? "  Up Down scroll\(finds) · Esc closes" : "  Esc closes"
            }
        let title = shaper.shape("Keys", theme.heading) + shaper.shape(way, theme.quiet)
        var rows = [Array(title.prefix(width))]
        let column = width >= 50 ? 20 : 0
        let wanted = help?.query?.text.lowercased() ?? ""
        let bindings = settings.keyMap.bindings.filter {
            wanted.isEmpty || "\($0.names) \($0.purpose)".lowercased().contains(wanted)
        }
        if bindings.isEmpty { rows.append(shaper.shape("nothing found", theme.quiet)) }
        for binding in bindings {
            let name = shaper.shape(binding.names, theme.ownNick)
            let text = shaper.shape(binding.purpose, theme.text)
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
