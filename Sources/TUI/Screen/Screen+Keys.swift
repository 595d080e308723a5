import Client

extension Screen {
    /// Takes a key, a paste or what the mouse did. Its changes to the screen are seen with the next frame; the intents say what else it asks for.
    ///
    /// - Parameter milliseconds: on a clock that never goes back, to tell keys that are held; nil where that does not matter.
    package mutating func handle(
        _ event: InputEvent, _ chat: ChatModel, at milliseconds: Int64? = nil
    ) -> [Intent] {
        if let milliseconds { inputState.lastKeyAt = milliseconds }
        // The letter behind the key for formatting is the next thing that happens here, or nothing is formatted.
        let isFormatting = inputState.isFormatting
        inputState.isFormatting = false
        if let question = panes.question { return handle(event, asked: question, chat: chat) }
        if case .mouse(let mouse) = event {
            // There it is the terminal's, which may not have heard of it yet.
            guard !showsBareView else { return [] }
            return endingFormerSplit(chat) { $0.handle(mouse, chat, chat.shownBuffer, at: milliseconds) }
        }
        if !panes.isTypingSecret { inputState.hasTyped = true }
        if case .key = event { inputState.isFormatting = isFormatting }
        return endingFormerSplit(chat) { $0.handle(event, chat, chat.shownBuffer, at: milliseconds) }
    }

    mutating func handle(
        _ event: InputEvent, _ chat: ChatModel, _ shown: Buffer, at milliseconds: Int64?
    ) -> [Intent] {
        if showsBareView {
            closeBareView()
            // A paste is meant for the input, wherever one looks.
            if case .key = event { return [] }
        }
        if inputState.drafts[shown.address] == nil { _ = inputState.draft(of: shown) }
        if panes.note != nil { panes.note = nil }
        switch event {
        case .paste(let text):
            inputState.completion = nil
            let row = text.split(whereSeparator: \.isNewline).joined(separator: " ")
            if panes.help != nil {
                panes.help?.edit { $0.paste(row) }
                return []
            }
            panes.card = nil
            if panes.picker != nil {
                panes.picker?.query.paste(row)
                fillPicker(chat, shown)
            } else if panes.memberList.hasFocus(in: shown.address) {
                filterMembers(byPasted: row, chat, shown)
            } else {
                leaveChoosing(shown)
                inputState.edit(shown.address) { $0.paste(text) }
            }
            return []
        case .mouse(let mouse): return handle(mouse, chat, shown, at: milliseconds)
        case .key(let key):
            let wasAsking = inputState.isQuitPending
            inputState.isQuitPending = false
            let action = keyMap.action(of: key)
            let wasCompleting = action == nil && isCompletionOpen(shown)
            if action != .complete, action != .completeBack { inputState.completion = nil }
            if panes.help != nil, handleInHelp(key, action) { return [] }
            if panes.picker != nil, let intents = handleInPicker(key, action, chat, shown) { return intents }
            if panes.card != nil, let intents = handleInCard(key, action, chat, shown) { return intents }
            if panes.memberList.hasFocus(in: shown.address), let intents = handleInMembers(key, action, chat, shown) {
                return intents
            }
            if panes.views[shown.address]?.chosen != nil, let intents = handleInChoosing(key, action, chat, shown) {
                return intents
            }
            if inputState.isFormatting, format(by: key, shown) { return [] }
            if let action {
                return perform(action, chat, shown, confirmsQuit: wasAsking, at: milliseconds)
                    + historyIntents(chat, shown, isUpward: action.isUpward)
            }
            if case .character(let scalar) = key.code, key.modifiers.isEmpty {
                // The blank behind a word that was completed is there.
                if wasCompleting, scalar == " " { return [] }
                inputState.edit(shown.address) { $0.insert(scalar) }
            }
            return []
        }
    }

    private mutating func perform(
        _ action: Action, _ chat: ChatModel, _ shown: Buffer, confirmsQuit: Bool, at milliseconds: Int64?
    ) -> [Intent] {
        let isDraftEmpty = inputState.isDraftEmpty(shown.address)
        inputState.keyHints.used(action)
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
        case .previousMention: jumpToMention(isForward: false, chat: chat, shown: shown)
        case .nextMention: jumpToMention(isForward: true, chat: chat, shown: shown)
        case .send: return send(chat, shown)
        case .interrupt:
            if !isDraftEmpty {
                putAway(shown)
            } else if chat.shown.waitingCount > 0 {
                return [.cancelWaiting(chat.shown.network)]
            } else if confirmsQuit {
                return [.quit]
            } else {
                inputState.isQuitPending = true
                showNote("Press \(keyMap.key(for: .interrupt)?.description ?? "it") again to quit.")
            }
        case .recallOlder: recallLine(isOlder: true, shown: shown)
        case .recallNewer: recallLine(isOlder: false, shown: shown)
        case .recallList: open(.inputHistory, chat, shown)
        case .nextBuffer: return show(1, chat)
        case .previousBuffer: return show(-1, chat)
        case .bufferWithNews: return showNews(chat)
        case .switchBuffer: open(.buffers, chat, shown)
        case .bufferByNumber: open(.bufferNumber, chat, shown)
        case .lastBuffer: return showLast(chat)
        case .search:
            guard isDraftEmpty, let network = inputState.unshownResults, chat[network].serverSearch != nil else {
                open(.search(everywhere: false), chat, shown)
                return []
            }
            showFound(chat, of: network)
        case .goToTime: open(.goTo, chat, shown)
        case .choose: beginChoosing(chat, shown)
        case .complete where isDraftEmpty, .completeBack where isDraftEmpty: beginChoosing(chat, shown)
        case .buffer1, .buffer2, .buffer3, .buffer4, .buffer5, .buffer6, .buffer7, .buffer8, .buffer9:
            guard let number = action.bufferNumber, number <= chat.buffers.count else { return [] }
            return [.show(chat.buffers[number - 1].address)]
        case .complete: complete(chat, shown)
        case .completeBack: complete(chat, shown, isBackward: true)
        case .format: beginFormatting()
        case .toggleBuffers: panes.arrangement.showsBuffers.toggle()
        case .toggleMembers: panes.memberList.isShown.toggle()
        case .membersFocus: focusMembers(chat, shown)
        case .otherPane: return goToOtherPane(chat)
        case .bareView: openBareView(shown)
        case .help: showHelp(.keys)
        case .redraw: return [.redraw]
        case .suspend: return [.suspend]
        case .lineStart, .lineEnd, .moveLeft, .moveRight, .wordLeft, .wordRight, .inputStart, .inputEnd,
            .deleteBackward, .cutToStart, .cutWord, .deleteForward, .cutToEnd, .cutWordForward, .yank, .yankOlder,
            .transpose, .undo, .newRow:
            inputState.edit(shown.address) { $0.perform(action) }
        }
        return []
    }
}
