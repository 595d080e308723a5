import CNcurses
import Glibc
import TUI

/// ncurses and what the terminal is told past it. The only place that knows the library; no policy is made here.
@MainActor
enum Curses {
    /// How many columns libc gives a scalar, as ncurses takes it.
    nonisolated static let scalarWidth: Shaper.ScalarWidth = { Int(wcwidth(wchar_t(bitPattern: $0.value))) }

    /// What was typed: a scalar, or the code of a key.
    enum Stroke {
        case code(Int32)
        case scalar(Unicode.Scalar)
    }

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

    /// Whether the terminal shows what is typed there, while no screen is drawn.
    static func setEcho(_ isOn: Bool) {
        var settings = termios()
        guard tcgetattr(STDIN_FILENO, &settings) == 0 else { return }
        if isOn {
            settings.c_lflag |= tcflag_t(ECHO)
        } else {
            settings.c_lflag &= ~tcflag_t(ECHO)
        }
        tcsetattr(STDIN_FILENO, TCSADRAIN, &settings)
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
    typealias Place = cchar_t

    nonisolated static func place(_ glyph: Glyph, _ attributes: Style.Attributes, pair: Int32) -> Place {
        func scalar(_ index: Int) -> wchar_t { wchar_t(bitPattern: glyph.scalar(at: index)?.value ?? 0) }
        return cn_cell(scalar(0), scalar(1), scalar(2), scalar(3), scalar(4), Int32(attributes.rawValue), pair)
    }

    /// Puts places side by side, a wide one given once.
    static func put(_ places: [Place], x: Int, y: Int) { cn_put(Int32(y), Int32(x), places, Int32(places.count)) }

    static func erase() { werase(cn_stdscr()) }
    static func clearOnRefresh() { clearok(cn_stdscr(), true) }
    static func refresh() { wrefresh(cn_stdscr()) }
    static func moveCursor(x: Int, y: Int) { wmove(cn_stdscr(), Int32(y), Int32(x)) }
    static func showCursor(_ isVisible: Bool) { curs_set(isVisible ? 1 : 0) }

    /// Past ncurses, for what it has no word for.
    static func write(_ text: String) { cn_write(text) }

    // MARK: Keys

    static func nextStroke() -> Stroke? {
        var value: wint_t = 0
        let result = cn_get(&value)
        guard result != ERR else { return nil }
        if cn_is_key_code(result) != 0 { return .code(Int32(bitPattern: value)) }
        return .scalar(Unicode.Scalar(value) ?? "\u{FFFD}")
    }

    /// Makes a sequence arrive as a code of ours.
    static func define(_ sequence: String, as code: Int32) { define_key(sequence, code) }

    /// Which code is which key, by curses.h and by this terminal's description.
    static func keyNames() -> [Int32: Key] {
        var named: [Int32: Key] = [
            Int32(CN_KEY_UP): .up, Int32(CN_KEY_DOWN): .down, Int32(CN_KEY_LEFT): .left, Int32(CN_KEY_RIGHT): .right,
            Int32(CN_KEY_HOME): .home, Int32(CN_KEY_END): .end, Int32(CN_KEY_PPAGE): .pageUp,
            Int32(CN_KEY_NPAGE): .pageDown, Int32(CN_KEY_BACKSPACE): .backspace, Int32(CN_KEY_DC): .delete,
            Int32(CN_KEY_IC): Key(.insert), Int32(CN_KEY_ENTER): .enter, Int32(CN_KEY_BTAB): Key(.tab, .shift),
            Int32(CN_KEY_SR): Key(.up, .shift), Int32(CN_KEY_SF): Key(.down, .shift),
            Int32(CN_KEY_SLEFT): Key(.left, .shift), Int32(CN_KEY_SRIGHT): Key(.right, .shift),
            Int32(CN_KEY_SHOME): Key(.home, .shift), Int32(CN_KEY_SEND): Key(.end, .shift),
        ]
        for number in 1...24 { named[Int32(CN_KEY_F0) + Int32(number)] = .function(number) }
        let codes: [(String, Key.Code)] = [
            ("kUP", .up), ("kDN", .down), ("kLFT", .left), ("kRIT", .right), ("kHOM", .home), ("kEND", .end),
            ("kPRV", .pageUp), ("kNXT", .pageDown), ("kDC", .delete), ("kIC", .insert),
        ]
        for (name, code) in codes {
            for modifier in 2...8 {
                let key = cn_named_key("\(name)\(modifier)")
                if key > 0 { named[key] = Key(code, Key.Modifiers(xterm: modifier)) }
            }
        }
        return named
    }
}
