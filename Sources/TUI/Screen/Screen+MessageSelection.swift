import Client

/// Choosing a message, and what can be done with it.
extension Screen {
    mutating func beginChoosing(_ chat: ChatModel, _ shown: Buffer) {
        guard shown.lineCount > 0 else { return }
        let middle = withView(chat, shown) { view, formatter, height in
            // The line that was jumped to is the one that is meant.
            if let revealed = view.revealed.flatMap({ shown.index(of: $0) }) { return shown.id(at: revealed).next }
            return view.isAtNewest ? shown.endID : view.middle(of: shown, formatter: formatter, height: height).next
        }
        moveChoice(from: middle, isUpward: true, chat: chat, shown: shown)
        panes.views[shown.address]?.revealed = nil
    }

    mutating func leaveChoosing(_ shown: Buffer) { leaveChoosing(in: shown.address) }

    mutating func leaveChoosing(in address: BufferAddress) {
        guard panes.views[address]?.chosen != nil else { return }
        panes.views[address]?.chosen = nil
        panes.pendingRedaction = nil
    }

    /// Takes a key while a message is chosen; nil where the key ends that and means something beyond.
    mutating func handleInChoosing(
        _ key: Key, _ action: Action?, _ chat: ChatModel, _ shown: Buffer
    ) -> [Intent]? {
        guard let id = panes.views[shown.address]?.chosen, let line = shown.line(id) else {
            leaveChoosing(shown)
            return nil
        }
        if panes.pendingRedaction == LineAddress(shown.address, id) {
            panes.pendingRedaction = nil
            if action == .send {
                leaveChoosing(shown)
                // It may have become impossible since it was asked.
                guard let reason = chat.shown.whyNotRedact(line, in: shown) else { return [.redact(id, shown.address)] }
                showNote(reason)
                return []
            }
            // It was the beginning of a word, and no wish.
            if action == nil { return typeOn("d", key, shown) }
        }
        switch action {
        case .up, .choose, .wheelUp: moveChoice(from: id, isUpward: true, chat: chat, shown: shown)
        case .down, .wheelDown: moveChoice(from: id, isUpward: false, chat: chat, shown: shown)
        case .pageUp, .pageDown:
            for _ in 0..<5 {
                let from = panes.views[shown.address]?.chosen ?? id
                moveChoice(from: from, isUpward: action == .pageUp, chat: chat, shown: shown)
            }
        case .previousMention: jumpToMention(isForward: false, chat: chat, shown: shown)
        case .nextMention: jumpToMention(isForward: true, chat: chat, shown: shown)
        case .escape, .interrupt, .complete, .completeBack: leaveChoosing(shown)
        case .send: return enter(line, chat, shown)
        case nil:
            guard case .character(let scalar) = key.code, key.modifiers.isEmpty else { return [] }
            return act(scalar, line, chat, shown) ?? typeOn("", key, shown)
        case .oldest, .newest, .lineStart, .lineEnd, .moveLeft, .moveRight, .wordLeft, .wordRight, .inputStart,
            .inputEnd, .deleteBackward, .cutToStart, .cutWord, .deleteForward, .cutToEnd, .cutWordForward, .yank,
            .yankOlder, .transpose, .undo, .newRow, .format, .recallOlder, .recallNewer, .recallList, .nextBuffer,
            .previousBuffer, .bufferWithNews, .switchBuffer, .buffer1, .buffer2, .buffer3, .buffer4, .buffer5, .buffer6,
            .buffer7, .buffer8, .buffer9, .bufferByNumber, .lastBuffer, .firstUnread, .search, .goToTime,
            .toggleBuffers, .toggleMembers, .membersFocus, .otherPane, .bareView, .help, .redraw, .suspend:
            leaveChoosing(shown)
            return nil
        }
        return historyIntents(chat, shown)
    }

    /// Enter: opens what stands as one row, sends again what may be lost, else goes on from here.
    private mutating func enter(_ line: Line, _ chat: ChatModel, _ shown: Buffer) -> [Intent] {
        if toggleRun(line, chat, shown) { return [] }
        if line.flags.contains(.perhapsNotSent) {
            leaveChoosing(shown)
            return [.resend(line.id, shown.address)]
        }
        leaveChoosing(shown)
        reveal(line.id, chat, shown)
        return historyIntents(chat, shown)
    }

    /// Shows each line of what stands as one row, or makes one row of them again.
    ///
    /// - Returns: false for a line that is the first of no such row.
    mutating func toggleRun(_ line: Line, _ chat: ChatModel, _ shown: Buffer) -> Bool {
        let isOpen = panes.views[shown.address]?.isRunExpanded(line.id) == true
        guard isOpen || panes.run(from: line, in: shown, chat).count > 1 else { return false }
        panes.views[shown.address]?.toggleRun(line.id)
        return true
    }

    /// Ends the choosing and puts the typed letters into the input, for which they are meant.
    private mutating func typeOn(_ before: String, _ key: Key, _ shown: Buffer) -> [Intent] {
        leaveChoosing(shown)
        guard case .character(let scalar) = key.code, key.modifiers.isEmpty else { return [] }
        inputState.edit(shown.address) { $0.insert(before + String(scalar)) }
        return []
    }

    /// Carries out the action of a letter on the message; nil where the letter has none.
    private mutating func act(
        _ letter: Unicode.Scalar, _ line: Line, _ chat: ChatModel, _ shown: Buffer
    ) -> [Intent]? {
        switch letter {
        case "y":
            let text = copied(line, chat, shown)
            guard !text.isEmpty else {
                showNote("There is nothing to copy.")
                return []
            }
            leaveChoosing(shown)
            return copy(text)
        case "o":
            guard let link = line.links.first else {
                showNote("There is no link in this message.")
                return []
            }
            leaveChoosing(shown)
            return follow(link)
        case "u":
            let links = line.links
            guard let link = links.first, links.count == 1 else { return nil }
            leaveChoosing(shown)
            return copy(link)
        case "r":
            guard line.isThere else { return noMessage("replied to") }
            leaveChoosing(shown)
            panes.views[shown.address]?.answered = line.id
        case "+":
            guard line.isThere else { return noMessage("reacted to") }
            if let reason = chat.shown.whyNotReact(to: line, in: shown) {
                showNote(reason)
                return []
            }
            panes.picker = Picker(.reaction(LineAddress(shown.address, line.id)))
            fillPicker(chat, shown)
        case "d":
            guard line.isThere else { return noMessage("deleted") }
            if let reason = chat.shown.whyNotRedact(line, in: shown) {
                showNote(reason)
                return []
            }
            panes.pendingRedaction = LineAddress(shown.address, line.id)
            let isNarrow = width < 72
            let key = keyMap.key(for: .send) ?? .enter
            showNote(
                isNarrow
                    ? "\(key) deletes this."
                    : "\(key) deletes this message for everybody; any other key does not.")
            // The question takes a row, which the message may have had.
            withView(chat, shown) { view, formatter, height in
                view.keepInSight(line.id, in: shown, formatter: formatter, height: height)
            }
        default: return nil
        }
        return []
    }

    /// Opens an address; one that leads to a chat server is entered from here, once the person has said so.
    mutating func follow(_ link: String) -> [Intent] {
        do throws(SlashCommandError) {
            guard let question = try LinkQuestion(link) else { return [.open(url: link)] }
            ask(question)
        } catch {
            showNote(error.reason)
        }
        return []
    }

    private mutating func noMessage(_ verb: String) -> [Intent] {
        showNote("Only messages can be \(verb).")
        return []
    }

    /// To the next line up or down that is shown.
    private mutating func moveChoice(from id: LineID, isUpward: Bool, chat: ChatModel, shown: Buffer) {
        withView(chat, shown) { view, formatter, height in
            let next = view.shownLine(beyond: id, isUpward: isUpward, in: shown, formatter: formatter)
            guard let next else { return }
            view.chosen = next
            view.keepInSight(next, in: shown, formatter: formatter, height: height)
        }
    }
}

extension Line {
    /// True if somebody said the line and it has not been taken back.
    fileprivate var isThere: Bool { kind.isTalk && redaction == nil }
}
