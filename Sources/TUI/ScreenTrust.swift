import Client

/// Whether a server is the right one: asked over everything else, and answered by a letter.
extension Screen {
    /// Asks; ``Intent/trust(_:)`` answers.
    package mutating func ask(_ question: TrustQuestion) {
        lastFrame = nil
        closeHelp()
        trustQuestion = question
    }

    /// Whether an answer is waited for, so that what is typed is one.
    package var isAsking: Bool {
        if case .secret = picker?.kind { return true }
        return trustQuestion != nil || keepQuestion != nil
    }

    /// Asks; ``Intent/keep(_:_:)`` answers.
    package mutating func ask(_ question: KeepQuestion) {
        lastFrame = nil
        helpOffset = nil
        keepQuestion = question
    }

    mutating func handleInKeeping(_ event: InputEvent) -> [Intent] {
        guard case .key(let key) = event, let question = keepQuestion else { return [] }
        lastFrame = nil
        let answer: Bool? =
            switch (key.code, keyMap.action(of: key)) {
            case (.character(let scalar), nil) where key.modifiers.isEmpty: KeepQuestion.answer(String(scalar))
            case (_, .escape), (_, .interrupt): false
            default: nil
            }
        guard let answer else { return [] }
        keepQuestion = nil
        return [.keep(answer, question)]
    }

    /// Takes a key while it is asked. Nothing but an answer gets through: what is typed or pasted without looking is none.
    mutating func handleInTrust(_ event: InputEvent) -> [Intent] {
        guard case .key(let key) = event else { return [] }
        lastFrame = nil
        let answer: TrustQuestion.Answer? =
            switch (key.code, keyMap.action(of: key)) {
            case (.character(let scalar), nil) where key.modifiers.isEmpty: TrustQuestion.answer(String(scalar))
            case (_, .escape), (_, .interrupt): .no
            default: nil
            }
        guard let answer else { return [] }
        trustQuestion = nil
        return [.trust(answer)]
    }

    /// Above the last row; where there is no room for all of it, its end.
    func drawQuestion(_ paragraphs: [String], into surface: inout Surface) {
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
