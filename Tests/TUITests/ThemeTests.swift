import Glibc
import Testing

@testable import TUI

/// Themes, those that are built in and those that people describe.
@Suite struct ThemeTests {
    private static let grounds: [Theme.Background] = [.dark, .light]
    private static let depths: [ColorDepth] = [.none, .eight, .sixteen, .palette, .direct]

    private static func styles(of theme: Theme) -> [Style] { Theme.Part.allCases.map { theme[$0] } + theme.nicks }

    @Test func `Every style of a theme has a name in a file`() {
        let styles = Mirror(reflecting: Theme(.palette)).children.filter { $0.value is Style }
        #expect(styles.count == Theme.Part.allCases.count)
        #expect(Set(Theme.Part.allCases.map(\.summary)).count == styles.count)
    }

    @Test(arguments: depths, grounds)
    func `Dark and light are what they are on every ground, and auto goes by it`(
        depth: ColorDepth, ground: Theme.Background
    ) {
        #expect(Theme(depth, ThemeDefinition(.dark), ground: ground) == Theme(depth, .dark))
        #expect(Theme(depth, ThemeDefinition(.light), ground: ground) == Theme(depth, .light))
        #expect(Theme(depth, ThemeDefinition(.auto), ground: ground) == Theme(depth, ground))
    }

    @Test(arguments: depths, grounds)
    func `Sixteen takes no other colours than the terminal's own`(depth: ColorDepth, ground: Theme.Background) {
        let theme = Theme(depth, ThemeDefinition(.sixteen), ground: ground)
        for style in Self.styles(of: theme) {
            for color in [style.foreground, style.background] { #expect(color.number(in: .palette) < 16) }
        }
    }

    /// The relative luminance of a colour, 0 to 1. <https://www.w3.org/TR/WCAG22/#dfn-relative-luminance>
    private static func luminance(_ color: Color, standard: Double) -> Double {
        guard !color.isStandard else { return standard }
        let number = Int(color.number(in: .direct))
        func part(_ shift: Int) -> Double {
            let value = Double(number >> shift & 255) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0)
    }

    @Test(arguments: depths, grounds)
    func `What matters least in a bar is not left to what a terminal makes of dim, and can be read`(
        depth: ColorDepth, ground: Theme.Background
    ) {
        let style = Theme(depth, ground).barQuiet
        #expect(!style.attributes.contains(.dim))
        guard depth == .palette || depth == .direct else { return }
        let text = Self.luminance(style.foreground, standard: 0)
        let behind = Self.luminance(style.background, standard: 0)
        #expect((max(text, behind) + 0.05) / (min(text, behind) + 0.05) >= 4.5)
        #expect(style != Theme(depth, ground).bar)
    }

    @Test(arguments: grounds) func `With high contrast everything stands out by 7 to 1`(ground: Theme.Background) {
        let theme = Theme(.palette, ThemeDefinition(.highContrast), ground: ground)
        let (ink, paper) = ground == .dark ? (1.0, 0.0) : (0.0, 1.0)
        for style in Self.styles(of: theme) {
            let text = Self.luminance(style.foreground, standard: ink)
            let behind = Self.luminance(style.background, standard: paper)
            #expect((max(text, behind) + 0.05) / (min(text, behind) + 0.05) >= 7, "\(style)")
            #expect(!style.attributes.contains(.dim))
        }
        #expect(Set(theme.nicks).count == theme.nicks.count)
    }

    @Test(
        arguments: [
            ("bold", Style(attributes: .bold)), ("red", Style(Color(1))), ("on blue", Style(on: Color(4))),
            ("Bold White on BLUE", Style(Color(7), on: Color(4), attributes: .bold)), ("0", Style(Color(0))),
            ("255 on 16 underline", Style(Color(255), on: Color(16), attributes: .underline)),
            ("#ff8800", Style(Color(red: 255, green: 136, blue: 0))), ("grey", Style(Color(8))),
            ("bright-white on default dim italic reverse", Style(Color(15), attributes: [.dim, .italic, .reverse])),
        ])
    func `A style is written in words`(words: String, style: Style) throws {
        #expect(try Style(words: words) == style)
    }

    @Test(arguments: [
        "", " ", "256", "-1", "pink", "red blue", "on", "red on", "red on bold", "#ff88", "#ff88zz", "on on red",
    ])
    func `What is no style is refused`(words: String) {
        #expect(throws: Style.WordsProblem.self) { try Style(words: words) }
    }

    @Test func `What is described goes before what is built in, in the colours that the terminal has`() throws {
        var definition = ThemeDefinition(.light)
        definition.styles[.error] = try Style(words: "#ff0000 on 231")
        definition.nicks = [Style(Color(46))]
        let theme = Theme(.palette, definition, ground: .dark)
        #expect(theme.error == Style(Color(red: 255, green: 0, blue: 0), on: Color(231)))
        #expect(theme.nicks == [Style(Color(46))] && theme.link == Theme(.palette, .light).link)
        let few = Theme(.sixteen, definition, ground: .dark)
        #expect(few.error == Style(Color(9), on: Color(15)) && few.nicks == [Style(Color(10))])
        let fewer = Theme(.eight, definition, ground: .dark)
        #expect(fewer.error == Style(Color(1), on: Color(7)) && fewer.nicks == [Style(Color(2))])
        #expect(Theme(.none, definition, ground: .dark) == Theme(.none, .light))
    }
}
