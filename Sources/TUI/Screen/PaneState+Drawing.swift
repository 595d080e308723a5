import Client
import Protocol

/// The panes, and what lies over the chat.
extension PaneState {
    /// A whole frame but for the rows of the hint and the input, and what is asked over everything.
    mutating func draw(
        _ chat: ChatModel, _ shown: Buffer, _ layout: PaneLayout, _ status: SessionStatus
    ) -> Surface {
        var surface = Surface(width: width, height: height)
        surface.keepsTargets = settings.usesMouse
        memberList.show(in: shown.address)
        var view = views[shown.address] ?? newView
        views[shown.address] = nil
        view.draw(shown, isWatched: chat.shown.isWatching, into: &surface, part: layout.chat) {
            self.formatter(layout, chat, shown, in: layout.chat, wholeNicks: $0)
        }
        let formatter = self.formatter(layout, chat, shown, in: layout.chat, wholeNicks: view.alikeNicks.whole)
        views[shown.address] = view
        if let part = layout.topic {
            drawTopic(shown, chat, isSplit: layout.beside != nil, into: &surface, part: part)
        }
        if let pane = layout.beside { drawBeside(chat, layout, pane, into: &surface) }
        if let part = layout.buffers { bufferPane(chat, shown, layout).draw(into: &surface, part: part) }
        if let part = layout.members {
            MemberPane(
                members: shown.members, state: memberList, formatter: formatter, ownNick: chat.shown.nick,
                displayNames: chat.shown.displayNames(in: shown.id), focusKey: settings.keyMap.key(for: .membersFocus)
            ).draw(into: &surface, part: part)
        }
        if let part = layout.strip {
            var strip = BufferStrip(
                chat.buffers, shown: shown.address, sortsByNews: settings.sortsByNews, columns: part.width,
                theme: theme, shaper: shaper)
            strip.draw(into: &surface, part: part)
        }
        if let card, card.buffer == shown.address {
            draw(card, chat, into: &surface, part: layout.chat)
        } else if picker == nil {
            drawEmptyRoomCard(chat, shown, into: &surface, part: layout.chat)
        }
        if let picker { drawPicker(picker, into: &surface, part: layout.chat) }
        drawHelp(chat, into: &surface, layout: layout)
        if let note, !isAskingForRedaction(in: shown) { drawNote(note.text, into: &surface, part: layout.chat) }
        drawStatus(status, chat, shown, layout, into: &surface)
        endLostSelection(chat, on: surface)
        selection?.highlight(on: &surface)
        return surface
    }

    /// Ends the selection whose line is gone, or in whose place something else stands.
    private mutating func endLostSelection(_ chat: ChatModel, on surface: Surface) {
        guard let selection else { return }
        let isHeld = selection.ofChat?.isHeld(in: chat) ?? selection.holds(on: surface)
        if !isHeld { self.selection = nil }
    }

    func bufferPane(_ chat: ChatModel, _ shown: Buffer, _ layout: PaneLayout) -> BufferPane {
        BufferPane(
            buffers: chat.buffers, shown: shown.address, beside: besideID(layout), sortsByNews: settings.sortsByNews,
            offset: arrangement.bufferOffset, theme: theme, shaper: shaper)
    }

    mutating func drawStatus(
        _ status: SessionStatus, _ chat: ChatModel, _ shown: Buffer, _ layout: PaneLayout,
        into surface: inout Surface
    ) {
        guard let part = layout.status else { return }
        let fresh = newView
        let unseen = views[shown.address, default: fresh].unseen(in: shown)
        let line = StatusLine(
            status: status, security: security[chat.shown.network] ?? .plain, buffer: shown, name: chat.name(of: shown),
            isNameShown: layout.topic != nil, unseen: unseen,
            newestKey: settings.keyMap.key(for: .escape) ?? settings.keyMap.key(for: .newest),
            waiting: chat.shown.waitingCount,
            takeBackKey: settings.keyMap.key(for: .interrupt),
            hotlist: Hotlist(chat.buffers, shown: shown.address, beside: besideID(layout)))
        surface.fill(part, theme.bar)
        line.draw(into: &surface, part: part, theme: theme, shaper: shaper)
    }

    /// - Parameters:
    ///   - isTypedInto: false for the buffer beside the one that is typed into.
    ///   - isSplit: true where there are two: then the one that is typed into is marked.
    func drawTopic(
        _ buffer: Buffer, _ chat: ChatModel, isTypedInto: Bool = true, isSplit: Bool, into surface: inout Surface,
        part: Rect
    ) {
        surface.fill(part, theme.bar)
        let lead = isSplit && isTypedInto ? "▸" : " "
        let name = DrawableText.plain(chat.name(of: buffer))
        var cells = shaper.shape(lead + name, isTypedInto ? theme.bar.with(.bold) : theme.bar)
        var links: [FormattedText.LinkSpan] = []
        if let topic = buffer.topic, !topic.isEmpty {
            shaper.append("  ", theme.bar, to: &cells)
            links = append(topic: DrawableText.plain(topic), to: &cells)
        } else if buffer.kind == .query, let isOnline = buffer.isPeerOnline {
            shaper.append(isOnline ? "  online" : "  offline", theme.bar, to: &cells)
        } else if buffer.kind == .server, let network = chat[buffer.address.network].isupport["NETWORK"] {
            shaper.append("  " + DrawableText.plain(network), theme.bar, to: &cells)
        }
        var shownCells = cells.count
        if cells.columns > part.width - 1 {
            var columns = 0
            let kept = cells.prefix {
                columns += $0.glyph.width
                return columns <= part.width - 2
            }
            shownCells = kept.count
            cells = kept + [ShapedCell("…", theme.bar)]
        }
        surface.draw(cells, x: part.x, y: part.y, in: part.columns)
        for link in links {
            let linked = link.cells.clamped(to: 0..<shownCells)
            let start = part.x + Array(cells[..<linked.lowerBound]).columns
            let end = start + Array(cells[linked]).columns
            surface.add(SurfaceLink(row: part.y, columns: (start..<end).clamped(to: part.columns), url: link.url))
        }
    }

    /// Puts a topic behind cells, in their style.
    ///
    /// - Returns: the links in it, with their places among all the cells.
    private func append(topic: String, to cells: inout [ShapedCell]) -> [FormattedText.LinkSpan] {
        var text = FormattedText()
        text.append(topic, theme.bar, theme, shaper)
        let first = cells.count
        cells += text.cells.map { ShapedCell($0.glyph, theme.bar) }
        return text.links.map { link in
            let places = (link.cells.lowerBound + first)..<(link.cells.upperBound + first)
            return FormattedText.LinkSpan(cells: places, url: link.url)
        }
    }
}
