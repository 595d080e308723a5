import CNcurses
import Glibc
import TUI

/// ncurses and what the terminal is told past it. The only place that knows the library; no policy is made here.
@MainActor
enum Curses {
    /// How many columns libc gives a scalar, as ncurses takes it.
    nonisolated static let scalarWidth: Shaper.ScalarWidth = { Int(wcwidth(wchar_t(bitPattern: $0.value))) }

    // MARK: Taking over and giving back

    /// From here on the terminal is given back when the program crashes. To be called once, first.
    ///
    /// - Returns: signals that arrive can be read here as a byte each; nil where there is no pipe to be had.
    static func prepare() -> Int32? {
        cn_set_locale()
        cn_guard_against_crashes(STDOUT_FILENO)
        let pipe = cn_open_signal_pipe()
        guard pipe >= 0 else { return nil }
        watchSignals()
        return pipe
    }

    /// False where `$TERM` names nothing that can be drawn on.
    static func start() -> Bool {
        guard cn_start() == 1 else { return false }
        // ncurses put its own handlers where it found none of ours.
        watchSignals()
        cn_prepare_farewell()
        return true
    }

    private static func watchSignals() {
        for number in [SIGWINCH, SIGTERM, SIGINT, SIGHUP, SIGTSTP, SIGCONT, SIGQUIT] { cn_watch_signal(number) }
        signal(SIGPIPE, SIG_IGN)
    }

    static func enter() { cn_set_on_screen(1) }

    static func leave() {
        curs_set(1)
        endwin()
        cn_set_on_screen(0)
    }

    /// Stops the job as the terminal's own Ctrl-Z would; returns when it goes on.
    static func stopJob() { cn_stop_job() }

    /// Takes over the terminal's size.
    static func resize() -> (width: Int, height: Int) {
        var (columns, rows): (Int32, Int32) = (0, 0)
        if cn_window_size(STDOUT_FILENO, &columns, &rows) == 0 { (columns, rows) = (cn_columns(), cn_lines()) }
        resizeterm(rows, columns)
        return (Int(columns), Int(rows))
    }

    // MARK: Showing

    /// Turns colours on; how many there are, and whether they are named by their parts of red, green and blue.
    static func startColors() -> (count: Int, areDirect: Bool) {
        guard has_colors() else { return (0, false) }
        start_color()
        use_default_colors()
        return (Int(cn_colors()), cn_colors() > 256 && cn_has_flag("RGB") == 1)
    }

    /// 0 where no pair is free.
    static func pair(_ foreground: Int32, _ background: Int32) -> Int32 { max(alloc_pair(foreground, background), 0) }

    /// A cell as the library holds it.
    typealias ComplexCharacter = cchar_t

    nonisolated static func complexCharacter(_ glyph: Glyph, _ attributes: Style.Attributes, pair: Int32)
        -> ComplexCharacter
    {
        func scalar(_ index: Int) -> wchar_t { wchar_t(bitPattern: glyph.scalar(at: index)?.value ?? 0) }
        return cn_cell(scalar(0), scalar(1), scalar(2), scalar(3), scalar(4), Int32(attributes.rawValue), pair)
    }

    /// Puts places side by side, a wide one given once.
    static func put(_ characters: [ComplexCharacter], x: Int, y: Int) {
        cn_put(Int32(y), Int32(x), characters, Int32(characters.count))
    }

    static func erase() { werase(cn_stdscr()) }
    static func clearOnRefresh() { clearok(cn_stdscr(), true) }
    static func refresh() { wrefresh(cn_stdscr()) }
    static func moveCursor(x: Int, y: Int) { wmove(cn_stdscr(), Int32(y), Int32(x)) }
    static func showCursor(_ isVisible: Bool) { curs_set(isVisible ? 1 : 0) }

    /// Past ncurses, for what it has no word for.
    static func write(_ text: String) { cn_write(text) }

    // MARK: Keys

    /// Switches the terminal's keys to the sequences that its description has, or back.
    static func setKeypad(_ isOn: Bool) { cn_write_capability(isOn ? "smkx" : "rmkx") }

    /// The sequences of bytes that this terminal sends for keys, by its description. ``TerminalEventDecoder`` reads them: the library's own reading
    /// takes what is torn for text, and the mouse for keys.
    static func keySequences() -> [[UInt8]: Key] {
        var names: [(String, Key)] = [
            ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right), ("khome", .home), ("kend", .end),
            ("kpp", .pageUp), ("knp", .pageDown), ("kbs", .backspace), ("kdch1", .delete), ("kich1", Key(.insert)),
            ("kent", .enter), ("kcbt", Key(.tab, .shift)), ("kri", Key(.up, .shift)), ("kind", Key(.down, .shift)),
        ]
        names += (1...12).map { ("kf\($0)", .function($0)) }
        let codes: [(String, Key.Code)] = [
            ("kUP", .up), ("kDN", .down), ("kLFT", .left), ("kRIT", .right), ("kHOM", .home), ("kEND", .end),
            ("kPRV", .pageUp), ("kNXT", .pageDown), ("kDC", .delete), ("kIC", .insert),
        ]
        for (name, code) in codes {
            names.append((name, Key(code, .shift)))
            names += (2...8).map { ("\(name)\($0)", Key(code, Key.Modifiers(xterm: $0))) }
        }
        let sequences = names.compactMap { name, key in capability(name).map { (Array($0.utf8), key) } }
        return Dictionary(sequences) { first, _ in first }
    }

    /// The text that the terminal's description has under a name; nil where it has none.
    private static func capability(_ name: String) -> String? { cn_capability(name).map { String(cString: $0) } }
}
