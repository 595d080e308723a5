import Client
import Protocol

/// The list of users: how many on top, then by rank and name.
enum MemberPane {
    /// - Parameter displayNames: the names that people show besides their nicks, nil where nobody does: one stands behind the nick, where there
    ///   is room for some of it, in quotes, since it is the person's word and the marks are the server's.
    static func draw(
        _ members: MemberList, into surface: inout Surface, part: Rect, formatter: LineFormatter, ownNick: String,
        displayNames: DisplayNames?
    ) {
        guard !part.isEmpty else { return }
        let theme = formatter.theme
        let shaper = formatter.shaper
        surface.verticalRule(x: part.x - 1, rows: part.rows, style: theme.rule)
        let inner = Rect(x: part.x + 1, y: part.y, width: part.width - 1, height: part.height)
        let count = members.count == 1 ? "1 user" : "\(members.count) users"
        surface.draw(
            shaper.shape(count, theme.heading, fitting: inner.width), x: inner.x, y: inner.y, in: inner.columns)
        let available = inner.height - 1
        let shown = members.count > available ? max(available - 1, 0) : members.count
        let own = formatter.casemapping.fold(ownNick)
        var y = inner.y + 1
        for member in members.slice(0..<shown) {
            let folded = formatter.casemapping.fold(member.nick)
            var style = folded == own ? theme.ownNick : theme.nick(folded)
            if member.isAway { style = style.with(.dim) }
            let rank = shaper.shape(member.prefixes.isEmpty ? " " : String(member.prefixes.prefix(1)), theme.quiet)
            let marks = (member.isBot ? " bot" : "") + (member.isAway ? " z" : "")
            let nick = shaper.shape(DrawableText.plain(member.nick), style, fitting: inner.width - 1 - marks.count)
            var cells = rank + nick
            if let name = displayNames?[folded], !readsAsMark(name) {
                let left = inner.width - marks.count - cells.reduce(1) { $0 + $1.glyph.width }
                if left >= 5 {
                    cells += shaper.shape(" “", theme.quiet) + shaper.shape(name, theme.quiet, fitting: left - 2)
                    cells += shaper.shape("”", theme.quiet)
                }
            }
            surface.draw(cells + shaper.shape(marks, theme.quiet), x: inner.x, y: y, in: inner.columns)
            y += 1
        }
        if members.count > shown, available > 0 {
            let more = shaper.shape(" \(members.count - shown) more", theme.quiet, fitting: inner.width)
            surface.draw(more, x: inner.x, y: y, in: inner.columns)
        }
    }

    /// True if a name could be taken for one of the marks: they are the server's word.
    private static func readsAsMark(_ name: String) -> Bool {
        ["bot", "z"].contains(name.lowercased().filter { $0.isLetter || $0.isNumber })
    }
}
