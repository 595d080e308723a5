import Client

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
    /// True where the mouse is the program's, and not the terminal's.
    package var usesMouse = false
    /// True to show the buffers that call the person first, then those with news; else they stand by number.
    package var sortsByNews = false
    /// The people who come and go that are shown, wherever nothing else is said of a network or a room.
    package var events = EventDisplay.smart
    /// Columns of the nicks; nil for 10, or 8 on a small screen.
    package var nickColumns: Int?
    /// The time before a line, as ``TimeFormat`` reads it; nil for hours and minutes.
    package var timeFormat: String?
    /// Columns of the users' list, its rule not counted; nil for as many as the width of the screen gives it.
    package var memberColumns: Int?
    /// Columns of the list of buffers, its rule not counted; nil for the usual number.
    package var bufferColumns: Int?

    /// The columns that a person can give to the nicks.
    package static let nickColumnBounds = 4...24

    package init() {}
}
