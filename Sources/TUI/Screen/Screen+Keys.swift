import Client

extension Screen {
    /// Takes a key or a paste. What it changes is seen with the next frame; what it asks for is in the intents.
    ///
    /// - Parameter milliseconds: on a clock that never goes back, to tell keys that are held; nil where that does not matter.
    package mutating func handle(
        _ event: InputEvent, _ chat: ChatModel, at milliseconds: Int64? = nil
    ) -> [Intent] {
        if let question { return handle(event, asked: question, chat) }
        if !isAsking { hasTyped = true }
        let shown = chat.shownBuffer
        if views[shown.address] == nil { _ = view(of: shown) }
        if note != nil { lastFrame = nil }
        note = nil
        switch event {
        case .paste(let text):
            completion = nil
            let row = text.split(whereSeparator: \.isNewline).joined(separator: " ")
            if helpQuery != nil {
                helpQuery?.paste(row)
                helpOffset = 0
                lastFrame = nil
                return []
            }
            closeHelp()
            if picker != nil {
                picker?.query.paste(row)
                fillPicker(chat, shown)
            } else {
                leaveChoosing(shown)
                edit(shown.address) { $0.paste(text) }
            }
            return []
        case .key(let key):
            let wasAsking = isQuitPending
            isQuitPending = false
            let action = keyMap.action(of: key)
            let wasCompleting = action == nil && isCompletionOpen(shown)
            if action != .complete { completion = nil }
            if helpOffset != nil, handleInHelp(key, action) { return [] }
            if picker != nil, let intents = handleInPicker(key, action, chat, shown) { return intents }
            if views[shown.address]?.chosen != nil, let intents = handleInChoosing(key, action, chat, shown) {
                return intents
            }
            if let action {
                return perform(action, chat, shown, confirmsQuit: wasAsking, at: milliseconds)
                    + historyIntents(chat, shown, isUpward: action.isUpward)
            }
            if case .character(let scalar) = key.code, key.modifiers.isEmpty {
                // The blank behind a word that was completed is there.
                if wasCompleting, scalar == " " { return [] }
                edit(shown.address) { $0.insert(scalar) }
            }
            return []
        }
    }

    private mutating func perform(
        _ action: Action, _ chat: ChatModel, _ shown: Buffer, confirmsQuit: Bool, at milliseconds: Int64?
    ) -> [Intent] {
        let isDraftEmpty = views[shown.address]?.draft.isEmpty ?? true
        if !action.onlyEdits(isDraftEmpty: isDraftEmpty) { lastFrame = nil }
        keyHints.used(action)
        switch action {
        case .up, .down: arrow(action, chat, shown, at: milliseconds)
        case .wheelUp: scroll(-3, chat, shown)
        case .wheelDown: scroll(3, chat, shown)
        case .pageUp: scroll(-page(chat, shown), chat, shown)
        case .pageDown: scroll(page(chat, shown), chat, shown)
        case .oldest: return goToOldest(chat, shown)
        case .newest: return goToNewest(shown)
        case .escape: return escape(shown)
        case .lineStart where isDraftEmpty: return goToOldest(chat, shown)
        case .lineEnd where isDraftEmpty: return goToNewest(shown)
        case .firstUnread: jumpToUnread(chat, shown)
        case .previousMention: jumpToMention(isForward: false, chat, shown)
        case .nextMention: jumpToMention(isForward: true, chat, shown)
        case .send: return send(chat, shown)
        case .interrupt:
            if !isDraftEmpty {
                putAway(shown)
            } else if chat.shown.waitingCount > 0 {
                return [.cancelWaiting(chat.shown.network)]
            } else if confirmsQuit {
                return [.quit]
            } else {
                isQuitPending = true
                note = "Press Ctrl-C again to quit."
            }
        case .recallOlder: recallLine(isOlder: true, shown)
        case .recallNewer: recallLine(isOlder: false, shown)
        case .recallList: open(.inputHistory, chat, shown)
        case .nextBuffer: return show(1, chat)
        case .previousBuffer: return show(-1, chat)
        case .bufferWithNews: return showNews(chat)
        case .switchBuffer: open(.buffers, chat, shown)
        case .search where hasUnshownResults && isDraftEmpty: showFound(chat)
        case .search: open(.search(everywhere: false), chat, shown)
        case .goToTime: open(.goTo, chat, shown)
        case .choose: beginChoosing(chat, shown)
        case .complete where isDraftEmpty: beginChoosing(chat, shown)
        case .buffer1, .buffer2, .buffer3, .buffer4, .buffer5, .buffer6, .buffer7, .buffer8, .buffer9:
            guard let number = action.bufferNumber, number <= chat.shown.buffers.count else { return [] }
            return [.show(chat.shown.buffers[number - 1].address)]
        case .complete: complete(chat, shown)
        case .toggleBuffers: showsBuffers.toggle()
        case .toggleMembers: showsMembers.toggle()
        case .help: helpOffset = 0
        case .redraw: return [.redraw]
        case .suspend: return [.suspend]
        case .lineStart, .lineEnd, .moveLeft, .moveRight, .wordLeft, .wordRight, .inputStart, .inputEnd,
            .deleteBackward, .cutToStart, .cutWord, .deleteForward, .cutToEnd, .cutWordForward, .yank, .yankOlder,
            .transpose, .undo, .newRow:
            edit(shown.address) { $0.perform(action) }
        }
        return []
    }

    // MARK: Between buffers

    private func show(_ step: Int, _ chat: ChatModel) -> [Intent] {
        let buffers = chat.shown.buffers
        let place = buffers.position(of: chat.shownBuffer.id) ?? 0
        return [.show(buffers[(place + step + buffers.count) % buffers.count].address)]
    }

    /// First those that mention the person, then those with anything new.
    private func showNews(_ chat: ChatModel) -> [Intent] {
        let buffers = chat.shown.buffers
        let place = buffers.position(of: chat.shownBuffer.id) ?? 0
        let others = (1..<max(buffers.count, 1)).map { buffers[(place + $0) % buffers.count] }
        let next = others.first { $0.mentions > 0 } ?? others.first { $0.unread > 0 }
        return next.map { [.show($0.address)] } ?? []
    }
}
