import Client

/// Lines with their time and nick before them, as logs have them: `22:04 <mara> morning all`.
struct BareLineFormatter {
    private let formatter: LineFormatter

    /// - Parameter formatter: that of the chat: its time, its mentions and its events hold here as well.
    init(_ formatter: LineFormatter) {
        self.formatter = LineFormatter(
            shaper: formatter.shaper, clock: formatter.clock, theme: formatter.theme,
            casemapping: formatter.casemapping,
            // Nothing is cut here: the rows are made of what comes out. Of a greeting the first line is told, and how many follow.
            width: .max, nickColumns: formatter.nickColumns, isStacked: false, timeFormat: formatter.timeFormat,
            mentions: formatter.mentions, events: formatter.events)
    }

    /// - Parameters:
    ///   - run: the lines that stand as one row, the line itself the first.
    ///   - width: columns of the screen.
    func rows(of line: Line, run: [Line], width: Int) -> [ChatRow] {
        let isRun = run.count > 1
        let text = isRun ? formatter.runText(run) : formatter.text(of: line)
        let sign = isRun ? formatter.runSign(line) + " " : sign(of: line)
        let head =
            formatter.time(of: line) + [ShapedCell(.space, .plain)]
            + formatter.shaper.shape(sign, isRun ? formatter.theme.quiet : formatter.nickStyle(line))
        let all = FormattedText(cells: head + text.cells)
        return all.rows(width: max(width, 2)).map { range in
            let links = text.links.compactMap { link -> ChatRow.LinkSpan? in
                let cells = (link.cells.lowerBound + head.count)..<(link.cells.upperBound + head.count)
                let part = cells.clamped(to: range)
                guard !part.isEmpty else { return nil }
                return ChatRow.LinkSpan(
                    cells: (part.lowerBound - range.lowerBound)..<(part.upperBound - range.lowerBound), url: link.url)
            }
            return ChatRow(part: .continuation, cells: Array(all.cells[range]), showsTime: false, links: links)
        }
    }

    /// The nick, or the sign of the kind of line, and a blank; nothing for what a server says.
    private func sign(of line: Line) -> String {
        let text = formatter.nickText(line)
        guard !text.isEmpty else { return "" }
        return line.kind == .message ? "<\(text)> " : text + " "
    }
}
