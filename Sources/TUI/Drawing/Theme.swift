import Protocol

/// The colours of the screen, a variable for each meaning. Each meaning has a sign besides its colour, so that none is lost without any.
/// Red is the colour of what is wrong and of nothing else.
package struct Theme: Hashable, Sendable {
    /// The ground behind the text.
    package enum Background: Hashable, Sendable {
        case dark
        case light
    }

    /// Topic and status.
    package var bar: Style
    /// The part of a bar that asks to be seen.
    package var barAlert: Style
    /// The one of a list that is shown.
    package var chosen: Style
    /// A word of the program about the last key.
    package var note: Style
    package var rule: Style
    package var time: Style
    package var text = Style.plain
    /// Joins, parts and what else is only news about news.
    package var quiet: Style
    package var notice: Style
    /// The sign before what is wrong; its words are plain.
    package var error: Style
    /// The number of mentions in a list, and the name of a buffer that has some.
    package var mentionNick: Style
    /// The bar at the left of a line that speaks of the user, and the words in it that do.
    package var mentionText: Style
    package var ownNick = Style.plain.with(.bold)
    package var heading = Style.plain.with(.bold)
    package var link: Style
    /// Above the first line that has not been read.
    package var unread: Style
    /// The words that a search has found in a line.
    package var found: Style
    /// Nicks get one of these each.
    package var nicks: [Style]
    package let depth: ColorDepth
    /// The ground that the colours are made for.
    package let background: Background

    package init(_ depth: ColorDepth, _ background: Background = .dark) {
        self.depth = depth
        self.background = background
        let wide = depth == .palette || depth == .direct
        let isLight = background == .light
        /// A colour of 256, for a dark and for a light ground, and one of the first 8.
        func style(_ dark: UInt8, _ light: UInt8, _ few: UInt8, _ attributes: Style.Attributes = []) -> Style {
            depth == .none
                ? .plain.with(attributes)
                : Style(Color(wide ? (isLight ? light : dark) : few), on: .standard, attributes: attributes)
        }
        let noColor: Style.Attributes = depth == .none ? [.dim] : []
        bar = wide ? (isLight ? Self.lightBar : Self.darkBar) : .plain.with(.reverse)
        barAlert =
            wide
            ? (isLight
                ? Style(Color(94), on: Color(253), attributes: .bold)
                : Style(Color(222), on: Color(237), attributes: .bold))
            : .plain.with([.reverse, .bold])
        chosen =
            wide
            ? (isLight
                ? Style(Color(16), on: Color(153), attributes: .bold)
                : Style(Color(231), on: Color(24), attributes: .bold))
            : .plain.with([.reverse, .bold])
        note = wide ? Style(Color(16), on: Color(222)) : .plain.with(.reverse)
        // Of the first eight, blue on black can hardly be read.
        let blue: UInt8 = isLight ? 4 : depth == .sixteen ? 12 : 6
        rule = wide ? style(240, 250, 0) : .plain.with(.dim)
        time = style(244, 243, 6, noColor)
        quiet = wide ? style(244, 243, 0) : .plain.with(.dim)
        notice = style(37, 30, 6)
        error = style(203, 160, 1, .bold)
        mentionNick =
            depth == .none
            ? .plain.with([.bold, .reverse]) : Style(Color(wide ? 16 : 0), on: Color(wide ? 221 : 3), attributes: .bold)
        mentionText = style(221, 130, 3, .bold)
        link = style(75, 26, blue, .underline)
        unread = style(75, 26, blue, .bold)
        found = depth == .none ? .plain.with([.reverse]) : Style(Color(wide ? 16 : 0), on: Color(wide ? 114 : 2))
        nicks = Theme.palette(depth, background).map { Style($0) }
        if nicks.isEmpty { nicks = [.plain] }
    }

    private static let darkBar = Style(Color(253), on: Color(237))
    private static let lightBar = Style(Color(235), on: Color(253))

    /// The part of a bar that matters least: fainter than the rest on the grounds whose colours are known, else as the rest is. Terminals make
    /// nothing faint that is dark on light, and of what is reversed they make the ground faint.
    var barQuiet: Style {
        if bar == Self.darkBar { return Style(Color(248), on: bar.background) }
        if bar == Self.lightBar { return Style(Color(240), on: bar.background) }
        return bar
    }

    /// The colours of nicks: each legible on its ground, and none red.
    private static func palette(_ depth: ColorDepth, _ background: Background) -> [Color] {
        switch depth {
        case .none: return []
        case .eight: return (background == .dark ? [2, 3, 5, 6] : [2, 4, 5, 6]).map { Color($0) }
        case .sixteen: return (background == .dark ? [10, 11, 12, 13, 14] : [2, 4, 5, 6]).map { Color($0) }
        case .palette, .direct:
            return (background == .dark ? NickColors.onDark : NickColors.onLight).map { Color($0) }
        }
    }

    /// The style of a nick: the same for every spelling of it, in every session.
    package func nick(_ nick: FoldedName) -> Style {
        nicks[NickColors.index(of: nick, among: nicks.count)]
    }
}
