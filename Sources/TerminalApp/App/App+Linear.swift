import Client
import Glibc
import Protocol
import TUI

/// The session as lines that come and go: `--linear`, and terminals that cannot be drawn on.
extension App {
    /// Lines were typed, or the input has ended. There is one read a turn, and none while enough lines are kept: a program that feeds lines
    /// without end keeps nothing else waiting.
    func linesTyped() {
        let read = world.stream.read()
        guard read != .nothing else { return }
        if read == .end {
            loop.unwatch(STDIN_FILENO)
        }
        for line in lineReader.take(read) {
            take(line)
        }
        if lineReader.hasEnded { perform(input.end()) }
        carryOut()
        drawNow()
    }

    /// Lines that are sent in one turn.
    private static var maxLinesPerTurn: Int { 32 }

    /// Reads no more while enough lines are kept, and goes on when they have gone.
    private func updateInputPause() {
        let mustPauseReading = input.mustPauseReading(input.nextPhase(chat))
        guard programEnd == .running, lineReader.pause(mustPauseReading) else { return }
        if mustPauseReading { loop.unwatch(STDIN_FILENO) } else { loop.watch(STDIN_FILENO) { [self] in linesTyped() } }
    }

    private func take(_ line: String) {
        // The lines that are kept go first, to make room for this one.
        if input.isFull, input.nextPhase(chat) == .online, !input.isAsking { sendQueuedIfIdle() }
        let steps = input.take(line, chat)
        if input.hasTyped { noteTyped(in: chat.shown.network) }
        perform(steps)
        // A question that the line leads to stands before the next line: that may be a password.
        carryOut()
    }

    /// Does what was typed asks for, and asks what is to be asked next.
    func perform(_ steps: [LinearStep]) {
        for step in steps {
            switch step {
            case .printLines(let lines): printLines(lines)
            case .echoOff: world.stream.setEcho(false)
            case .echoOn:
                world.stream.setEcho(true)
                printLines([""])
            case .answer(let intent): carryOut(intent)
            case .run(let command): run(command)
            case .sendQueued: sendQueuedIfIdle()
            case .resend: sendAgain()
            }
        }
        let next = input.next()
        if !next.isEmpty { perform(next) }
    }

    /// Carries out a command before what is kept.
    private func run(_ command: String) {
        let shown = chat.shownBuffer.address
        if let reason = submitLine(command, in: session.shownBuffer.address) {
            return perform(input.refused(command, chat, because: reason))
        }
        carryOut()
        if buffer(numbered: command) != nil || chat.shownBuffer.address != shown { input.bufferShown() }
    }

    /// Sends what is kept, where nothing else is waited for.
    private func sendQueuedIfIdle() {
        if !input.queuesUntilJoined, input.sending == .idle { submitQueued() }
    }

    /// True if the lines that are kept can be tried: those that go by themselves are not tried before they may be taken, since nobody would
    /// be told anything new.
    private var canSubmitQueued: Bool {
        guard programEnd == .running else { return false }
        return !input.sendsAutomatically || input.nextPhase(chat) == .online && !input.isRefused(chat)
    }

    /// Messages that wait until the server takes more, in the network that the first of the kept lines goes to.
    private var waitingCount: Int { chat[input.nextNetwork(chat)].waitingCount }

    /// Sends the lines that were typed, in their order, as far as they can be sent now: some of them, and the rest in further turns. If the
    /// server bears no more, the rest waits: nothing overtakes the lines that were typed before it, least of all a /quit.
    private func submitQueued() {
        input.sending = .idle
        for _ in 0..<Self.maxLinesPerTurn {
            guard canSubmitQueued, waitingCount == 0, let line = input.takeFirst() else { break }
            guard submit(line) else { return input.putBack(line, chat, at: clock.now) }
        }
        guard input.queuedCount > 0, canSubmitQueued else { return }
        input.sending = waitingCount == 0 ? .nextTurn : .whenServerAllows
        guard input.sending == .nextTurn else { return }
        loop.enqueue { [self] in
            submitQueued()
            carryOut()
            drawNow()
        }
    }

    /// Sends a line that was kept, or tells why it is not sent. False where it is to be kept.
    private func submit(_ line: LinearInput.QueuedLine) -> Bool {
        let (place, shown) = (line.target(chat), chat.shownBuffer.address)
        let buffer = chat[place]
        let isLeft =
            buffer == nil
            || input.isInteractive && chat[place.network].phase == .online && buffer?.isJoined == false
                && place != shown
        guard !isLeft || line.isCommand && buffer != nil else {
            printLines(["error: Not sent, as you have left where it was typed: \(line.text)"])
            return true
        }
        if let reason = submitLine(line.text, in: place) {
            printLines(["error: \(reason)"])
            return chat[place.network].phase == .online && (line.isCommand || buffer?.isJoined == true)
        }
        guard line.isCommand else { return true }
        // The lines typed behind the command are for the buffer that it shows.
        carryOut()
        if chat.shownBuffer.address != shown { input.assignBuffer(chat) }
        return true
    }

    /// The lines that were typed before one is in for the first time go out by themselves then; after a loss the person says when, if there
    /// is one. If the input has come to its end, the program ends once the typed lines are sent, or cannot be.
    private func advanceQueue() {
        if input.nextPhase(chat) == .online, input.sendsAutomatically || lineReader.hasEnded, !input.isRefused(chat) {
            let isIn =
                session.visible != .server || clock.now.seconds(since: lineReader.startedAt) > Self.queueTimeoutSeconds
            if isIn || input.beginsWithCommand {
                input.queuesUntilJoined = !isIn
                if input.sending == .idle { submitQueued() }
                carryOut()
            }
        }
        if input.sending == .whenServerAllows, waitingCount == 0 {
            submitQueued()
            carryOut()
        }
        updateInputPause()
        let isStuck = input.isStuck(
            chat, hasEnded: lineReader.hasEnded, at: clock.now, seconds: Self.queueTimeoutSeconds)
        let isIdle = input.nextPhase(chat) == .idle && servers[input.nextNetwork(chat)].trustQuestion == nil
        if isStuck || lineReader.hasEnded && isIdle {
            if input.queuedCount > 0 { printLines(["error: What was typed was not sent."]) }
            return leave(status: ExitStatus.unreachable.rawValue)
        }
        let isAllSent = input.queuedCount == 0 && chat.networks.allSatisfy { chat[$0].waitingCount == 0 }
        if lineReader.hasEnded, isAllSent { leave(status: 0) }
    }

    /// Seconds after which what was typed is not kept for a room to come, nor for one that does not let one back in.
    private static var queueTimeoutSeconds: Int64 { 10 }

    private func sendAgain() {
        guard let id = session.visible, let line = session.buffers[id]?.firstPerhapsNotSent else { return }
        if case .notSent(let reason) = session.resend(line, in: id, at: clock.now) {
            printLines(["error: \(reason)"])
        }
    }

    /// True if somebody can be asked.
    var canAsk: Bool { world.stream.canAsk && !lineReader.hasEnded }

    /// Asks for a password that is not seen as it is typed, where there is somebody to ask.
    func askPassword(_ prompt: PasswordPrompt) {
        guard canAsk else {
            printLines(["error: \(prompt.question) there is no terminal to ask on. Set password-command in tui.toml."])
            return chat[prompt.network].submitPassword(nil, for: prompt, at: clock.now)
        }
        perform(input.ask(prompt))
    }

    /// Why it was not taken; nil where it was.
    private func submitLine(_ line: String, in place: BufferAddress) -> String? {
        if let address = buffer(numbered: line) {
            show(address)
            return nil
        }
        let outcome = chat[place.network].submit(line, in: place.buffer, at: clock.now)
        guard case .notSent(let reason) = outcome else { return nil }
        return reason
    }

    /// The buffer that `/2` shows: between buffers there are no keys here.
    private func buffer(numbered line: String) -> BufferAddress? {
        let buffers = chat.buffers
        guard line.first == "/", let number = Int(line.dropFirst()), (1...buffers.count).contains(number) else {
            return nil
        }
        return buffers[number - 1].address
    }

    func printUpdates() {
        advanceQueue()
        guard var view = linear else { return }
        let lines = view.updates(chat, at: clock.now)
        linear = view
        printLines(lines)
    }

    func printLines(_ lines: [String]) {
        guard !lines.isEmpty else { return }
        world.stream.write(LinearView.rendered(lines))
    }

    /// Lines that are held, the oldest first, and the server is asked for more where it can be.
    func searchLines(_ text: String) {
        guard let id = session.visible, let view = linear else { return }
        var search = LocalSearch(text, in: address(id), of: chat)
        while !search.isComplete { search.step(in: chat, lines: 100_000) }
        printLines(view.found(search, chat))
        if session.canSearchHistory(in: id) { _ = session.searchServer(text, in: id, at: clock.now) }
    }

    /// Prints what the server of a network found.
    func printFound(of network: NetworkID) {
        guard let view = linear, let search = chat[network].serverSearch else { return }
        printLines(view.found(search))
    }

    func printContext(around line: LineID) {
        guard let view = linear, let id = session.visible, let buffer = session.buffers[id] else { return }
        printLines(view.lines(around: line, in: buffer))
    }
}
