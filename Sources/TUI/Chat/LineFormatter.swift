import Client
import Protocol

/// A row of the chat, ready to be drawn.
package struct ChatRow: Equatable, Sendable {
    package enum Part: Equatable, Sendable {
        /// Above the first line of a day.
        case dayRule
        /// Above the first line that has not been read.
        case unreadRule
        /// At a place where lines may be missing.
        case gapRule
        /// The line that is answered, above its answer.
        case quote
        /// The nick, in a row above its text.
        case nick
        /// The beginning of a line's text.
        case first
        case continuation
        /// The reactions that others put under a line.
        case reactions
    }

    package var part: Part
    /// From the left edge of the chat; the columns of the time are blank.
    package var cells: [ShapedCell]
    /// True if the time stands before the row: the minute has changed.
    package var showsTime: Bool
    /// The links in the row, by their cells.
    package var links: [LinkSpan] = []

    /// True if the row parts the rows above it from those below.
    package var isRule: Bool { part == .dayRule || part == .unreadRule || part == .gapRule }

    package struct LinkSpan: Equatable, Sendable {
        package var cells: Range<Int>
        package var url: String
    }
}

/// The things that the rows of a line depend on besides the line.
struct RowContext {
    /// The visible line before the line.
    var previous: Line?
    /// True if the line is the first that has not been read.
    var isFirstUnread = false
    /// The lines that it stands for, itself the first.
    var run: [Line]?
}

/// Turns the lines of a buffer into rows.
///
/// How many rows a line takes depends on nothing but the line, the one before it and this value, so that a place
/// (line, row) stays where it is while other lines come and go.
package struct LineFormatter: Sendable {
    package let shaper: Shaper
    package let clock: LocalClock
    package let theme: Theme
    package let casemapping: Casemapping
    /// Columns of the lines.
    package let width: Int
    /// Columns of the nicks, where they stand beside the text.
    package let nickColumns: Int
    package let isStacked: Bool
    /// The time before a line, as ``TimeFormat`` reads it; nil for hours and minutes.
    let timeFormat: String?
    /// Columns of the time, and a blank one.
    package let timeColumns: Int

    package static let longestNickColumn = 12

    package init(
        shaper: Shaper, clock: LocalClock, theme: Theme, casemapping: Casemapping, width: Int, nickColumns: Int,
        isStacked: Bool, timeFormat: String? = nil
    ) {
        self.shaper = shaper
        self.clock = clock
        self.theme = theme
        self.casemapping = casemapping
        self.width = width
        self.nickColumns = nickColumns
        self.isStacked = isStacked
        self.timeFormat = timeFormat
        timeColumns = TimeFormat.columns(of: timeFormat) + 1
    }

    var gutter: Int { isStacked ? 0 : timeColumns + nickColumns + 3 }

    /// The rows of a line, from the top; at least one.
    func rows(of line: Line, context: RowContext) -> [ChatRow] {
        let previous = context.previous
        var rows: [ChatRow] = []
        let isNewDay = previous.map { clock.day($0.time) != clock.day(line.time) } ?? true
        if isNewDay { rows.append(rule(clock.dayTitle(line.time), theme.rule, .dayRule)) }
        if context.isFirstUnread { rows.append(rule("unread", theme.unread, .unreadRule)) }
        let isNewMinute = isNewDay || previous.map { clock.minute($0.time) != clock.minute(line.time) } ?? true
        if line.kind == .gap { return rows + [rule(line.gap?.wording ?? "", theme.quiet, .gapRule)] }
        if isStacked {
            let goesOn = !isNewMinute && previous.map { $0.kind == line.kind && $0.sender == line.sender } ?? false
            if line.hasNickRow, !goesOn {
                let indent = isNewMinute ? blanks(timeColumns) : []
                let nick = shaper.shape(nickText(line), nickStyle(line), fitting: width - indent.count)
                rows.append(ChatRow(part: .nick, cells: indent + nick, showsTime: isNewMinute))
            }
        }
        if let quote = line.quote, line.redaction == nil { rows.append(quoteRow(quote)) }
        let text = context.run.map { runText($0) } ?? text(of: line)
        for (index, range) in text.rows(width: max(width - gutter, 2)).enumerated() {
            let head = gutter == 0 ? [] : index == 0 ? firstGutter(line, isRun: context.run != nil) : laterGutter
            let links = text.links.compactMap { link -> ChatRow.LinkSpan? in
                let part = link.cells.clamped(to: range)
                guard !part.isEmpty else { return nil }
                let shift = head.count - range.lowerBound
                return ChatRow.LinkSpan(cells: (part.lowerBound + shift)..<(part.upperBound + shift), url: link.url)
            }
            rows.append(
                ChatRow(
                    part: index == 0 ? .first : .continuation, cells: head + text.cells[range],
                    showsTime: index == 0 && isNewMinute && !isStacked, links: links))
        }
        if !line.reactions.isEmpty { rows.append(reactionRow(line.reactions)) }
        return rows
    }

    /// The columns that a line would like the nicks to have.
    package func wantedNickColumns(_ line: Line) -> Int {
        min(shaper.width(nickText(line)), Self.longestNickColumn)
    }

    /// The time as it stands before a row.
    package func time(of line: Line) -> [ShapedCell] {
        shaper.shape(TimeFormat.text(line.time, timeFormat, clock), theme.time)
    }

    // MARK: The gutter

    private func firstGutter(_ line: Line, isRun: Bool) -> [ShapedCell] {
        let nick =
            isRun
            ? shaper.shape("⇄", theme.quiet) : shaper.shape(nickText(line), nickStyle(line), fitting: nickColumns)
        let columns = nick.reduce(0) { $0 + $1.glyph.width }
        return blanks(timeColumns + nickColumns - columns) + nick + rule
    }

    /// The cells before all rows of a line but the first.
    var laterGutter: [ShapedCell] { isStacked ? [] : blanks(timeColumns + nickColumns) + rule }

    private var rule: [ShapedCell] {
        [ShapedCell(.space, .plain), ShapedCell(Glyph("│"), theme.rule), ShapedCell(.space, .plain)]
    }

    private func blanks(_ count: Int) -> [ShapedCell] {
        Array(repeating: ShapedCell(.space, .plain), count: max(count, 0))
    }

    /// A title in a rule over the whole width.
    private func rule(_ title: String, _ style: Style, _ part: ChatRow.Part) -> ChatRow {
        let title = shaper.shape(" \(title) ", style, fitting: width)
        let free = width - title.reduce(0) { $0 + $1.glyph.width }
        let dash = ShapedCell(Glyph("─"), style)
        let cells = Array(repeating: dash, count: free / 2) + title + Array(repeating: dash, count: free - free / 2)
        return ChatRow(part: part, cells: cells, showsTime: false)
    }
}
