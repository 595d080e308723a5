import Client

/// The questions over everything else, each answered by a word and Enter. Text that somebody happens to be writing meanwhile is no answer:
/// it goes on where it was begun.
extension Screen {
    /// Asks; ``Intent/trust(_:_:)`` answers.
    package mutating func ask(_ question: TrustQuestion) {
        beginReply()
        panes.questions.trust.removeAll { $0.network == question.network }
        panes.questions.trust.append(question)
    }

    /// Asks once the person is not typing: what they are in the middle of is no answer. ``Intent/keep(_:_:)`` answers.
    ///
    /// - Parameter milliseconds: on the clock of ``handle(_:_:at:)``.
    package mutating func ask(_ question: SaveAccountQuestion, at milliseconds: Int64? = nil) {
        panes.questions.dropAccount(of: question.network)
        panes.questions.later.append(question)
        askLater(at: milliseconds)
    }

    /// Asks what waits, where nothing is typed, nothing else is open, and no key was pressed for a second. To be called about once a second.
    package mutating func askLater(at milliseconds: Int64?) {
        guard !panes.questions.later.isEmpty, panes.questions.first == nil, panes.picker == nil, panes.card == nil,
            panes.help == nil, inputState.isAtRest(at: milliseconds),
            inputState.isNothingTyped(in: lastFrame.shown)
        else { return }
        beginReply()
        panes.questions.keep += panes.questions.later
        panes.questions.later = []
    }

    /// Asks; ``Intent/followLink(_:_:)`` answers. The person has just asked for the link themselves.
    package mutating func ask(_ question: LinkQuestion) {
        beginReply()
        panes.questions.link = question
    }

    /// Asks for something that is typed unseen; ``Intent/secret(_:_:)`` answers. Whoever may be in the middle of typing something else is
    /// first asked whether they want to: their text must not go to the server as a password, nor the half of one as another. One that is being
    /// typed for another network or account is finished first.
    package mutating func ask(_ prompt: PasswordPrompt) {
        // If the prompt is for the same, the text that is being typed answers it.
        if !prompt.isExpected, panes.promptBeingAnswered?.asksForSame(as: prompt) == true { return }
        panes.questions.secrets.removeAll { $0.asksForSame(as: prompt) }
        let isTypingOther = panes.promptBeingAnswered.map { !$0.asksForSame(as: prompt) } ?? false
        guard prompt.isExpected && !isTypingOther || !(inputState.hasTyped || isAsking) else {
            if panes.promptBeingAnswered == nil { beginReply() }
            return panes.questions.secrets.append(prompt)
        }
        beginReply()
        panes.picker = Picker(.secret(prompt))
    }

    /// Makes room for the answer to a question. An answer begun for the question before answers no other; text that can be no answer stays.
    mutating func beginReply() {
        closeHelp()
        panes.questions.returned = .nothing
        if OpenQuestions.Question.isAnswerBegun(panes.questions.reply.text) { panes.questions.reply = InputLine() }
    }

    /// True while an answer is waited for, so that the typed text is one.
    package var isAsking: Bool { panes.isTypingSecret || panes.question != nil }

    /// The session of a network has gone over to another server: the passwords that the server before wanted are asked for no more,
    /// the question about trust in that server is dropped, and what it found is not shown any more.
    package mutating func forgetQuestionsOfServer(of network: NetworkID) {
        panes.questions.secrets.removeAll { $0.network == network }
        panes.questions.trust.removeAll { $0.network == network }
        if panes.promptBeingAnswered?.network == network { panes.picker = nil }
        if inputState.unshownResults == network { inputState.unshownResults = nil }
    }

    /// A network is put away: what is asked for it, and what is kept for its buffers, is dropped. A list that is open may name its buffers,
    /// and is closed.
    package mutating func forget(_ network: NetworkID, _ chat: ChatModel) {
        forgetQuestionsOfServer(of: network)
        panes.questions.dropAccount(of: network)
        if !panes.isTypingSecret { panes.picker = nil }
        panes.security[network] = nil
        inputState.pendingDrafts[network] = nil
        if panes.arrangement.formerSplit?.isOf(network) == true { panes.arrangement.formerSplit = nil }
        forgetClosed(chat)
    }

    /// Takes input while something is asked: a word with Enter, or “no” for Esc and Ctrl-C. Text that is no answer, such as a
    /// paste, goes where it was being written.
    mutating func handle(_ event: InputEvent, asked question: OpenQuestions.Question, chat: ChatModel) -> [Intent] {
        if case .secret = question { panes.questions.reply.mayContainPassword = true }
        let mayContainPassword = panes.questions.reply.mayContainPassword
        switch event {
        case .paste(let text):
            returnToInput(
                panes.questions.reply.text + text, as: .beginning, mayContainPassword: mayContainPassword, chat: chat)
        // A click answers nothing.
        case .mouse: panes.selection = nil
        case .key(let key):
            switch keyMap.action(of: key) {
            case .escape, .interrupt:
                if !OpenQuestions.Question.isAnswerBegun(panes.questions.reply.text) {
                    returnToInput(
                        panes.questions.reply.text, as: .row, mayContainPassword: mayContainPassword, chat: chat)
                }
                panes.questions.reply = InputLine()
                return answer(question, "no") ?? []
            case .send:
                let reply = panes.questions.reply.text
                panes.questions.reply = InputLine()
                if let intents = answer(question, reply) { return intents }
                returnToInput(reply, as: .row, mayContainPassword: mayContainPassword, chat: chat)
            case .redraw: return [.redraw]
            case .suspend: return [.suspend]
            case .lineStart, .lineEnd, .moveLeft, .moveRight, .wordLeft, .wordRight, .inputStart, .inputEnd,
                .deleteBackward, .cutToStart, .cutWord, .deleteForward, .cutToEnd, .cutWordForward, .yank, .yankOlder,
                .transpose, .undo, .newRow:
                if let action = keyMap.action(of: key) { panes.questions.reply.perform(action) }
            case .up, .down, .pageUp, .pageDown, .oldest, .newest, .wheelUp, .wheelDown, .complete, .completeBack,
                .format,
                .recallOlder,
                .recallNewer, .recallList, .nextBuffer, .previousBuffer, .bufferWithNews, .switchBuffer, .buffer1,
                .buffer2, .buffer3, .buffer4, .buffer5, .buffer6, .buffer7, .buffer8, .buffer9, .bufferByNumber,
                .lastBuffer,
                .firstUnread, .previousMention, .nextMention, .search, .goToTime, .choose, .toggleBuffers,
                .toggleMembers, .membersFocus, .otherPane, .bareView, .help:
                break
            case nil:
                if case .character(let scalar) = key.code, key.modifiers.isEmpty {
                    panes.questions.reply.insert(scalar)
                }
            }
        }
        return []
    }

    /// The intents that an answer asks for; nil where the word is no answer.
    private mutating func answer(_ question: OpenQuestions.Question, _ reply: String) -> [Intent]? {
        switch question {
        case .trust(let question):
            guard let answer = TrustQuestion.answer(reply) else { return nil }
            panes.questions.trust.removeFirst()
            return [.trust(answer, question.network)]
        case .keep(let question):
            guard let answer = SaveAccountQuestion.answer(reply) else { return nil }
            panes.questions.keep.removeFirst()
            return [.keep(answer, question)]
        case .link(let question):
            guard let answer = LinkQuestion.answer(reply) else { return nil }
            panes.questions.link = nil
            return [.followLink(answer, question)]
        case .secret(let prompt):
            guard let answer = prompt.isAsked(by: reply) ? true : SaveAccountQuestion.answer(reply) else { return nil }
            panes.questions.secrets.removeFirst()
            guard answer else { return [.secret(nil, prompt)] }
            panes.picker = Picker(.secret(prompt))
            return []
        }
    }

    /// Puts text that answers nothing where the person was writing when they were asked. Text that may be a password goes into the input
    /// wherever that was: a list may send the text that is typed over it to the server, or to the room.
    private mutating func returnToInput(
        _ text: String, as part: OpenQuestions.ReturnedInput, mayContainPassword: Bool, chat: ChatModel
    ) {
        panes.questions.reply = InputLine()
        guard !text.allSatisfy(\.isWhitespace) else { return }
        inputState.hasTyped = true
        let shown = chat.shownBuffer
        let isNextRow = panes.questions.returned == .row
        panes.questions.returned = part
        guard panes.picker == nil || mayContainPassword else {
            let row = text.split(whereSeparator: \.isNewline).joined(separator: " ")
            panes.picker?.query.paste((isNextRow ? " " : "") + row)
            return fillPicker(chat, shown)
        }
        if panes.picker == nil { leaveChoosing(shown) }
        if isNextRow, !inputState.isDraftEmpty(shown.address) { panes.questions.gathered.insert(shown.address) }
        inputState.edit(shown.address) {
            $0.paste((isNextRow && !$0.isEmpty ? "\n" : "") + text)
            if mayContainPassword { $0.mayContainPassword = true }
        }
    }

    /// Takes a key while a password is typed: nothing but typing happens, and nothing of it is cut into the ring. Nil for a key that ends it.
    mutating func handleInSecret(_ key: Key, _ action: Action?) -> [Intent]? {
        switch action {
        case .escape, .interrupt, .send: return nil
        case .deleteBackward: panes.picker?.query.deleteBackward()
        case .cutToStart, .cutWord: panes.picker?.query = InputLine()
        case .redraw: return [.redraw]
        case .suspend: return [.suspend]
        case .up, .down, .pageUp, .pageDown, .oldest, .newest, .wheelUp, .wheelDown, .lineStart, .lineEnd, .moveLeft,
            .moveRight, .wordLeft, .wordRight, .inputStart, .inputEnd, .deleteForward, .cutToEnd, .cutWordForward,
            .yank, .yankOlder, .transpose, .undo,
            .newRow, .format, .complete, .completeBack, .recallOlder, .recallNewer, .recallList, .nextBuffer,
            .previousBuffer, .bufferWithNews,
            .switchBuffer, .buffer1, .buffer2, .buffer3, .buffer4, .buffer5, .buffer6, .buffer7, .buffer8, .buffer9,
            .bufferByNumber, .lastBuffer,
            .firstUnread, .previousMention, .nextMention, .search, .goToTime, .choose,
            .toggleBuffers, .toggleMembers, .membersFocus, .otherPane, .bareView, .help, nil:
            break
        }
        if case .character(let scalar) = key.code, key.modifiers.isEmpty { panes.picker?.query.insert(String(scalar)) }
        return []
    }
}
