import Client
import Protocol

/// The questions, in a panel over everything else.
extension PaneState {
    /// Columns of a question's text at most.
    private static var maxQuestionColumns: Int { 72 }

    /// Draws a question above the last row, or its end if there is no room for all of it.
    func drawQuestion(_ question: OpenQuestions.Question, into surface: inout Surface) {
        let area = Rect(x: 0, y: 0, width: width, height: max(height - 1, 1))
        let isFramed = Panel.isFramed(area)
        let size = Panel.textSize(in: area, hasHeader: isFramed)
        let columns = min(size.columns, Self.maxQuestionColumns)
        let paragraphs = questionText(question, isShort: !isFramed).map { cells in
            Wrap.rows(cells, width: max(columns, 2)).map { Array(cells[$0]) }
        }
        let spaced = Array(paragraphs.joined(separator: [[]]))
        var panel = Panel(title: isFramed ? shaper.shape(question.title, theme.heading) : [])
        panel.rows = spaced.count <= size.rows ? spaced : Array(paragraphs.joined())
        panel.offset = max(panel.rows.count - size.rows, 0)
        let part = Panel.part(columns: columns, rows: panel.rows.count, in: area)
        surface.fill(Rect(x: 0, y: part.y, width: width, height: part.height), theme.text)
        panel.draw(into: &surface, part: part, theme: theme, shaper: shaper)
        surface.cursor = nil
    }

    /// The text of the question, one paragraph each; the last is the answers there are, and the text that is typed of one.
    private func questionText(_ question: OpenQuestions.Question, isShort: Bool) -> [[ShapedCell]] {
        var paragraphs: [[ShapedCell]]
        if case .trust(let trust) = question {
            paragraphs = trust.explanation.map { shaper.shape(DrawableText.plain($0), theme.text) }
            paragraphs.append(shaper.shape(DrawableText.plain(trust.groupedFingerprint), theme.heading))
        } else {
            paragraphs = question.paragraphs.map { shaper.shape(DrawableText.plain($0), theme.text) }
        }
        if questions.returned != .nothing {
            paragraphs.append(shaper.shape("That is no answer, and stays in the input.", theme.quiet))
        }
        var answers: [ShapedCell] = []
        for choice in question.choices {
            if !answers.isEmpty { shaper.append(isShort ? " " : "  ", theme.text, to: &answers) }
            shaper.append("[\(choice.letter)]", theme.heading, to: &answers)
            shaper.append(" \(isShort ? choice.word : choice.words)", theme.text, to: &answers)
        }
        shaper.append(", then Enter: ", theme.text, to: &answers)
        shaper.append(DrawableText.plain(questions.reply.text), theme.heading, to: &answers)
        return paragraphs + [answers]
    }
}
