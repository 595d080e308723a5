import Client
import Protocol

/// The list of users: how many are here on top, then by rank and name.
struct MemberPane {
    let members: MemberList
    let state: MemberListState
    let formatter: LineFormatter
    let ownNick: String
    /// The names that people show besides their nicks, nil where nobody does: one stands behind the nick, where there is room for some of
    /// it, in quotes, since it is the person's word and the marks are the server's.
    let displayNames: DisplayNames?
    /// The key that gives the keys to the list.
    let focusKey: Key?

    private var theme: Theme { formatter.theme }
    private var shaper: Shaper { formatter.shaper }

    /// The list in a pane of this height.
    static func rows(_ members: MemberList, _ state: MemberListState, height: Int) -> MemberRows {
        MemberRows(members, filter: state.hasFocus ? state.query.text : "", isSpaced: height >= 16)
    }

    /// Rows of a pane for the list: the first tells how many are here, and the last how many are out of sight.
    static func listHeight(_ rows: MemberRows, height: Int) -> Int {
        max(rows.count > height - 1 ? height - 2 : height - 1, 0)
    }

    func draw(into surface: inout Surface, part: Rect) {
        guard !part.isEmpty else { return }
        surface.verticalRule(x: part.x - 1, rows: part.rows, style: theme.rule)
        let inner = Rect(x: part.x + 1, y: part.y, width: part.width - 1, height: part.height)
        let rows = Self.rows(members, state, height: part.height)
        let height = Self.listHeight(rows, height: part.height)
        let offset = state.offset(in: rows, height: height)
        surface.draw(
            shaper.shape(summary(rows, fitting: inner.width), theme.heading, fitting: inner.width), x: inner.x,
            y: inner.y, in: inner.columns)
        for (place, row) in rows.slice(offset..<(offset + height)).enumerated() {
            let y = inner.y + 1 + place
            switch row {
            case .blank: break
            case .heading(let title):
                surface.draw(
                    shaper.shape(title, theme.quiet, fitting: inner.width), x: inner.x, y: y, in: inner.columns)
            case .member(let member): draw(member, y, inner, into: &surface)
            }
        }
        guard rows.count > height, part.height > 1 else { return }
        let words = restWords(rows, inSight: offset..<(offset + height), fitting: inner.width)
        surface.draw(
            shaper.shape(words, theme.quiet, fitting: inner.width), x: inner.x, y: inner.y + inner.height - 1,
            in: inner.columns)
    }

    private func draw(_ member: Member, _ y: Int, _ inner: Rect, into surface: inout Surface) {
        let folded = formatter.casemapping.fold(member.nick)
        let isOwn = folded == formatter.casemapping.fold(ownNick)
        var style = isOwn ? theme.ownNick : theme.nick(folded)
        var quiet = theme.quiet
        if member.isAway { style = quiet }
        if state.hasFocus, state.chosen == member.nick {
            (style, quiet) = (theme.chosen, theme.chosen)
            surface.fill(Rect(x: inner.x, y: y, width: inner.width, height: 1), style)
        }
        let rank = shaper.shape(member.prefixes.isEmpty ? " " : String(member.prefixes.prefix(1)), quiet)
        let marks = (member.isBot ? " bot" : "") + (member.isAway ? " z" : "")
        let nick = shaper.shape(DrawableText.plain(member.nick), style, fitting: inner.width - 1 - marks.count)
        var cells = rank + nick
        if let name = displayNames?[folded].flatMap(DisplayNames.quotable) {
            let left = inner.width - marks.count - cells.reduce(1) { $0 + $1.glyph.width }
            if left >= 5 {
                cells += shaper.shape(" “", quiet) + shaper.shape(name, quiet, fitting: left - 2)
                cells += shaper.shape("”", quiet)
            }
        }
        surface.draw(cells + shaper.shape(marks, quiet), x: inner.x, y: y, in: inner.columns)
        surface.add(SurfaceTarget(row: y, columns: inner.columns, subject: .nick(member.nick)))
    }

    /// How many are here, and how many of the room are away; or how many fit the filter.
    private func summary(_ rows: MemberRows, fitting width: Int) -> String {
        guard rows.memberCount == members.count else { return "\(rows.memberCount) of \(members.count)" }
        let here = members.count - members.awayCount
        guard members.awayCount > 0 else { return "\(here) here" }
        let long = "\(here) here · \(members.awayCount) away"
        return shaper.width(long) <= width ? long : "\(here) · \(members.awayCount) away"
    }

    /// How many are out of sight below, with the key that leads there; at the end of the list, how many above.
    private func restWords(_ rows: MemberRows, inSight: Range<Int>, fitting width: Int) -> String {
        let below = rows.memberCount - rows.membersAbove(inSight.upperBound)
        guard below > 0 else { return " … \(rows.membersAbove(inSight.lowerBound)) above" }
        let words = " … \(below) more"
        guard let focusKey, !state.hasFocus, shaper.width("\(words) · \(focusKey)") <= width else { return words }
        return "\(words) · \(focusKey)"
    }
}
