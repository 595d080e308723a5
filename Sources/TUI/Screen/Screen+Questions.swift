import Client

/// What is asked over everything else, and answered by a word and Enter. What somebody happens to be writing meanwhile is no answer: it goes
/// on where it was begun.
extension Screen {
    /// Asks; ``Intent/trust(_:_:)`` answers.
    package mutating func ask(_ question: TrustQuestion) {
        beginReply()
        trustQuestion = question
    }

    /// Asks; ``Intent/keep(_:_:)`` answers.
    package mutating func ask(_ question: SaveAccountQuestion) {
        beginReply()
        keepQuestion = question
    }

    /// Asks for something that is typed unseen; ``Intent/secret(_:_:)`` answers. Whoever may be in the middle of typing something else is
    /// first asked whether they want to: what they type must not go to the server as a password, nor the half of one as another.
    package mutating func ask(_ prompt: PasswordPrompt) {
        // Where it is for the same, what is being typed answers it.
        if !prompt.isExpected, promptBeingAnswered?.asksForSame(as: prompt) == true { return }
        secretQuestions.removeAll { $0.asksForSame(as: prompt) }
        guard prompt.isExpected || !(hasTyped || isAsking) else {
            if promptBeingAnswered == nil { beginReply() }
            return secretQuestions.append(prompt)
        }
        beginReply()
        picker = Picker(.secret(prompt))
    }

    /// Makes room for the answer to a question. What was begun for the one before answers no other; what can be no answer stays.
    mutating func beginReply() {
        lastFrame = nil
        closeHelp()
        returnedInput = .nothing
        if Question.isAnswerBegun(typedReply.text) { typedReply = InputLine() }
    }

    /// Whether an answer is waited for, so that what is typed is one.
    package var isAsking: Bool { isTypingSecret || question != nil }

    /// Whether a password is being typed.
    private var isTypingSecret: Bool { promptBeingAnswered != nil }

    /// The prompt whose password is being typed; nil where none is.
    var promptBeingAnswered: PasswordPrompt? {
        if case .secret(let prompt) = picker?.kind { prompt } else { nil }
    }

    /// The session has gone over to another server: what the one before wanted is asked for no more, nor whether that is the right one.
    package mutating func forgetQuestionsOfServer() {
        lastFrame = nil
        secretQuestions = []
        trustQuestion = nil
        if isTypingSecret { picker = nil }
    }

    /// A question that lies over everything else and is answered by a word.
    enum Question {
        case trust(TrustQuestion)
        case keep(SaveAccountQuestion)
        case secret(PasswordPrompt)

        /// What to ask, a paragraph each, and the answers there are.
        var wording: (paragraphs: [String], choices: String) {
            switch self {
            case .trust(let question): (question.paragraphs, TrustQuestion.choices)
            case .keep(let question): (question.paragraphs, SaveAccountQuestion.choices)
            case .secret(let prompt): (prompt.paragraphs, PasswordPrompt.choices)
            }
        }

        /// Tells the beginning of a word that answers one of them.
        static func isAnswerBegun(_ text: String) -> Bool {
            ["always", "once", "yes", "no"].contains { $0.hasPrefix(text.lowercased()) }
        }
    }

    /// How far the text that was no answer has been put back into the draft.
    enum ReturnedInput {
        case nothing
        /// A paste was put back; more may belong to the same row.
        case beginning
        /// It ended with Enter.
        case row
    }

    /// The one that is to be answered next. Whoever is typing a password finishes that first: nothing of it is to be seen.
    var question: Question? {
        if isTypingSecret { return nil }
        if let trustQuestion { return .trust(trustQuestion) }
        if let keepQuestion { return .keep(keepQuestion) }
        return secretQuestions.first.map { .secret($0) }
    }

    /// Takes a key or a paste while something is asked: a word with Enter, or “no” for Esc and Ctrl-C. What is no answer, such as what is
    /// pasted, goes where it was being written.
    mutating func handle(_ event: InputEvent, asked question: Question, _ chat: ChatModel) -> [Intent] {
        lastFrame = nil
        if case .secret = question { typedReply.mayContainPassword = true }
        let mayContainPassword = typedReply.mayContainPassword
        switch event {
        case .paste(let text):
            returnToInput(typedReply.text + text, as: .beginning, mayContainPassword: mayContainPassword, chat)
        case .key(let key):
            switch keyMap.action(of: key) {
            case .escape, .interrupt:
                if !Question.isAnswerBegun(typedReply.text) {
                    returnToInput(typedReply.text, as: .row, mayContainPassword: mayContainPassword, chat)
                }
                typedReply = InputLine()
                return answer(question, "no") ?? []
            case .send:
                let reply = typedReply.text
                typedReply = InputLine()
                if let intents = answer(question, reply) { return intents }
                returnToInput(reply, as: .row, mayContainPassword: mayContainPassword, chat)
            case .redraw: return [.redraw]
            case .suspend: return [.suspend]
            case .lineStart, .lineEnd, .moveLeft, .moveRight, .wordLeft, .wordRight, .inputStart, .inputEnd,
                .deleteBackward, .cutToStart, .cutWord, .deleteForward, .cutToEnd, .cutWordForward, .yank, .yankOlder,
                .transpose, .undo, .newRow:
                if let action = keyMap.action(of: key) { typedReply.perform(action) }
            case .up, .down, .pageUp, .pageDown, .oldest, .newest, .wheelUp, .wheelDown, .complete, .recallOlder,
                .recallNewer, .recallList, .nextBuffer, .previousBuffer, .bufferWithNews, .switchBuffer, .buffer1,
                .buffer2, .buffer3, .buffer4, .buffer5, .buffer6, .buffer7, .buffer8, .buffer9,
                .firstUnread, .previousMention, .nextMention, .search, .goToTime, .choose, .toggleBuffers,
                .toggleMembers, .help:
                break
            case nil:
                if case .character(let scalar) = key.code, key.modifiers.isEmpty { typedReply.insert(scalar) }
            }
        }
        return []
    }

    /// The intents that an answer asks for; nil where the word is no answer.
    private mutating func answer(_ question: Question, _ reply: String) -> [Intent]? {
        switch question {
        case .trust(let question):
            guard let answer = TrustQuestion.answer(reply) else { return nil }
            trustQuestion = nil
            return [.trust(answer, question.network)]
        case .keep(let question):
            guard let answer = SaveAccountQuestion.answer(reply) else { return nil }
            keepQuestion = nil
            return [.keep(answer, question)]
        case .secret(let prompt):
            guard let answer = prompt.isAsked(by: reply) ? true : SaveAccountQuestion.answer(reply) else { return nil }
            secretQuestions.removeFirst()
            guard answer else { return [.secret(nil, prompt)] }
            picker = Picker(.secret(prompt))
            return []
        }
    }

    /// Puts what answers nothing where the person was writing when they were asked. What may be a password goes into the input wherever that
    /// was: a list may send what is typed over it to the server, or to the room.
    private mutating func returnToInput(
        _ text: String, as part: ReturnedInput, mayContainPassword: Bool, _ chat: ChatModel
    ) {
        typedReply = InputLine()
        guard !text.allSatisfy(\.isWhitespace) else { return }
        hasTyped = true
        let shown = chat.shownBuffer
        let isNextRow = returnedInput == .row
        returnedInput = part
        guard picker == nil || mayContainPassword else {
            let row = text.split(whereSeparator: \.isNewline).joined(separator: " ")
            picker?.query.paste((isNextRow ? " " : "") + row)
            return fillPicker(chat, shown)
        }
        if picker == nil { leaveChoosing(shown) }
        edit(shown.address) {
            $0.paste((isNextRow && !$0.isEmpty ? "\n" : "") + text)
            if mayContainPassword { $0.mayContainPassword = true }
        }
    }

    /// Takes a key while a password is typed: nothing but typing happens, and nothing of it is cut into the ring. Nil for a key that ends it.
    mutating func handleInSecret(_ key: Key, _ action: Action?) -> [Intent]? {
        switch action {
        case .escape, .interrupt, .send: return nil
        case .deleteBackward: picker?.query.deleteBackward()
        case .cutToStart, .cutWord: picker?.query = InputLine()
        case .redraw: return [.redraw]
        case .suspend: return [.suspend]
        case .up, .down, .pageUp, .pageDown, .oldest, .newest, .wheelUp, .wheelDown, .lineStart, .lineEnd, .moveLeft,
            .moveRight, .wordLeft, .wordRight, .inputStart, .inputEnd, .deleteForward, .cutToEnd, .cutWordForward,
            .yank, .yankOlder, .transpose, .undo,
            .newRow, .complete, .recallOlder, .recallNewer, .recallList, .nextBuffer, .previousBuffer, .bufferWithNews,
            .switchBuffer, .buffer1, .buffer2, .buffer3, .buffer4, .buffer5, .buffer6, .buffer7, .buffer8, .buffer9,
            .firstUnread, .previousMention, .nextMention, .search, .goToTime, .choose,
            .toggleBuffers, .toggleMembers, .help, nil:
            break
        }
        if case .character(let scalar) = key.code, key.modifiers.isEmpty { picker?.query.insert(String(scalar)) }
        return []
    }

    /// Above the last row; where there is no room for all of it, its end. The last paragraph is the answers there are.
    func drawQuestion(_ question: [String], _ choices: String, into surface: inout Surface) {
        let lead = returnedInput == .nothing ? "" : "That is no answer, and stays in the input. "
        let paragraphs = question + ["\(lead)\(choices), then Enter: \(typedReply.text)"]
        let area = Rect(x: 0, y: 0, width: width, height: max(height - 1, 1))
        var rows: [ArraySlice<ShapedCell>] = []
        for (place, paragraph) in paragraphs.enumerated() {
            let style = place > 1 ? theme.note.with(.bold) : theme.note
            let cells = shaper.shape(DrawableText.plain(paragraph), style)
            rows += Wrap.rows(cells, width: max(area.width - 2, 2)).map { cells[$0] }
        }
        if rows.count < area.height - 1 { rows = [[]] + rows + [[]] }
        var y = area.height - min(rows.count, area.height)
        for row in rows.suffix(area.height) {
            surface.fill(Rect(x: 0, y: y, width: area.width, height: 1), theme.note)
            surface.draw(row, x: 1, y: y, in: area.columns)
            y += 1
        }
        surface.cursor = nil
    }
}
