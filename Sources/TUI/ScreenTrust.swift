import Client

/// What is asked over everything else, and answered by a word and Enter: what somebody happens to be typing is no answer.
extension Screen {
    /// Asks; ``Intent/trust(_:)`` answers.
    package mutating func ask(_ question: TrustQuestion) {
        lastFrame = nil
        closeHelp()
        typedReply = ""
        trustQuestion = question
    }

    /// Whether an answer is waited for, so that what is typed is one.
    package var isAsking: Bool {
        if case .secret = picker?.kind { return true }
        return question != nil
    }

    /// A question that lies over everything else and is answered by a word.
    enum Question {
        case trust(TrustQuestion)
        case keep(KeepQuestion)
        case secret(SecretPrompt)

        /// What to ask, a paragraph each, and the answers there are.
        var wording: (paragraphs: [String], choices: String) {
            switch self {
            case .trust(let question): (question.paragraphs, TrustQuestion.choices)
            case .keep(let question): (question.paragraphs, KeepQuestion.choices)
            case .secret(let prompt): (prompt.paragraphs, SecretPrompt.choices)
            }
        }
    }

    /// The one that is to be answered next.
    var question: Question? {
        if let trustQuestion { return .trust(trustQuestion) }
        if let keepQuestion { return .keep(keepQuestion) }
        // Whoever is typing one password finishes that first.
        if case .secret = picker?.kind { return nil }
        return secretQuestion.map { .secret($0) }
    }

    /// Takes a key or a paste while something is asked.
    mutating func handle(_ event: InputEvent, asked question: Question) -> [Intent] {
        guard let reply = reply(event) else { return [] }
        switch question {
        case .trust:
            guard let answer = TrustQuestion.answer(reply) else { return [] }
            trustQuestion = nil
            return [.trust(answer)]
        case .keep(let question):
            guard let answer = KeepQuestion.answer(reply) else { return [] }
            keepQuestion = nil
            return [.keep(answer, question)]
        case .secret(let prompt):
            guard let answer = KeepQuestion.answer(reply) else { return [] }
            secretQuestion = nil
            guard answer else { return [.secret(nil, prompt)] }
            picker = Picker(.secret(prompt))
            return []
        }
    }

    /// Asks; ``Intent/keep(_:_:)`` answers.
    package mutating func ask(_ question: KeepQuestion) {
        lastFrame = nil
        closeHelp()
        typedReply = ""
        keepQuestion = question
    }

    /// Takes a key while something is asked. What is pasted is none.
    ///
    /// - Returns: what was typed, once it ends with Enter; “no” for Esc and Ctrl-C.
    private mutating func reply(_ event: InputEvent) -> String? {
        guard case .key(let key) = event else { return nil }
        lastFrame = nil
        switch keyMap.action(of: key) {
        case .escape, .interrupt:
            typedReply = ""
            return "no"
        case .send:
            defer { typedReply = "" }
            return typedReply
        case .deleteBackward: _ = typedReply.popLast()
        case nil:
            guard case .character(let scalar) = key.code, key.modifiers.isEmpty, typedReply.count < Self.longestReply
            else { break }
            typedReply.unicodeScalars.append(scalar)
        default: break
        }
        return nil
    }

    /// Characters of a reply that are kept; it is a word.
    private static let longestReply = 20

    /// Above the last row; where there is no room for all of it, its end. The last paragraph is the answers there are.
    func drawQuestion(_ question: [String], _ choices: String, into surface: inout Surface) {
        let paragraphs = question + ["\(choices), then Enter: \(typedReply)"]
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
