import TUI

/// A terminal that a screen is drawn on, taken over from the shell.
@MainActor
package protocol Terminal: AnyObject {
    /// In columns.
    var width: Int { get }
    /// In rows.
    var height: Int { get }
    var colors: ColorDepth { get }
    /// True once the terminal has no more to read.
    var isGone: Bool { get }
    /// True where the program, and not the terminal, gets the mouse's wheel and clicks; false at first. A change counts at once.
    var usesMouse: Bool { get set }
    /// The time at which ``finishLate(at:)`` is to be called, in milliseconds of a clock that never goes back; nil where nothing is waited for.
    var deadline: Int64? { get }

    /// The keys that were pressed since the last time, as far as one read gives them. To be called when there is something to read.
    ///
    /// - Parameter now: milliseconds of a clock that never goes back.
    func readKeys(at now: Int64) -> [TerminalEvent]
    /// The keys of what had begun and has not ended by the ``deadline``.
    func finishLate(at now: Int64) -> [TerminalEvent]
    /// Makes the terminal show this.
    func show(_ surface: Surface)
    /// Writes what the terminal does that is not drawn: bells, notifications, the clipboard.
    func write(_ bytes: String)
    /// Asks for the colour behind the text; the answer, if one comes, is read like a key.
    func askForBackground()
    /// Takes over the terminal's new size.
    func resize()
    /// Draws everything anew the next time.
    func redrawAll()
    /// Gives the terminal back, stops the job, and takes the terminal over again when the job goes on.
    func suspend()
    /// Gives the terminal back as it was found.
    func restore()
}
