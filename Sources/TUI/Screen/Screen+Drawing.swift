import Client
import Protocol

extension Screen {
    /// The screen as it should look now. If nothing but the typed text has changed since the last frame, drawing costs a row or two.
    package mutating func draw(_ chat: ChatModel, at now: Timestamp) -> Surface {
        draw(chat, chat.shownBuffer, at: now)
    }

    private mutating func draw(_ chat: ChatModel, _ shown: Buffer, at now: Timestamp) -> Surface {
        if let bareView = panes.arrangement.bareView { return drawBareView(bareView, chat, shown) }
        expireNote(at: now)
        resumeSplit(chat)
        refreshBufferList(chat, shown)
        refreshAskedList(chat)
        let line = inputLine(of: shown)
        var hint = hint(chat, shown, line)
        let layout = layout(chat, shown, line, hasHint: hint != nil)
        let status = lastFrame.status(of: chat, shown: shown.address, at: now) ?? chat.shown.status(at: now)
        if let last = lastFrame.status, lastFrame.shown?.network == shown.address.network,
            (last.phase == .online) != (status.phase == .online), panes.note?.shownAt != nil
        {
            // Words about the connection do not hold any more.
            panes.note = nil
            hint = self.hint(chat, shown, line)
        }
        var surface: Surface
        if let last = lastFrame.take(chat, shown.address, layout) {
            surface = last
            surface.fill(layout.input, theme.text)
            // Of the status nothing but what time does to it can be another.
            if status != lastFrame.status { panes.drawStatus(status, chat, shown, layout, into: &surface) }
        } else {
            surface = panes.draw(chat, shown, layout, status)
        }
        if let part = layout.hint, let hint { panes.drawHint(hint, into: &surface, part: part) }
        // There is no footer while something is typed.
        let footer = line.isEmpty ? footerCells(chat, shown, layout) : []
        let misspelt = misspelt(in: line, chat, shown)
        InputView.draw(
            line, behind: prompt(chat, shown), hint: footer, missing: missingCells(chat, shown, line),
            misspelt: misspelt,
            into: &surface, part: layout.input, theme: theme, shaper: shaper)
        // The text that is typed goes into the filter.
        if panes.help != nil { surface.cursor = nil }
        if let question = panes.question { panes.drawQuestion(question, into: &surface) }
        lastFrame.keep(
            surface, of: chat, shown: shown.address, beside: panes.besideID(layout), layout: layout, status: status,
            at: now)
        return surface
    }

    private mutating func expireNote(at now: Timestamp) {
        guard let note = panes.note else { return }
        guard let since = note.shownAt else {
            panes.note?.shownAt = now
            return
        }
        guard now.seconds(since: since) >= Self.noteSeconds else { return }
        // With the question goes what it asked.
        panes.note = nil
        inputState.isQuitPending = false
        panes.pendingRedaction = nil
    }

    /// For how long a word of the program stands over the chat.
    private static var noteSeconds: Int64 { 15 }

    /// The keys that fit the moment, as far as there is room beside the cursor.
    private func footerCells(_ chat: ChatModel, _ shown: Buffer, _ layout: PaneLayout) -> [ShapedCell] {
        guard panes.query(in: shown.address) == nil, panes.card == nil, panes.question == nil, panes.help == nil,
            let view = panes.views[shown.address]
        else { return [] }
        let room = layout.input.width - prompt(chat, shown).columns - 3
        let text =
            view.chosen.flatMap { choosingKeys(for: $0, chat: chat, shown: shown) }
            ?? footer(
                isScrolled: !view.isAtNewest, isAlone: chat.conversationCount < 2,
                hasSent: { inputState.history.holds(InputHistory.Place(shown.address.network, shown.name)) },
                fitting: room)
        guard !text.isEmpty else { return [] }
        return shaper.shape(text, theme.quiet, fitting: max(room, 0))
    }

    /// The arguments that a command still wants while it is typed. Whoever types something long is told no more.
    private func missingCells(_ chat: ChatModel, _ shown: Buffer, _ line: InputLine) -> [ShapedCell] {
        guard !isSearching(shown), line.isCommand, line.characters.count <= 200,
            let missing = SlashCommandTable.standard.missing(
                from: line.text, channelTypes: chat.shown.isupport.channelTypes)
        else { return [] }
        return shaper.shape(missing, theme.quiet)
    }
}
