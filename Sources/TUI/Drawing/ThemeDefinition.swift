/// A theme as a person describes it: one of those that are built in, and the styles that are otherwise.
package struct ThemeDefinition: Hashable, Sendable {
    /// The themes that are built in, by their names.
    package enum Base: String, CaseIterable, Hashable, Sendable {
        /// For the terminal's ground as it is found to be.
        case auto
        case dark
        case light
        /// Text stands out from its ground by 7 to 1 at least, where there are 256 colours. <https://www.w3.org/TR/WCAG22/#contrast-enhanced>
        case highContrast = "high-contrast"
        /// Uses the terminal's own 16 colours and no others.
        case sixteen

        /// True for a theme that is made for the ground that the terminal has.
        package var followsGround: Bool {
            switch self {
            case .auto, .highContrast, .sixteen: true
            case .dark, .light: false
            }
        }
    }

    package var base: Base
    /// The styles that are not those of the base.
    package var styles: [Theme.Part: Style] = [:]
    /// Nicks get one of these each; empty for those of the base.
    package var nicks: [Style] = []

    package init(_ base: Base = .auto) { self.base = base }
}

extension Theme {
    /// - Parameter ground: the terminal's. A terminal without colours gets the theme that needs none, whatever is described.
    package init(_ depth: ColorDepth, _ definition: ThemeDefinition, ground: Background) {
        switch definition.base {
        case .auto: self.init(depth, ground)
        case .dark: self.init(depth, .dark)
        case .light: self.init(depth, .light)
        case .highContrast:
            self.init(depth, ground)
            raiseContrast()
        case .sixteen: self.init(depth == .palette || depth == .direct ? .sixteen : depth, ground)
        }
        let own = self.depth
        guard own != .none else { return }
        for (part, style) in definition.styles { self[part] = style.fitted(to: own) }
        if !definition.nicks.isEmpty { nicks = definition.nicks.map { $0.fitted(to: own) } }
    }

    /// Makes a theme of high contrast of a usual one.
    private mutating func raiseContrast() {
        guard depth == .palette || depth == .direct else {
            // There, what is faint is the only thing that is hard to read.
            for part in [Part.rule, .quiet, .time] { self[part].attributes.remove(.dim) }
            if depth != .none { for part in [Part.rule, .quiet, .time] { self[part] = .plain } }
            return
        }
        let isLight = background == .light
        let (ink, paper): (UInt8, UInt8) = isLight ? (16, 231) : (231, 16)
        /// A colour for a dark and for a light ground.
        func text(_ dark: UInt8, _ light: UInt8, _ attributes: Style.Attributes = []) -> Style {
            Style(Color(isLight ? light : dark), attributes: attributes)
        }
        /// Text on a ground of its own.
        func field(_ dark: UInt8, _ light: UInt8) -> Style {
            Style(Color(paper), on: Color(isLight ? light : dark), attributes: .bold)
        }
        self.text = text(ink, ink)
        mentionText = text(ink, ink, .bold)
        ownNick = text(ink, ink, .bold)
        heading = text(ink, ink, .bold)
        rule = text(250, 240)
        quiet = text(250, 238)
        time = text(252, 238)
        notice = text(123, 23)
        error = text(210, 88, .bold)
        link = text(117, 18, .underline)
        unread = text(226, 54, .bold)
        bar = Style(Color(paper), on: Color(ink))
        barAlert = field(226, 88)
        chosen = field(51, 18)
        note = field(226, 54)
        mentionNick = field(226, 88)
        found = field(120, 22)
        let (dark, light): ([UInt8], [UInt8]) = (
            [226, 51, 120, 213, 215, 159, 183, 223, 117, 156], [18, 22, 53, 23, 55, 90, 19, 236, 57, 91]
        )
        nicks = (isLight ? light : dark).map { Style(Color($0)) }
    }
}
