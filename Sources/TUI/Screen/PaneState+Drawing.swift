import Client
import Protocol

/// The panes, and what lies over the chat.
extension PaneState {
    /// A whole frame but for the rows of the hint and the input, and what is asked over everything.
    mutating func draw(
        _ chat: ChatModel, _ shown: Buffer, _ layout: PaneLayout, _ status: SessionStatus
    ) -> Surface {
        var surface = Surface(width: width, height: height)
        memberList.show(in: shown.address)
        var view = views[shown.address] ?? newView
        views[shown.address] = nil
        view.draw(shown, hasFocus: chat.shown.hasFocus, into: &surface, part: layout.chat) {
            self.formatter(layout, chat, shown, wholeNicks: $0)
        }
        let formatter = self.formatter(layout, chat, shown, wholeNicks: view.alikeNicks.whole)
        views[shown.address] = view
        if let part = layout.topic { drawTopic(shown, chat, into: &surface, part: part) }
        if let part = layout.buffers {
            let pane = BufferPane(
                buffers: chat.buffers, shown: shown.address, sortsByNews: settings.sortsByNews, theme: theme,
                shaper: shaper)
            pane.draw(into: &surface, part: part)
        }
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
        selection?.highlight(on: &surface)
        return surface
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
            isNameShown: layout.topic != nil, unseen: unseen, waiting: chat.shown.waitingCount,
            hotlist: Hotlist(chat.buffers, shown: shown.address))
        surface.fill(part, theme.bar)
        line.draw(into: &surface, part: part, theme: theme, shaper: shaper)
    }

    private func drawTopic(_ buffer: Buffer, _ chat: ChatModel, into surface: inout Surface, part: Rect) {
        surface.fill(part, theme.bar)
        var cells = shaper.shape(" " + DrawableText.plain(chat.name(of: buffer)), theme.bar.with(.bold))
        if let topic = buffer.topic, !topic.isEmpty {
            shaper.append("  " + DrawableText.plain(topic), theme.bar, to: &cells)
        } else if buffer.kind == .query, let isOnline = buffer.isPeerOnline {
            shaper.append(isOnline ? "  online" : "  offline", theme.bar, to: &cells)
        } else if buffer.kind == .server, let network = chat.shown.isupport["NETWORK"] {
            shaper.append("  " + DrawableText.plain(network), theme.bar, to: &cells)
        }
        if cells.reduce(0, { $0 + $1.glyph.width }) > part.width - 1 {
            var columns = 0
            let kept = cells.prefix {
                columns += $0.glyph.width
                return columns <= part.width - 2
            }
            cells = kept + [ShapedCell("…", theme.bar)]
        }
        surface.draw(cells, x: part.x, y: part.y, in: part.columns)
    }
}
