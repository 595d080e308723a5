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

    /// The parts of what is shown of a line, from the top, but for the rules above it.
    enum Section: Hashable, Comparable, Sendable {
        case nick, quote, text, reactions
    }

    package var part: Part
    /// The way in which a row goes on from the one above it.
    package enum Joint: Hashable, Sendable {
        /// The row does not go on from the one above it.
        case row
        /// A space parts them that no row has.
        case space
        /// Nothing parts them: a word was cut.
        case word
    }

    /// From the left edge of the chat; the columns of the time are blank.
    package var cells: [ShapedCell]
    /// True if the time stands before the row: the minute has changed.
    package var showsTime: Bool
    /// True if the nick beside the row is left out, since the line goes on with what the line before it says. On top of the screen it stands
    /// nevertheless.
    package var omitsNick = false
    /// The links in the row, by their cells.
    package var links: [LinkSpan] = []
    package var joint = Joint.row
    /// The cells of the line's text that stand above the row.
    var textOffset = 0

    /// True if the row parts the rows above it from those below.
    package var isRule: Bool { section == nil }

    /// Nil for a rule.
    var section: Section? {
        switch part {
        case .dayRule, .unreadRule, .gapRule: nil
        case .quote: .quote
        case .nick: .nick
        case .first, .continuation: .text
        case .reactions: .reactions
        }
    }

    package struct LinkSpan: Equatable, Sendable {
        package var cells: Range<Int>
        package var url: String
    }
}

/// The things that the rows of a line depend on besides the line.
struct RowContext {
    /// The visible line before the line.
    var previous: Line?
    /// So many messages are unread, of which the line is the first; zero where their number is not known, nil where it is not the first.
    var unreadCount: Int?
    /// The year that is left out of the day's title.
    var year: Int?
    /// True in a talk with one person: there every line speaks to the user, and only those that name them stand out.
    var isQuery = false
    /// The lines that it stands for, itself the first.
    var run: [Line]?
}

/// Turns the lines of a buffer into rows: a blank column, the time, a bar where the line speaks of the user, the nick, and behind a rule the text.
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
    /// Columns of the nicks, where they stand beside the text. A longer nick is cut.
    package let nickColumns: Int
    package let isStacked: Bool
    /// The time before a line, as ``TimeFormat`` reads it; nil for hours and minutes.
    let timeFormat: String?
    /// Finds the words that speak of the user.
    let mentions: MentionMatcher
    /// Nicks that are not cut: each stands in a row above its text where it is too long to stand beside it.
    let wholeNicks: Set<String>
    /// The people who come and go that are shown.
    let events: EventDisplay
    /// The column of the mark of a chosen row: behind a blank column and the time.
    let markColumn: Int

    /// Columns before the nicks: a blank one, the time, another blank one, and that of the bar.
    package var leadColumns: Int { markColumn + 2 }

    package init(
        shaper: Shaper, clock: LocalClock, theme: Theme, casemapping: Casemapping, width: Int, nickColumns: Int,
        isStacked: Bool, timeFormat: String? = nil, mentions: MentionMatcher = MentionMatcher(),
        wholeNicks: Set<String> = [], events: EventDisplay = .smart
    ) {
        self.shaper = shaper
        self.clock = clock
        self.theme = theme
        self.casemapping = casemapping
        self.width = width
        self.nickColumns = nickColumns
        self.isStacked = isStacked
        self.timeFormat = timeFormat
        self.mentions = mentions
        self.wholeNicks = wholeNicks
        self.events = events
        markColumn = TimeFormat.columns(of: timeFormat) + 1
    }

    /// Columns before the text.
    var gutter: Int { isStacked ? 1 : leadColumns + nickColumns + 3 }

    /// The rows of a line, from the top; at least one.
    func rows(of line: Line, context: RowContext) -> [ChatRow] {
        let previous = context.previous
        var rows: [ChatRow] = []
        let isNewDay = previous.map { clock.day($0.time) != clock.day(line.time) } ?? true
        if isNewDay {
            rows.append(
                rule(clock.dayTitle(line.time, butYear: context.year), theme.quiet, .dayRule, dash: theme.rule))
        }
        if let count = context.unreadCount {
            rows.append(rule(count > 0 ? "\(count) unread" : "unread", theme.unread, .unreadRule))
        }
        let isNewMinute = isNewDay || previous.map { clock.minute($0.time) != clock.minute(line.time) } ?? true
        if line.kind == .gap { return rows + [rule(line.gap?.wording ?? "", theme.quiet, .gapRule)] }
        let text = context.run.map { runText($0) } ?? text(of: line)
        let lead = Lead(
            nick: context.run == nil ? nickText(line) : runSign(line),
            style: context.run == nil ? nickStyle(line) : theme.quiet,
            hasBar: line.isMention && (!context.isQuery || text.holdsMention),
            goesOn: rows.isEmpty && !(isStacked && isNewMinute) && previous.map { line.goesOn(from: $0) } ?? false)
        let hasNickRow = hasNickRow(line)
        if hasNickRow, !lead.goesOn { rows.append(nickRow(lead, showsTime: isNewMinute)) }
        let showsTime = isNewMinute && !isStacked && (!hasNickRow || lead.goesOn)
        if let quote = line.quote, line.redaction == nil { rows.append(quoteRow(quote)) }
        let ranges = text.rows(width: max(width - gutter, 2))
        for (index, range) in ranges.enumerated() {
            let head = cells(of: lead, withNick: index == 0 && !lead.goesOn && !hasNickRow)
            let links = text.links.compactMap { link -> ChatRow.LinkSpan? in
                let part = link.cells.clamped(to: range)
                guard !part.isEmpty else { return nil }
                let shift = head.count - range.lowerBound
                return ChatRow.LinkSpan(cells: (part.lowerBound + shift)..<(part.upperBound + shift), url: link.url)
            }
            rows.append(
                ChatRow(
                    part: index == 0 ? .first : .continuation, cells: head + text.cells[range],
                    showsTime: index == 0 && showsTime,
                    omitsNick: !isStacked && line.hasNick && (index > 0 || lead.goesOn || hasNickRow), links: links,
                    joint: index == 0 ? .row : text.joint(between: ranges[index - 1], and: range),
                    textOffset: range.lowerBound))
        }
        if !line.reactions.isEmpty { rows.append(reactionRow(line.reactions)) }
        return rows
    }

    /// The time as it stands before a row.
    package func time(of line: Line) -> [ShapedCell] {
        shaper.shape(TimeFormat.text(line.time, timeFormat, clock), theme.time)
    }

    /// The nick of a line as it stands beside the text, cut where it is longer than the column.
    func nick(of line: Line) -> [ShapedCell] { nick(nickText(line), nickStyle(line)) }

    /// True if the line's nick stands in a row above its text.
    func hasNickRow(_ line: Line) -> Bool {
        line.hasNick && (isStacked || (isTooLong(line) && wholeNicks.contains(line.sender)))
    }

    /// True if the line's nick has to be cut to stand beside the text.
    func isTooLong(_ line: Line) -> Bool { shaper.width(nickText(line)) > nickColumns }
}
