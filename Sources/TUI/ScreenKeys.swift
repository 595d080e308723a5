import Client

extension Screen {
    /// Takes a key or a paste. What it changes is seen with the next ``draw(_:at:)``; what it asks for is in the intents.
    package mutating func handle(_ event: InputEvent, _ session: ClientSession) -> [Intent] {
        let shown = session.shownBuffer
        if note != nil { lastFrame = nil }
        note = nil
        switch event {
        case .paste(let text):
            closeHelp()
            completion = nil
            edit(shown.id) { $0.paste(text) }
            return []
        case .key(let key):
            let wasAsking = asksToQuit
            asksToQuit = false
            let action = keyMap.action(of: key)
            if action != .complete { completion = nil }
            if helpOffset != nil, handleInHelp(action) { return [] }
            if let action { return perform(action, session, shown, confirmsQuit: wasAsking) }
            if case .character(let scalar) = key.code, key.modifiers.isEmpty {
                edit(shown.id) { $0.insert(String(scalar)) }
            }
            return []
        }
    }

    private mutating func perform(
        _ action: Action, _ session: ClientSession, _ shown: Buffer, confirmsQuit: Bool
    ) -> [Intent] {
        let isDraftEmpty = views[shown.id]?.draft.isEmpty ?? true
        if !action.onlyEdits(isDraftEmpty: isDraftEmpty) { lastFrame = nil }
        switch action {
        case .scrollUp: scroll(-1, session, shown)
        case .scrollDown: scroll(1, session, shown)
        case .pageUp: scroll(-page(session, shown), session, shown)
        case .pageDown: scroll(page(session, shown), session, shown)
        case .oldest: scrollToOldest(session, shown)
        case .newest, .escape: views[shown.id]?.returnToNewest()
        case .lineStart where isDraftEmpty: scrollToOldest(session, shown)
        case .lineEnd where isDraftEmpty: views[shown.id]?.returnToNewest()
        case .send:
            guard !isDraftEmpty else { return [] }
            return [.submit(draft(of: shown.id), shown.id)]
        case .interrupt:
            if !isDraftEmpty {
                edit(shown.id) { $0.cutAll() }
            } else if confirmsQuit {
                return [.quit]
            } else {
                asksToQuit = true
                note = "Press Ctrl-C again to quit."
            }
        case .nextBuffer: return show(1, session)
        case .previousBuffer: return show(-1, session)
        case .bufferWithNews: return showNews(session)
        case .buffer(let number):
            guard number <= session.buffers.count else { return [] }
            return [.show(session.buffers[number - 1].id)]
        case .complete: complete(session, shown)
        case .toggleBuffers: showsBuffers.toggle()
        case .toggleMembers: showsMembers.toggle()
        case .help: helpOffset = 0
        case .redraw: return [.redraw]
        case .suspend: return [.suspend]
        default: edit(shown.id) { $0.perform(action) }
        }
        return []
    }

    mutating func edit(_ id: BufferID, _ change: (inout InputLine) -> Void) {
        change(&views[id, default: ChatView()].draft)
    }

    // MARK: Moving through the history

    private mutating func scroll(_ rows: Int, _ session: ClientSession, _ shown: Buffer) {
        let layout = self.layout(session.buffers, shown: shown)
        var view = views[shown.id] ?? ChatView()
        let formatter = self.formatter(layout, session, nickColumns: view.nickColumns)
        view.scroll(by: rows, in: shown, formatter, height: layout.chat.height)
        views[shown.id] = view
    }

    private mutating func scrollToOldest(_ session: ClientSession, _ shown: Buffer) {
        let layout = self.layout(session.buffers, shown: shown)
        var view = views[shown.id] ?? ChatView()
        let formatter = self.formatter(layout, session, nickColumns: view.nickColumns)
        view.scrollToOldest(in: shown, formatter, height: layout.chat.height)
        views[shown.id] = view
    }

    /// A page, less two rows that stay in sight.
    private func page(_ session: ClientSession, _ shown: Buffer) -> Int {
        max(layout(session.buffers, shown: shown).chat.height - 2, 1)
    }

    // MARK: Between buffers

    private func show(_ step: Int, _ session: ClientSession) -> [Intent] {
        let buffers = session.buffers
        let place = buffers.position(of: session.shownBuffer.id) ?? 0
        return [.show(buffers[(place + step + buffers.count) % buffers.count].id)]
    }

    /// First those that mention the person, then those with anything new.
    private func showNews(_ session: ClientSession) -> [Intent] {
        let buffers = session.buffers
        let place = buffers.position(of: session.shownBuffer.id) ?? 0
        let others = (1..<max(buffers.count, 1)).map { buffers[(place + $0) % buffers.count] }
        let next = others.first { $0.mentions > 0 } ?? others.first { $0.unread > 0 }
        return next.map { [.show($0.id)] } ?? []
    }
}

extension InputLine {
    fileprivate mutating func perform(_ action: Action) {
        switch action {
        case .moveLeft: moveLeft()
        case .moveRight: moveRight()
        case .wordLeft: moveWordLeft()
        case .wordRight: moveWordRight()
        case .inputStart, .lineStart: moveToStart()
        case .inputEnd, .lineEnd: moveToEnd()
        case .deleteBackward: deleteBackward()
        case .deleteForward: deleteForward()
        case .cutToStart: cutToStart()
        case .cutToEnd: cutToEnd()
        case .cutWord: cutWordBackward()
        case .cutWordForward: cutWordForward()
        case .yank: yank()
        case .newRow: insert("\n")
        default: break
        }
    }
}

extension Action {
    /// Whether nothing but the input line can look different afterwards.
    fileprivate func onlyEdits(isDraftEmpty: Bool) -> Bool {
        switch self {
        case .lineStart, .lineEnd: !isDraftEmpty
        case .moveLeft, .moveRight, .wordLeft, .wordRight, .inputStart, .inputEnd, .deleteBackward, .deleteForward,
            .cutToStart, .cutToEnd, .cutWord, .cutWordForward, .yank, .newRow, .complete:
            true
        default: false
        }
    }
}
