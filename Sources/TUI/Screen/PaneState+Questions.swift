import Client

/// The questions, drawn over everything else.
extension PaneState {
    /// Draws a question above the last row, or its end if there is no room for all of it. The last paragraph is the answers there are.
    func drawQuestion(_ question: [String], _ choices: String, into surface: inout Surface) {
        let lead = questions.returned == .nothing ? "" : "That is no answer, and stays in the input. "
        let paragraphs = question + ["\(lead)\(choices), then Enter: \(questions.reply.text)"]
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
