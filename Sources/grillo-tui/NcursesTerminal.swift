import CNcurses
import Glibc
import TUI

/// Why there is no screen.
enum TerminalError: Error {
    /// Standard output or input is a file or a pipe.
    case notATerminal
    /// `$TERM` names no terminal that can be drawn on.
    case unknown(String)
}

/// The terminal, through ncurses: shows a ``Surface``, reads keys, and is given back as it was found.
///
/// The only place that knows ncurses. Before the screen is taken over, ``prepare()`` is called once.
@MainActor
final class NcursesTerminal {
    /// How many columns libc gives a scalar, as ncurses takes it.
    static let scalarWidth: Shaper.ScalarWidth = { Int(wcwidth(wchar_t(bitPattern: $0.value))) }

    private(set) var width = 80
    private(set) var height = 24
    /// 0 where there are none to be used.
    let colors: Int

    /// What the terminal shows, as far as is known.
    private var shown: Surface?
    private var pairs: [UInt32: Int32] = [:]
    private var isOnScreen = false
    private var isCursorVisible = true
    private var keys = KeyReader()

    /// Signals that arrive as numbers to be read from the descriptor that is returned; nil where there is no pipe to be had.
    ///
    /// From here on the terminal is given back when the program crashes.
    static func prepare() -> Int32? {
        cn_set_locale()
        cn_guard_against_crashes(STDOUT_FILENO)
        let pipe = cn_open_signal_pipe()
        guard pipe >= 0 else { return nil }
        watchSignals()
        return pipe
    }

    private static func watchSignals() {
        for number in [SIGWINCH, SIGTERM, SIGINT, SIGHUP, SIGTSTP, SIGCONT, SIGQUIT] { cn_watch_signal(number) }
        signal(SIGPIPE, SIG_IGN)
    }

    /// Takes over the terminal.
    init() throws(TerminalError) {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw .notATerminal }
        guard cn_start() == 1 else { throw .unknown(getenv("TERM").map { String(cString: $0) } ?? "") }
        // ncurses put its own handlers where it found none of ours.
        NcursesTerminal.watchSignals()
        cn_prepare_farewell()
        let wantsColors = getenv("NO_COLOR").map { $0.pointee == 0 } ?? true
        if wantsColors, has_colors() {
            start_color()
            use_default_colors()
            colors = Int(cn_colors())
        } else {
            colors = 0
        }
        keys.learnNames()
        enter()
        resize()
    }

    private func enter() {
        cn_set_on_screen(1)
        isOnScreen = true
        cn_write("\u{1B}[?2004h")
    }

    /// Takes over the terminal's new size.
    func resize() {
        var (columns, rows): (Int32, Int32) = (0, 0)
        if cn_window_size(STDOUT_FILENO, &columns, &rows) == 0 { (columns, rows) = (cn_columns(), cn_lines()) }
        resizeterm(rows, columns)
        width = Int(columns)
        height = Int(rows)
        shown = nil
    }

    /// Gives the terminal back as it was found.
    func restore() {
        guard isOnScreen else { return }
        isOnScreen = false
        cn_write("\u{1B}[?2004l")
        curs_set(1)
        endwin()
        cn_set_on_screen(0)
    }

    /// Gives the terminal back, stops the job, and takes the terminal over again when the job goes on.
    func suspend() {
        restore()
        cn_stop_job()
        enter()
        resize()
        redrawAll()
    }

    /// Forgets what is thought to be on the terminal.
    func redrawAll() {
        clearok(cn_stdscr(), true)
        shown = nil
    }

    // MARK: Showing

    /// Makes the terminal show this. Only the cells that differ from the last are looked at by ncurses.
    func show(_ surface: Surface) {
        guard isOnScreen else { return }
        let before = shown.flatMap { $0.width == surface.width && $0.height == surface.height ? $0 : nil }
        if before == nil { werase(cn_stdscr()) }
        for y in 0..<min(surface.height, height) {
            let row = surface[row: y]
            guard let before else {
                put(row, y: y, from: 0, to: surface.width)
                continue
            }
            let old = before[row: y]
            guard row != old else { continue }
            var first = 0
            var end = surface.width
            while row[first] == old[first] { first += 1 }
            while row[end - 1] == old[end - 1] { end -= 1 }
            // A wide glyph is put from its left half.
            while first > 0, row[first].glyph.isContinuation { first -= 1 }
            put(row, y: y, from: first, to: end)
        }
        shown = surface
        if let cursor = surface.cursor {
            wmove(cn_stdscr(), Int32(cursor.y), Int32(cursor.x))
            if !isCursorVisible { curs_set(1) }
        } else if isCursorVisible {
            curs_set(0)
        }
        isCursorVisible = surface.cursor != nil
        wrefresh(cn_stdscr())
    }

    private func put(_ row: [Cell], y: Int, from first: Int, to end: Int) {
        var text: (wchar_t, wchar_t, wchar_t, wchar_t, wchar_t, wchar_t) = (0, 0, 0, 0, 0, 0)
        for x in first..<min(end, width) {
            let cell = row[x]
            guard !cell.glyph.isContinuation else { continue }
            withUnsafeMutableBytes(of: &text) { bytes in
                let text = bytes.assumingMemoryBound(to: wchar_t.self)
                var count = 0
                while let scalar = cell.glyph.scalar(at: count) {
                    text[count] = wchar_t(bitPattern: scalar.value)
                    count += 1
                }
                text[count] = 0
                cn_put(
                    Int32(y), Int32(x), text.baseAddress, Int32(cell.style.attributes.rawValue), pair(of: cell.style))
            }
        }
    }

    private func pair(of style: Style) -> Int32 {
        guard colors > 0, style.foreground != .standard || style.background != .standard else { return 0 }
        let key =
            UInt32(UInt16(bitPattern: style.foreground.index)) << 16
            | UInt32(UInt16(bitPattern: style.background.index))
        if let pair = pairs[key] { return pair }
        let pair = max(alloc_pair(Int32(style.foreground.index), Int32(style.background.index)), 0)
        pairs[key] = pair
        return pair
    }

    // MARK: Keys

    /// Whether a paste has begun whose end has not come: look again soon, by ``keysInTime(at:)``.
    var isPasting: Bool { keys.isPasting }

    /// All that has been typed since the last time.
    ///
    /// - Parameter now: milliseconds on a clock that never goes back.
    func readKeys(at now: Int64) -> [InputEvent] { keys.drain(at: now) }

    /// What there is of a paste whose end does not come.
    func finishLatePaste(at now: Int64) -> [InputEvent] { keys.finishLatePaste(at: now) }

    /// Whether the terminal is gone.
    var isGone: Bool {
        var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, 0) > 0 && Int32(descriptor.revents) & (POLLHUP | POLLERR | POLLNVAL) != 0
    }
}

/// Turns what ncurses reads into keys and pastes.
private struct KeyReader {
    private static let pasteBegin: Int32 = 0x1000
    private static let pasteEnd: Int32 = 0x1001
    /// A paste goes on for as long as something comes at least this often.
    private static let pastePause: Int64 = 300
    /// Larger pastes are cut into several.
    private static let longestPaste = 1 << 18

    private var named: [Int32: Key] = [
        Int32(CN_KEY_UP): .up, Int32(CN_KEY_DOWN): .down, Int32(CN_KEY_LEFT): .left, Int32(CN_KEY_RIGHT): .right,
        Int32(CN_KEY_HOME): .home, Int32(CN_KEY_END): .end, Int32(CN_KEY_PPAGE): .pageUp,
        Int32(CN_KEY_NPAGE): .pageDown, Int32(CN_KEY_BACKSPACE): .backspace, Int32(CN_KEY_DC): .delete,
        Int32(CN_KEY_IC): Key(.insert), Int32(CN_KEY_ENTER): .enter, Int32(CN_KEY_BTAB): Key(.tab, .shift),
        Int32(CN_KEY_SR): Key(.up, .shift), Int32(CN_KEY_SF): Key(.down, .shift),
        Int32(CN_KEY_SLEFT): Key(.left, .shift), Int32(CN_KEY_SRIGHT): Key(.right, .shift),
        Int32(CN_KEY_SHOME): Key(.home, .shift), Int32(CN_KEY_SEND): Key(.end, .shift),
    ]
    private var paste: String.UnicodeScalarView?
    private var lastPasted: Int64 = 0

    var isPasting: Bool { paste != nil }

    /// Asks the terminal's description for keys that curses.h has no names for.
    mutating func learnNames() {
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
        define_key("\u{1B}[200~", Self.pasteBegin)
        define_key("\u{1B}[201~", Self.pasteEnd)
    }

    mutating func drain(at now: Int64) -> [InputEvent] {
        var events: [InputEvent] = []
        while let stroke = next() {
            switch stroke {
            case .code(Self.pasteBegin):
                if paste == nil { paste = .init() }
                lastPasted = now
            case .code(Self.pasteEnd): endPaste(&events)
            case .code(let code):
                if paste == nil, let key = named[code] { events.append(.key(key)) }
            case .scalar(let scalar):
                if paste != nil {
                    paste?.append(scalar)
                    lastPasted = now
                    if let count = paste?.count, count >= Self.longestPaste { endPaste(&events) }
                } else if let key = key(scalar) {
                    events.append(.key(key))
                }
            }
        }
        return events
    }

    mutating func finishLatePaste(at now: Int64) -> [InputEvent] {
        var events: [InputEvent] = []
        if paste != nil, now - lastPasted >= Self.pastePause { endPaste(&events) }
        return events
    }

    private mutating func endPaste(_ events: inout [InputEvent]) {
        if let paste, !paste.isEmpty { events.append(.paste(String(paste))) }
        paste = nil
    }

    private enum Stroke {
        case code(Int32)
        case scalar(Unicode.Scalar)
    }

    /// Read, and found to belong to the key after.
    private var unread: Stroke?

    private mutating func next() -> Stroke? {
        if let stroke = unread {
            unread = nil
            return stroke
        }
        var value: wint_t = 0
        let result = cn_get(&value)
        guard result != ERR else { return nil }
        if cn_is_key_code(result) != 0 { return .code(Int32(bitPattern: value)) }
        return Unicode.Scalar(value).map { .scalar($0) } ?? .scalar("\u{FFFD}")
    }

    private mutating func key(_ scalar: Unicode.Scalar) -> Key? {
        guard scalar == "\u{1B}" else { return plainKey(scalar) }
        switch next() {
        case nil: return .escape
        case .code(let code):
            return named[code].map { Key($0.code, $0.modifiers.union(.alt)) }
        case .scalar("["): return sequence()
        case .scalar("O"):
            guard case .scalar(let final)? = next() else { return .alt("O") }
            return Key(parameters: "", final: final)
        case .scalar("\u{1B}"):
            unread = .scalar("\u{1B}")
            return .escape
        case .scalar(let scalar):
            return plainKey(scalar).map { Key($0.code, $0.modifiers.union(.alt)) }
        }
    }

    /// The rest of `ESC [ …`: swallowed to its end also where it means nothing to us.
    private mutating func sequence() -> Key? {
        var parameters = ""
        while case .scalar(let scalar)? = next() {
            if (0x40...0x7E).contains(scalar.value) { return Key(parameters: parameters, final: scalar) }
            guard (0x20...0x3F).contains(scalar.value), parameters.utf8.count < 32 else { return nil }
            parameters.unicodeScalars.append(scalar)
        }
        return parameters.isEmpty ? .alt("[") : nil
    }

    private func plainKey(_ scalar: Unicode.Scalar) -> Key? {
        switch scalar.value {
        case 0x09: .tab
        case 0x0D: .enter
        case 0x7F: .backspace
        case 0x01...0x1A: .control(Unicode.Scalar(UInt8(scalar.value + 0x60)))
        case 0x00...0x1F, 0x80...0x9F: nil
        default: .character(scalar)
        }
    }
}
