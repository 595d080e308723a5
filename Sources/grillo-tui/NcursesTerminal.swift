import Glibc
import TUI
import TerminalApp

/// Why there is no screen.
enum TerminalError: Error {
    /// Standard output or input is a file or a pipe.
    case notATerminal
    /// `$TERM` names no terminal that can be drawn on.
    case unknown(String)
}

/// The terminal: shows a ``Surface``, reads keys, and is given back as it was found.
@MainActor
final class NcursesTerminal: Terminal {
    private(set) var width = 80
    private(set) var height = 24
    let colors: ColorDepth

    /// The surface that the terminal shows; nil where that is not known.
    private var shown: Surface?
    private var pairs: [UInt64: Int32] = [:]
    private var isOnScreen = false
    private var isCursorVisible = true
    private var keyDecoder: TerminalEventDecoder
    /// Set once the terminal has no more to read.
    private(set) var isGone = false
    /// True where the program, and not the terminal, gets the mouse's wheel and clicks.
    var usesMouse = false {
        didSet {
            guard isOnScreen, usesMouse != oldValue else { return }
            Curses.write(Self.leaveMouse(isUsed: oldValue) + Self.enterMouse(isUsed: usesMouse))
            reportsMouse = usesMouse
        }
    }
    /// True while the terminal reports the mouse.
    private var reportsMouse = false
    /// Reports of buttons, and of motion while one is held, in decimal numbers. Terminals that know less report the buttons alone, or in
    /// the old form.
    private static let mouseOn = "\u{1B}[?1000h\u{1B}[?1002h\u{1B}[?1006h"
    private static let mouseOff = "\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1000l"

    /// Takes the mouse over. Where the program does not use it, the wheel comes as arrow keys, so that the terminal's own selection works.
    private static func enterMouse(isUsed: Bool) -> String { isUsed ? mouseOn : "\u{1B}[?1007h" }

    /// Gives back what ``enterMouse(isUsed:)`` took.
    private static func leaveMouse(isUsed: Bool) -> String { isUsed ? mouseOff : "\u{1B}[?1007l" }

    /// Takes over the terminal. ``Curses/prepare()`` was called before.
    init() throws(TerminalError) {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw .notATerminal }
        guard Curses.start() else { throw .unknown(Environment["TERM"] ?? "") }
        if Environment["NO_COLOR"] == nil {
            let (count, areDirect) = Curses.startColors()
            colors = ColorDepth(count: count, isDirect: areDirect)
        } else {
            colors = .none
        }
        keyDecoder = TerminalEventDecoder(named: Curses.keySequences())
        enter()
        resize()
    }

    private func enter() {
        Curses.enter()
        isOnScreen = true
        // Pastes are told from typing, and whether the person looks is told.
        Curses.setKeypad(true)
        Curses.write("\u{1B}[?2004h\u{1B}[?1004h" + Self.enterMouse(isUsed: usesMouse))
        reportsMouse = usesMouse
    }

    /// Asks which colour is behind the text; the answer, where there is one, comes as a key event does.
    func askForBackground() {
        guard let term = Environment["TERM"], !term.hasPrefix("linux"), !term.hasPrefix("vt"), colors != .none else {
            return
        }
        Curses.write("\u{1B}]11;?\u{1B}\\")
    }

    /// Takes over the terminal's new size.
    func resize() {
        (width, height) = Curses.resize()
        shown = nil
    }

    /// Gives the terminal back as it was found.
    func restore() {
        guard isOnScreen else { return }
        isOnScreen = false
        Curses.write("\u{1B}[?2004l\u{1B}[?1004l" + Self.leaveMouse(isUsed: usesMouse))
        Curses.setKeypad(false)
        Curses.leave()
    }

    /// Gives the terminal back, stops the job, and takes the terminal over again when the job goes on.
    func suspend() {
        restore()
        Curses.stopJob()
        enter()
        resize()
        redrawAll()
    }

    /// Forgets what is thought to be on the terminal.
    func redrawAll() {
        Curses.clearOnRefresh()
        shown = nil
    }

    /// Writes the orders to the terminal that draw nothing: bells, notifications, the clipboard.
    func write(_ bytes: String) {
        if isOnScreen { Curses.write(bytes) }
    }

    // MARK: Showing

    /// Makes the terminal show this. Only the cells that differ from the last are looked at by ncurses.
    func show(_ surface: Surface) {
        guard isOnScreen else { return }
        if let shown, shown.width != surface.width || shown.height != surface.height { self.shown = nil }
        let before = shown
        if before == nil { Curses.erase() }
        for y in 0..<min(surface.height, height) {
            guard let changed = surface.changedColumns(row: y, since: before) else { continue }
            put(surface, y: y, columns: changed.clamped(to: 0..<width))
        }
        shown = surface
        if let cursor = surface.cursor {
            Curses.moveCursor(x: cursor.x, y: cursor.y)
            if !isCursorVisible { Curses.showCursor(true) }
        } else if isCursorVisible {
            Curses.showCursor(false)
        }
        isCursorVisible = surface.cursor != nil
        Curses.refresh()
        if usesMouse, reportsMouse == surface.leavesMouse {
            reportsMouse.toggle()
            Curses.write(reportsMouse ? Self.mouseOn : Self.mouseOff)
        }
        let links = HyperlinkSequences.text(surface, since: before, depth: colors)
        if !links.isEmpty { Curses.write(links) }
    }

    private func put(_ surface: Surface, y: Int, columns: Range<Int>) {
        var characters: [Curses.ComplexCharacter] = []
        characters.reserveCapacity(columns.count)
        for (cell, count) in surface.runs(row: y, in: columns) {
            let complexCharacter = Curses.complexCharacter(
                cell.glyph, cell.style.attributes, pair: pair(of: cell.style))
            for _ in 0..<count { characters.append(complexCharacter) }
        }
        Curses.put(characters, x: columns.lowerBound, y: y)
    }

    private func pair(of style: Style) -> Int32 {
        guard colors != .none, style.foreground != .standard || style.background != .standard else { return 0 }
        let foreground = style.foreground.number(in: colors)
        let background = style.background.number(in: colors)
        let key = UInt64(UInt32(bitPattern: foreground)) << 32 | UInt64(UInt32(bitPattern: background))
        if let pair = pairs[key] { return pair }
        let pair = Curses.pair(foreground, background)
        pairs[key] = pair
        return pair
    }

    // MARK: Keys

    /// When ``finishLate(at:)`` is to be called, in milliseconds; nil where nothing is waited for.
    var deadline: Int64? { keyDecoder.deadline }

    /// The keys that have been typed since the last call, as far as one read gives them. To be called when there is something to read.
    ///
    /// - Parameter now: milliseconds on a clock that never goes back.
    func readKeys(at now: Int64) -> [TerminalEvent] {
        let events: [TerminalEvent]? = withUnsafeTemporaryAllocation(byteCount: 1 << 14, alignment: 1) { space in
            let count = read(STDIN_FILENO, space.baseAddress, space.count)
            if count < 0, errno == EINTR || errno == EAGAIN { return [] }
            return count > 0 ? keyDecoder.feed(space[..<count], at: now) : nil
        }
        if events == nil { isGone = true }
        return events ?? []
    }

    /// The keys that have been typed by the ``deadline``: a sequence that had begun counts as it is, unless its rest has come by now.
    func finishLate(at now: Int64) -> [TerminalEvent] {
        var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, 0) > 0 ? readKeys(at: now) : keyDecoder.timePassed(at: now)
    }
}
