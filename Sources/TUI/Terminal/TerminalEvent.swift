/// An event that comes from the terminal.
package enum TerminalEvent: Hashable, Sendable {
    /// A key was pressed, a text pasted, or the mouse used.
    case input(InputEvent)
    /// The terminal answered which colour is behind the text: how light it is, from 0 for black to 1 for white.
    case background(Double)
    /// The terminal became, or ceased to be, what the person looks at.
    case focus(Bool)
}
