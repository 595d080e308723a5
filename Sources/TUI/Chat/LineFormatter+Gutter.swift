/// The columns of the time, the nick and the bar left of a line's text, and the rules between lines.
extension LineFormatter {
    /// The parts that stand before a line's text.
    struct Lead {
        let nick: String
        let style: Style
        let hasBar: Bool
        /// True if the nick has been told above the line before.
        let goesOn: Bool
    }

    func nickRow(_ lead: Lead, showsTime: Bool) -> ChatRow {
        let indent =
            isStacked
            ? bar(lead.hasBar) + (showsTime ? blanks(markColumn) : [])
            : blanks(leadColumns - 1) + bar(lead.hasBar)
        let nick = shaper.shape(lead.nick, lead.style, fitting: max(width - indent.count, 0))
        return ChatRow(part: .nick, cells: indent + nick, showsTime: showsTime)
    }

    func cells(of lead: Lead, withNick: Bool) -> [ShapedCell] {
        guard !isStacked else { return bar(lead.hasBar) }
        return blanks(leadColumns - 1) + bar(lead.hasBar)
            + (withNick ? nick(lead.nick, lead.style) : blanks(nickColumns)) + rule
    }

    /// The cells before the rows of a line that are not of its text.
    var laterGutter: [ShapedCell] { isStacked ? blanks(1) : blanks(leadColumns + nickColumns) + rule }

    func nick(_ text: String, _ style: Style) -> [ShapedCell] {
        let cells = shaper.shape(text, style, fitting: nickColumns)
        return blanks(nickColumns - cells.reduce(0) { $0 + $1.glyph.width }) + cells
    }

    func bar(_ isThere: Bool) -> [ShapedCell] { isThere ? [ShapedCell("▌", theme.mentionText)] : blanks(1) }

    var rule: [ShapedCell] {
        [ShapedCell(.space, .plain), ShapedCell("│", theme.rule), ShapedCell(.space, .plain)]
    }

    func blanks(_ count: Int) -> [ShapedCell] {
        Array(repeating: ShapedCell(.space, .plain), count: max(count, 0))
    }

    /// A title in a rule over the whole width, but for a blank column at the left.
    ///
    /// - Parameter dash: the style of the rule where it is not that of the title.
    func rule(_ title: String, _ style: Style, _ part: ChatRow.Part, dash: Style? = nil) -> ChatRow {
        let title = shaper.shape(" \(title) ", style, fitting: max(width - 1, 0))
        let free = width - 1 - title.reduce(0) { $0 + $1.glyph.width }
        let dash = ShapedCell("─", dash ?? style)
        let cells =
            blanks(1) + Array(repeating: dash, count: max(free / 2, 0)) + title
            + Array(repeating: dash, count: max(free - free / 2, 0))
        return ChatRow(part: part, cells: cells, showsTime: false)
    }
}
