import Client

/// The keys, over the chat.
extension Screen {
    /// Takes a key while the help is open; false where the key closes it and means something beyond.
    mutating func handleInHelp(_ key: Key, _ action: Action?) -> Bool {
        let page = max(height - 5, 1)
        lastFrame = nil
        switch action {
        case .search:
            helpQuery = helpQuery ?? InputLine()
            helpOffset = 0
        case .escape where helpQuery != nil: helpQuery = nil
        case .deleteBackward where helpQuery != nil: helpQuery?.deleteBackward()
        case .cutToStart where helpQuery != nil: helpQuery = InputLine()
        // What is looked for is there already; and it is no message.
        case .send where helpQuery != nil: break
        case nil where helpQuery != nil:
            guard case .character(let scalar) = key.code, key.modifiers.isEmpty else { break }
            helpQuery?.insert(scalar)
            helpOffset = 0
        case .up, .wheelUp: helpOffset = max((helpOffset ?? 0) - 1, 0)
        case .down, .wheelDown: helpOffset = (helpOffset ?? 0) + 1
        case .pageUp: helpOffset = max((helpOffset ?? 0) - page, 0)
        case .pageDown: helpOffset = (helpOffset ?? 0) + page
        // The keys that most people close such a thing with. Beyond it they would send what is typed, or put it away.
        case .escape, .help, .send, .interrupt: closeHelp()
        case .oldest, .newest, .lineStart, .lineEnd, .moveLeft, .moveRight, .wordLeft, .wordRight, .inputStart,
            .inputEnd, .deleteBackward, .cutToStart, .cutWord, .deleteForward, .cutToEnd, .cutWordForward, .yank,
            .yankOlder, .transpose, .undo, .newRow, .complete, .recallOlder, .recallNewer, .recallList,
            .nextBuffer, .previousBuffer, .bufferWithNews, .switchBuffer, .buffer1, .buffer2, .buffer3, .buffer4,
            .buffer5, .buffer6, .buffer7, .buffer8, .buffer9, .firstUnread, .previousMention,
            .nextMention, .goToTime, .choose, .toggleBuffers, .toggleMembers, .redraw, .suspend, nil:
            closeHelp()
            return false
        }
        return true
    }

    mutating func closeHelp() {
        guard helpOffset != nil else { return }
        helpOffset = nil
        helpQuery = nil
        lastFrame = nil
    }

    mutating func drawHelp(_ chat: ChatModel, into surface: inout Surface, _ layout: PaneLayout) {
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
        let finds = keyMap.key(for: .search).map { " · \($0) finds" } ?? ""
        let way =
            if let helpQuery { "  with “\(helpQuery.text)” · Esc: all" } else {
                width >= 40 ? "  Up Down scroll\(finds) · Esc closes" : "  Esc closes"
            }
        let title = shaper.shape("Keys", theme.heading) + shaper.shape(way, theme.quiet)
        var rows = [Array(title.prefix(width))]
        let column = width >= 50 ? 20 : 0
        let wanted = helpQuery?.text.lowercased() ?? ""
        let bindings = keyMap.bindings.filter {
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
