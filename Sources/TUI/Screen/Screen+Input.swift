import Client

/// The text that is typed: sending it, moving in it, having it back.
extension Screen {
    mutating func send(_ chat: ChatModel, _ shown: Buffer) -> [Intent] {
        let text = draft(of: shown.address)
        guard !text.isEmpty else {
            // The lines that may not have been sent stand last, and Enter sends them again, in the order in which they were said.
            return shown.firstPerhapsNotSent.map { [.resend($0, shown.address)] } ?? []
        }
        if panes.questions.gathered.remove(shown.address) != nil, inputState.drafts[shown.address]?.hasBreaks == true {
            let again = keyMap.key(for: .send).map { "\($0) again" } ?? "Sending again"
            let away = keyMap.key(for: .interrupt).map { "; \($0) puts them away" } ?? ""
            showNote("These lines were typed while something was asked. \(again) sends them all\(away).")
            return []
        }
        if let answered = panes.views[shown.address]?.answered, inputState.drafts[shown.address]?.isCommand == false {
            return [.reply(text, to: answered, shown.address)]
        }
        return [.submit(text, shown.address)]
    }

    /// Up and Down: within what is typed, and at its edge through the history, or through what was sent earlier.
    mutating func arrow(_ action: Action, _ chat: ChatModel, _ shown: Buffer, at milliseconds: Int64?) {
        let isUp = action == .up
        let draft = inputState.drafts[shown.address] ?? InputLine()
        let rows = InputRows(draft, width: width - prompt(chat, shown).columns, shaper: shaper)
        if rows.rows.count > 1 {
            let row = rows.cursorRow + (isUp ? -1 : 1)
            if rows.rows.indices.contains(row) {
                let place = rows.place(row: row, column: rows.cursorColumn)
                inputState.edit(shown.address) { $0.move(to: place) }
                return inputState.keyRepeat.pressed(action, at: milliseconds)
            }
            // A key that is held stops here.
            if inputState.keyRepeat.isHeld(action, at: milliseconds) {
                return inputState.keyRepeat.pressed(action, at: milliseconds)
            }
        }
        if settings.arrows == .inputHistory {
            recallLine(isOlder: isUp, shown: shown)
        } else {
            if isUp, draft.isEmpty { tellWayToSent(shown) }
            scroll(isUp ? -1 : 1, chat, shown)
        }
    }

    /// Up may have been meant for what was sent before: who has sent something here and knows of no key for it is told of one, a few times.
    private mutating func tellWayToSent(_ shown: Buffer) {
        let isAtNewest = panes.views[shown.address]?.isAtNewest ?? true
        guard isAtNewest, inputState.history.holds(InputHistory.Place(shown.address.network, shown.name)),
            !inputState.keyHints.isLearnt(.recallOlder), !inputState.keyHints.isLearnt(.up),
            let key = keyMap.key(for: .recallOlder)
        else { return }
        inputState.keyHints.told(.up)
        showNote("\(key) brings back what you sent. Up does so, too, with /set arrows recall.")
    }

    mutating func recallLine(isOlder: Bool, shown: Buffer) {
        let draft = draft(of: shown.address)
        let place = InputHistory.Place(shown.address.network, shown.name)
        guard
            let line = isOlder
                ? inputState.history.older(than: draft, in: place) : inputState.history.newer(than: draft, in: place)
        else {
            return
        }
        inputState.edit(shown.address) { $0.replace(0..<$0.characters.count, with: line) }
    }

    /// Keeps the text that is typed into a buffer, to be had again there, unless it may be a password.
    mutating func remember(_ id: BufferAddress, named name: String) {
        guard inputState.drafts[id]?.mayContainPassword != true else { return inputState.history.endWalk() }
        inputState.history.add(draft(of: id), in: InputHistory.Place(id.network, name))
    }

    /// Takes what is typed out of the way: it is the first that Ctrl-Up brings back.
    mutating func putAway(_ shown: Buffer) {
        remember(shown.address, named: shown.name)
        inputState.edit(shown.address) { $0.clear() }
        panes.questions.gathered.remove(shown.address)
        panes.views[shown.address]?.answered = nil
    }

    mutating func escape(_ shown: Buffer) -> [Intent] {
        guard panes.views[shown.address]?.answered != nil else { return goToNewest(shown) }
        panes.views[shown.address]?.answered = nil
        return []
    }

    /// Goes to the newest line. Whoever is there already, and asks for it again, has read what is above or does not want to.
    mutating func goToNewest(_ shown: Buffer) -> [Intent] {
        let isThere = panes.views[shown.address]?.isAtNewest ?? true
        panes.views[shown.address]?.returnToNewest()
        return isThere && shown.unread > 0 ? [.markRead(shown.address)] : []
    }

    /// Takes back the messages that waited for their turn. Speech goes back into the input where that is empty; all else is had by going
    /// back to the lines sent earlier, since an input line is one command or none.
    ///
    /// - Parameter name: the name of the buffer.
    package mutating func takeBack(_ taken: CancelledMessages, in id: BufferAddress, named name: String) {
        var recalled = taken.commands
        let speech = taken.speech.joined(separator: "\n")
        let typed = speech.hasPrefix("/") ? "/" + speech : speech
        if draft(of: id).isEmpty {
            inputState.edit(id) { $0.replace(0..<0, with: typed) }
        } else if !typed.isEmpty {
            recalled.append(typed)
        }
        for line in recalled { inputState.history.add(line, in: InputHistory.Place(id.network, name)) }
        if taken.passwords > 0 {
            showNote("A line with a password was not sent, and is not kept: type it again.")
        } else if !recalled.isEmpty {
            let way = keyMap.key(for: .recallOlder).map { "\($0) brings back" } ?? "the list of what was sent has"
            showNote("\(way) what was not sent.")
        }
    }

    // MARK: The row above the input

    /// One row above the input, where there is something to say about what is typed.
    ///
    /// - Parameter line: the text that is typed.
    func hint(_ chat: ChatModel, _ shown: Buffer, _ line: InputLine) -> String? {
        if let picker = panes.picker {
            let search = picker.kind == .inputHistory ? keyMap.key(for: .search) : nil
            return "\(picker.title) · \(picker.hint(keyMap))" + (search.map { " · \($0) searches what was said" } ?? "")
        }
        if panes.memberList.hasFocus(in: shown.address) {
            return keyMap.hint("users · letters filter", (.send, ": who that is"), (.escape, " closes"))
        }
        if panes.isAskingForRedaction(in: shown) { return panes.note?.text }
        // With nothing typed it is the footer that says it.
        let view = panes.views[shown.address]
        if let chosen = view?.chosen, !line.isEmpty { return choosingKeys(for: chosen, chat: chat, shown: shown) }
        if let answered = view?.answered.flatMap({ shown.line($0) }) {
            return "↳ replying to \(answered.summary)"
        }
        // Short ones of one row are one message.
        guard !line.isCommand, line.hasBreaks || line.characters.count > 100 else {
            return nil
        }
        let plan = chat.shown.plan(for: line.text, in: shown.id)
        guard plan.messages > 1 || plan.rows > 1 else { return nil }
        return keyMap.hint(plan.wording, (.send, " sends"), (.interrupt, " clears it"))
    }

    /// The text that is being typed, and the place of the cursor in it, in characters.
    package func input(_ chat: ChatModel) -> (text: String, cursor: Int) {
        let line = inputLine(chat.shownBuffer.address)
        return (line.text, line.cursor)
    }
}

extension Buffer {
    /// The line with an id, while it is held.
    func line(_ id: LineID) -> Line? { index(of: id).map { line(at: $0) } }
}
