import Client

extension Screen {
    /// Takes a key or a paste. What it changes is seen with the next frame; what it asks for is in the intents.
    ///
    /// - Parameter milliseconds: on a clock that never goes back, to tell keys that are held; nil where that does not matter.
    package mutating func handle(
        _ event: InputEvent, _ session: ClientSession, at milliseconds: Int64? = nil
    ) -> [Intent] {
        if let question { return handle(event, asked: question, session) }
        if !isAsking { hasTyped = true }
        let shown = session.shownBuffer
        if views[shown.id] == nil { _ = view(of: shown) }
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
                fillPicker(session, shown)
            } else {
                leaveChoosing(shown)
                edit(shown.id) { $0.paste(text) }
            }
            return []
        case .key(let key):
            let wasAsking = isQuitPending
            isQuitPending = false
            let action = keyMap.action(of: key)
            let wasCompleting = action == nil && isCompletionOpen(shown)
            if action != .complete { completion = nil }
            if helpOffset != nil, handleInHelp(key, action) { return [] }
            if picker != nil, let intents = handleInPicker(key, action, session, shown) { return intents }
            if views[shown.id]?.chosen != nil, let intents = handleInChoosing(key, action, session, shown) {
                return intents
            }
            if let action {
                return perform(action, session, shown, confirmsQuit: wasAsking, at: milliseconds)
                    + historyIntents(session, shown, isUpward: action.isUpward)
            }
            if case .character(let scalar) = key.code, key.modifiers.isEmpty {
                // The blank behind a word that was completed is there.
                if wasCompleting, scalar == " " { return [] }
                edit(shown.id) { $0.insert(scalar) }
            }
            return []
        }
    }

    private mutating func perform(
        _ action: Action, _ session: ClientSession, _ shown: Buffer, confirmsQuit: Bool, at milliseconds: Int64?
    ) -> [Intent] {
        let isDraftEmpty = views[shown.id]?.draft.isEmpty ?? true
        if !action.onlyEdits(isDraftEmpty: isDraftEmpty) { lastFrame = nil }
        keyHints.used(action)
        switch action {
        case .up, .down: arrow(action, session, shown, at: milliseconds)
        case .wheelUp: scroll(-3, session, shown)
        case .wheelDown: scroll(3, session, shown)
        case .pageUp: scroll(-page(session, shown), session, shown)
        case .pageDown: scroll(page(session, shown), session, shown)
        case .oldest: return goToOldest(session, shown)
        case .newest: return goToNewest(shown)
        case .escape: return escape(shown)
        case .lineStart where isDraftEmpty: return goToOldest(session, shown)
        case .lineEnd where isDraftEmpty: return goToNewest(shown)
        case .firstUnread: jumpToUnread(session, shown)
        case .previousMention: jumpToMention(isForward: false, session, shown)
        case .nextMention: jumpToMention(isForward: true, session, shown)
        case .send: return send(session, shown)
        case .interrupt:
            if !isDraftEmpty {
                putAway(shown)
            } else if session.waitingCount > 0 {
                return [.cancelWaiting]
            } else if confirmsQuit {
                return [.quit]
            } else {
                isQuitPending = true
                note = "Press Ctrl-C again to quit."
            }
        case .recallOlder: recallLine(isOlder: true, shown)
        case .recallNewer: recallLine(isOlder: false, shown)
        case .recallList: open(.inputHistory, session, shown)
        case .nextBuffer: return show(1, session)
        case .previousBuffer: return show(-1, session)
        case .bufferWithNews: return showNews(session)
        case .switchBuffer: open(.buffers, session, shown)
        case .search where hasUnshownResults && isDraftEmpty: showFound(session)
        case .search: open(.search(everywhere: false), session, shown)
        case .goToTime: open(.goTo, session, shown)
        case .choose: beginChoosing(session, shown)
        case .complete where isDraftEmpty: beginChoosing(session, shown)
        case .buffer1, .buffer2, .buffer3, .buffer4, .buffer5, .buffer6, .buffer7, .buffer8, .buffer9:
            guard let number = action.bufferNumber, number <= session.buffers.count else { return [] }
            return [.show(session.buffers[number - 1].id)]
        case .complete: complete(session, shown)
        case .toggleBuffers: showsBuffers.toggle()
        case .toggleMembers: showsMembers.toggle()
        case .help: helpOffset = 0
        case .redraw: return [.redraw]
        case .suspend: return [.suspend]
        case .lineStart, .lineEnd, .moveLeft, .moveRight, .wordLeft, .wordRight, .inputStart, .inputEnd,
            .deleteBackward, .cutToStart, .cutWord, .deleteForward, .cutToEnd, .cutWordForward, .yank, .yankOlder,
            .transpose, .undo, .newRow:
            edit(shown.id) { $0.perform(action) }
        }
        return []
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
