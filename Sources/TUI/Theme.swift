import Protocol

/// The colours of the screen. Each meaning has a sign besides its colour, so that none is lost without any.
package struct Theme: Hashable, Sendable {
    /// Topic and status.
    package var bar: Style
    /// What in a bar asks to be seen.
    package var barAlert: Style
    /// The one of a list that is shown.
    package var chosen: Style
    /// A word of the program about the last key.
    package var note: Style
    package var rule: Style
    package var time: Style
    package var text: Style
    /// Joins, parts and what else is only news about news.
    package var quiet: Style
    package var notice: Style
    package var error: Style
    /// The nick of a line that speaks of the user, and its text.
    package var mentionNick: Style
    package var mentionText: Style
    package var ownNick: Style
    package var heading: Style
    /// Nicks get one of these each.
    package var nicks: [Style]

    /// For a terminal with that many colours.
    ///
    /// - Parameter colors: none at all below 8.
    package init(colors: Int) {
        let wide = colors >= 256
        func style(_ color: UInt8, _ few: UInt8, _ attributes: Style.Attributes = []) -> Style {
            colors < 8 ? Style(attributes) : Style(Color(wide ? color : few), attributes)
        }
        bar = wide ? Style(Color(253), on: Color(237)) : Style([.reverse])
        barAlert = wide ? Style(Color(222), on: Color(237), [.bold]) : Style([.reverse, .bold])
        chosen = wide ? Style(Color(231), on: Color(24), [.bold]) : Style([.reverse, .bold])
        note = wide ? Style(Color(0), on: Color(222)) : Style([.reverse])
        rule = style(240, 4, colors < 8 ? [.dim] : [])
        time = style(244, 6, colors < 8 ? [.dim] : [])
        text = .plain
        quiet = wide ? style(244, 0) : Style([.dim])
        notice = style(37, 6)
        error = style(203, 1, [.bold])
        mentionNick = colors < 8 ? Style([.bold, .reverse]) : Style(Color(0), on: Color(wide ? 221 : 3), [.bold])
        mentionText = Style([.bold])
        ownNick = Style([.bold])
        heading = Style([.bold])
        let palette: [UInt8] =
            switch colors {
            // Legible on black and on white.
            case 256...: [32, 34, 37, 63, 67, 71, 99, 103, 125, 130, 132, 133, 136, 162, 166, 168, 172, 208]
            case 8...: [1, 2, 3, 4, 5, 6]
            default: []
            }
        nicks = palette.isEmpty ? [.plain] : palette.map { Style(Color($0)) }
    }

    /// The style of a nick: the same for every spelling of it, in every session.
    package func nick(_ nick: FoldedName) -> Style {
        // FNV-1a: Swift's own hash differs from run to run.
        var hash: UInt32 = 2_166_136_261
        for byte in nick.bytes { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        hash ^= hash >> 16
        return nicks[Int(hash) % nicks.count]
    }
}

extension Style {
    fileprivate init(_ attributes: Style.Attributes) {
        self.init(.standard, on: .standard, attributes)
    }
}
