/// The choices of a person about their screen.
package struct ScreenSettings: Sendable {
    package enum Arrows: Hashable, Sendable {
        /// Up and Down scroll the history.
        case scroll
        /// They bring back what was sent earlier.
        case inputHistory
    }

    package var keyMap = KeyMap.standard
    package var arrows = Arrows.scroll
    package var showsFooter = true
    /// True to keep the newest lines in sight while the reader is further up.
    package var keepsTail = true
    /// True to show the buffers that call the person first, then those with news; else they stand by number.
    package var sortsByNews = false

    package init() {}
}
