import Client
import Glibc
import Protocol
import TUI

/// The keys of the person at the terminal, and the screen that they see there.
extension App {
    // MARK: The keyboard

    func keysPressed() {
        if linear != nil { return linesTyped() }
        guard let terminal else { return }
        answer(terminal.readKeys(at: milliseconds))
        if terminal.isGone { return leave(status: 0) }
        scheduleDecoderTimeout()
    }

    /// Plans to take input that has begun and does not end, such as a paste or a sequence, as it is after a while.
    private func scheduleDecoderTimeout() {
        guard let deadline = terminal?.deadline, terminalWaits.planDecoder(deadline) else { return }
        loop.after(.milliseconds(max(deadline - milliseconds, 0))) { [self] in
            terminalWaits.decoderPlanTaken(deadline)
            guard let terminal, programEnd == .running else { return }
            answer(terminal.finishLate(at: milliseconds))
            if terminal.isGone { return leave(status: 0) }
            scheduleDecoderTimeout()
        }
    }

    private func answer(_ events: [TerminalEvent]) {
        guard !events.isEmpty, programEnd == .running else { return }
        for event in events {
            switch event {
            case .input(let event):
                setFocus(true)
                for intent in intents(event) { carryOut(intent) }
            case .focus(let hasFocus): setFocus(hasFocus)
            case .background(let lightness):
                guard preferences.themeDefinition.base.followsGround,
                    terminalWaits.isAnswerToBackground(at: clock.monotonic)
                else {
                    continue
                }
                setGround(lightness > 0.5 ? .light : .dark)
            }
        }
        carryOut()
        drawNow()
        tellOfTyping()
        if screen.isSearchOpen { searchOn() }
    }

    private func setFocus(_ hasFocus: Bool) {
        for network in chat.networks { chat[network].hasFocus = hasFocus }
        carryOut()
    }

    private func intents(_ event: InputEvent) -> [Intent] {
        let (milliseconds, network) = (milliseconds, chat.shown.network)
        return inPlace { screen, chat in
            defer {
                if screen.hasTyped { noteTyped(in: network) }
                if hasTyped { scheduleSave() }
            }
            return screen.handle(event, chat, at: milliseconds)
        }
    }

    /// The person has done something while a network was shown.
    func noteTyped(in network: NetworkID) {
        hasTyped = true
        servers[network].noteTyped()
    }

    /// The screen and the sessions where they lie: to hand on a property makes a copy of it, and that is felt with every key.
    private func inPlace<Result>(_ body: (inout Screen, inout ChatModel) -> Result) -> Result {
        body(&screen, &chat)
    }

    /// After the key is on the screen: that others hear of it changes nothing there.
    private func tellOfTyping() {
        guard let id = session.visible else { return }
        session.typing(text: screen.draft(of: address(id)), in: id, at: clock.now)
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

    /// Asks the terminal for the ground that it draws on; the answer comes like a key, if it comes.
    func askForGround() {
        guard let terminal else { return }
        terminalWaits.askedForBackground(at: clock.monotonic)
        terminal.askForBackground()
    }

    func setGround(_ ground: Theme.Background) {
        guard let terminal else { return }
        screen.theme = Theme(terminal.colors, preferences.themeDefinition, ground: ground)
    }

    // MARK: The screen

    func drawNow() {
        guard programEnd == .running else { return }
        frames.drawn(at: clock.monotonic)
        if linear != nil {
            printUpdates()
        } else {
            let now = clock.now
            terminal?.show(inPlace { screen, chat in screen.draw(chat, at: now) })
            chat.showBeside(screen.beside)
            chat.cover(screen.showsBareView)
            if session.hasFocus {
                tellShown(screen.inSight, at: now)
                tellShown(screen.inSightBeside, at: now)
            }
            carryOut()
        }
    }

    /// Tells a session which lines of one of its buffers the person has seen.
    private func tellShown(_ lines: LinesInSight?, at now: Timestamp) {
        guard let lines else { return }
        chat[lines.buffer.network].linesShown(lines.oldest, through: lines.newest, in: lines.buffer.buffer, at: now)
    }

    /// Draws now if the last frame is old enough, else when it is.
    func drawSoon() {
        switch frames.plan(at: clock.monotonic) {
        case .planned: break
        case .now: drawNow()
        case .after(let nanoseconds):
            loop.after(.nanoseconds(nanoseconds)) { [self] in
                frames.planTaken()
                drawNow()
            }
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
