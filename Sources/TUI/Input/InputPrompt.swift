import Client
import Protocol

/// The sign before the text that is typed, and in front of it, where there is room, the nick that will say the text.
struct InputPrompt {
    let text: String
    /// The columns that it takes; later rows of the text begin below the first.
    let columns: Int

    /// Below so many columns the text needs them all.
    private static let leastWidth = 12
    /// Below so many columns the nick stands in the status line alone.
    private static let leastWidthWithNick = 60
    private static let nickColumns = 10

    /// - Parameter nick: nil where what is typed is not said to anybody, such as the words that a list is filtered by.
    init(nick: String?, width: Int, shaper: Shaper) {
        guard width >= Self.leastWidth else {
            (text, columns) = ("", 0)
            return
        }
        guard let nick, !nick.isEmpty, width >= Self.leastWidthWithNick else {
            (text, columns) = ("› ", 2)
            return
        }
        let cells = shaper.shape(DrawableText.plain(nick), .plain, fitting: Self.nickColumns)
        text = cells.map(\.glyph.text).joined() + " › "
        columns = cells.columns + 3
    }
}
