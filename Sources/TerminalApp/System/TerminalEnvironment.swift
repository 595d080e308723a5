import TUI

/// The terminal, as far as the environment tells of it; a person chooses nothing of this.
struct TerminalEnvironment {
    /// The ground of the terminal, by `COLORFGBG`; nil where nothing tells.
    let background: Theme.Background?
    /// The clipboard of the terminal, by `TERM` and `TMUX`.
    let clipboard: Clipboard

    /// - Parameter variable: looks up a variable of the environment.
    init(_ variable: (String) -> String?) {
        background = variable("COLORFGBG").flatMap { TerminalBackground.isLight(colorFGBG: $0) }
            .map { $0 ? .light : .dark }
        clipboard = Clipboard(term: variable("TERM") ?? "", isInTmux: variable("TMUX") != nil)
    }
}
