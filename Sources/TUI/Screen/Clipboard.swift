/// The ways in which copied text may get somewhere. No terminal answers that it took a text (OSC 52), so that it did is never said.
package enum Clipboard: Hashable, Sendable {
    /// The terminal is known to have none.
    case none
    /// A terminal emulator, which may allow it or not.
    case unknown
    /// tmux, which hands it on where its option is set.
    case tmux

    /// - Parameters:
    ///   - term: the value of `$TERM`.
    ///   - isInTmux: true if `$TMUX` is set.
    package init(term: String, isInTmux: Bool) {
        let bare = term.prefix { $0 != "-" && $0 != "." }
        if isInTmux {
            self = .tmux
        } else if ["linux", "ansi", "dumb", "cons25"].contains(bare) || bare.hasPrefix("vt") {
            self = .none
        } else {
            self = .unknown
        }
    }

    /// The words that are shown when something is copied.
    ///
    /// - Parameters:
    ///   - program: the program that is handed the text as well; nil for none.
    ///   - usesMouse: true where the terminal has the mouse for its own selection with Shift only.
    func wording(program: String?, usesMouse: Bool) -> String {
        let way = usesMouse ? "with Shift and the mouse" : "with the mouse"
        switch (self, program) {
        case (.none, let program?): return "Handed to \(program)."
        case (.unknown, let program?): return "Handed to \(program), and to the terminal's clipboard."
        case (.tmux, let program?): return "Handed to \(program), and to tmux."
        case (.none, nil): return "Not copied: this terminal has no clipboard for programs. Select the text \(way)."
        case (.unknown, nil):
            return "Handed to the terminal's clipboard. If pasting does not bring it, select it \(way)."
        case (.tmux, nil): return "Handed to tmux. If pasting does not bring it: tmux set -g set-clipboard on"
        }
    }
}
