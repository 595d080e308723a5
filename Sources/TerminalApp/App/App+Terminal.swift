import Client
import Glibc
import TUI

/// What the person does at the terminal, and what they see there.
extension App {
    // MARK: The keyboard

    func keysPressed() {
        if linear != nil { return linesTyped() }
        guard let terminal else { return }
        answer(terminal.readKeys(at: SystemClock.monotonic / 1_000_000))
        if terminal.isGone { return leave(status: 0) }
        scheduleDecoderTimeout()
    }

    /// What has begun and does not end, such as a paste or a sequence, is taken as it is after a while.
    private func scheduleDecoderTimeout() {
        guard let deadline = terminal?.deadline, plannedDecoderDeadline.map({ deadline < $0 }) ?? true else { return }
        plannedDecoderDeadline = deadline
        loop.after(.milliseconds(max(deadline - SystemClock.monotonic / 1_000_000, 0))) { [self] in
            if plannedDecoderDeadline == deadline { plannedDecoderDeadline = nil }
            guard let terminal, leavingStatus == nil else { return }
            answer(terminal.finishLate(at: SystemClock.monotonic / 1_000_000))
            if terminal.isGone { return leave(status: 0) }
            scheduleDecoderTimeout()
        }
    }

    private func answer(_ events: [TerminalEvent]) {
        guard !events.isEmpty, leavingStatus == nil else { return }
        for event in events {
            switch event {
            case .input(let event):
                session.hasFocus = true
                for intent in intents(event) { carryOut(intent) }
            case .focus(let hasFocus): session.hasFocus = hasFocus
            case .background(let lightness):
                // What comes late is an answer to somebody else.
                guard preferences.theme == nil, SystemClock.monotonic < askedForBackground + 2_000_000_000 else {
                    continue
                }
                setBackground(lightness > 0.5 ? .light : .dark)
            }
        }
        carryOut()
        drawNow()
        tellOfTyping()
        if screen.isSearchOpen { searchOn() }
    }

    private func intents(_ event: InputEvent) -> [Intent] {
        inPlace { screen, chat in
            defer {
                hasTyped = hasTyped || screen.hasTyped
                if hasTyped { scheduleSave() }
            }
            return screen.handle(event, chat, at: SystemClock.monotonic / 1_000_000)
        }
    }

    /// The screen and the sessions where they lie: to hand on a property makes a copy of it, and that is felt with every key.
    private func inPlace<Result>(_ body: (inout Screen, inout ChatModel) -> Result) -> Result {
        body(&screen, &chat)
    }

    /// After the key is on the screen: that others hear of it changes nothing there.
    private func tellOfTyping() {
        guard let id = session.visible else { return }
        session.typing(text: screen.draft(of: address(id)), in: id, at: SystemClock.now)
        carryOut()
    }

    /// Looks through what has not been looked through yet, a piece a turn, so that keys are answered meanwhile.
    private func searchOn() {
        loop.enqueue { [self] in
            guard !isSearching, screen.searchOn(chat) else { return }
            isSearching = true
            drawSoon()
            loop.enqueue { [self] in
                isSearching = false
                searchOn()
            }
        }
    }

    func setBackground(_ background: Theme.Background) {
        guard let terminal else { return }
        screen.theme = Theme(terminal.colors, background)
    }

    // MARK: The screen

    func drawNow() {
        guard leavingStatus == nil else { return }
        lastFrame = SystemClock.monotonic
        if linear != nil {
            printUpdates()
        } else {
            let now = SystemClock.now
            terminal?.show(inPlace { screen, chat in screen.draw(chat, at: now) })
            if session.hasFocus, let (address, lines) = screen.inSight {
                chat[address.network].linesShown(
                    lines.lowerBound, through: lines.upperBound, in: address.buffer, at: now)
            }
            carryOut()
        }
    }

    /// Draws now if the last frame is old enough, else when it is.
    func drawSoon() {
        guard !isFramePlanned else { return }
        let wait = lastFrame + Self.frameInterval - SystemClock.monotonic
        guard wait > 0 else { return drawNow() }
        isFramePlanned = true
        loop.after(.nanoseconds(wait)) { [self] in
            isFramePlanned = false
            drawNow()
        }
    }

    func suspend() {
        saveState()
        terminal?.suspend()
        takeOverSize()
    }

    private func takeOverSize() {
        guard let terminal else { return }
        screen.resize(width: terminal.width, height: terminal.height)
        drawNow()
    }

    // MARK: Signals

    func signalsArrived(_ pipe: Int32) {
        var numbers = [UInt8](repeating: 0, count: 64)
        let count = read(pipe, &numbers, numbers.count)
        for number in Set(numbers.prefix(max(count, 0))) {
            switch Int32(number) {
            case SIGWINCH, SIGCONT:
                if Int32(number) == SIGCONT { terminal?.redrawAll() }
                terminal?.resize()
                takeOverSize()
            case SIGTSTP: suspend()
            default: leave(status: 128 + Int32(number))
            }
        }
    }
}
