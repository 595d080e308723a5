import Client
import Protocol

extension Screen {
    /// The screen as it should look now.
    ///
    /// - Parameter sessionChanged: false where nothing has happened to the session since the last frame but the passing of
    ///   time: then a key that only edits costs a row or two.
    package mutating func draw(_ chat: ChatModel, at now: Timestamp, sessionChanged: Bool = true) -> Surface {
        let isSameSecond = lastDrawn?.seconds == now.seconds
        lastDrawn = now
        expireNote(at: now)
        let shown = chat.shownBuffer
        lastShown = shown.address
        let layout = self.layout(chat, shown: shown)
        // Time alone changes nothing in it that is finer than a second.
        let known = sessionChanged || !isSameSecond || lastFrame == nil ? nil : lastStatus
        let status = known ?? chat.shown.status(at: now)
        // What was said of the connection does not hold any more.
        if let lastStatus, (lastStatus.phase == .online) != (status.phase == .online), noteShownAt != nil { note = nil }
        var surface: Surface
        if !sessionChanged, let lastFrame, lastLayout == layout {
            surface = lastFrame
            self.lastFrame = nil
            surface.fill(layout.input, theme.text)
            // Of the status nothing but what time does to it can be another.
            if status != lastStatus { drawStatus(status, chat, shown, layout, into: &surface) }
        } else {
            surface = Surface(width: width, height: height)
            drawPanes(chat, shown, layout, into: &surface)
            drawStatus(status, chat, shown, layout, into: &surface)
        }
        if let part = layout.hint, let hint = hint(chat, shown) { drawHint(hint, into: &surface, part) }
        let line = inputLine(shown.address)
        // Where something is typed there is no footer.
        let footer = line.isEmpty ? footerCells(chat, shown, layout) : []
        InputView.draw(line, hint: footer, into: &surface, layout.input, theme, shaper)
        if let (paragraphs, choices) = question?.wording { drawQuestion(paragraphs, choices, into: &surface) }
        lastFrame = surface
        lastLayout = layout
        lastStatus = status
        return surface
    }

    private mutating func expireNote(at now: Timestamp) {
        guard note != nil else { return }
        guard let since = noteShownAt else { return noteShownAt = now }
        guard now.seconds(since: since) >= Self.noteSeconds else { return }
        // With the question goes what it asked.
        note = nil
        isQuitPending = false
        pendingRedaction = nil
        lastFrame = nil
    }

    /// For how long a word of the program stands over the chat.
    private static var noteSeconds: Int64 { 15 }

    private mutating func drawPanes(
        _ chat: ChatModel, _ shown: Buffer, _ layout: PaneLayout, into surface: inout Surface
    ) {
        var view = view(of: shown)
        views[shown.address] = nil
        view.draw(shown, hasFocus: chat.shown.hasFocus, into: &surface, layout.chat) {
            self.formatter(layout, chat, nickColumns: $0)
        }
        let formatter = self.formatter(layout, chat, nickColumns: view.nickColumns)
        views[shown.address] = view
        if let part = layout.topic { drawTopic(shown, chat, into: &surface, part) }
        if let part = layout.buffers {
            BufferPane.draw(chat.shown.buffers, shown: shown.id, into: &surface, part, theme, shaper)
        }
        if let part = layout.members {
            MemberPane.draw(shown.members, into: &surface, part, formatter, ownNick: chat.shown.nick)
        }
        if let part = layout.strip {
            BufferPane.drawStrip(chat.shown.buffers, shown: shown.id, into: &surface, part, theme, shaper)
        }
        if let picker { drawPicker(picker, into: &surface, layout.chat) }
        if helpOffset != nil { drawHelp(chat, into: &surface, layout) }
        if let note, note != hint(chat, shown) { drawNote(note, into: &surface, layout.chat) }
    }

    private mutating func drawStatus(
        _ status: SessionStatus, _ chat: ChatModel, _ shown: Buffer, _ layout: PaneLayout,
        into surface: inout Surface
    ) {
        guard let part = layout.status else { return }
        let fresh = newView
        let unseen = views[shown.address, default: fresh].unseen(in: shown)
        let line = StatusLine(
            status: status, security: security, buffer: shown, unseen: unseen,
            waiting: chat.shown.waitingCount,
            others: layout.buffers == nil && layout.strip == nil ? chat.shown.buffers : nil)
        surface.fill(part, theme.bar)
        line.draw(into: &surface, part, theme, shaper)
    }

    private func drawTopic(_ buffer: Buffer, _ chat: ChatModel, into surface: inout Surface, _ part: Rect) {
        surface.fill(part, theme.bar)
        var cells = shaper.shape(" " + DrawableText.plain(buffer.name), theme.bar.with(.bold))
        if let topic = buffer.topic, !topic.isEmpty {
            shaper.append("  " + DrawableText.plain(topic), theme.bar, to: &cells)
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

    /// The keys that fit the moment, as far as there is room beside the cursor.
    private func footerCells(_ chat: ChatModel, _ shown: Buffer, _ layout: PaneLayout) -> [ShapedCell] {
        guard picker == nil, question == nil, helpOffset == nil, let view = views[shown.address]
        else { return [] }
        let text =
            view.chosen.flatMap { choosingKeys(for: $0, chat, shown) }
            ?? footer(
                isScrolled: !view.isAtNewest, isAlone: chat.shown.buffers.count < 3, fitting: layout.input.width - 5)
        guard !text.isEmpty else { return [] }
        return shaper.shape(text, theme.quiet, fitting: max(layout.input.width - 5, 0))
    }
}
