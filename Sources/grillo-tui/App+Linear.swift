import Client
import Glibc
import Protocol
import TUI

/// How lines that were kept are sent.
enum KeptSending {
    /// Not at all, until something happens.
    case resting
    /// The rest goes in the next turn.
    case turnByTurn
    /// The rest goes when the server bears more.
    case atItsPace
}

/// The session as lines that come and go: `--linear`, and terminals that cannot be drawn on.
extension App {
    /// Lines were typed, or the input has ended. One read a turn, and none while enough lines are kept: what feeds lines without
    /// end keeps nothing else waiting.
    func linesTyped() {
        var bytes = [UInt8](repeating: 0, count: 1 << 10)
        let count = read(STDIN_FILENO, &bytes, bytes.count)
        if count < 0, errno == EINTR || errno == EAGAIN { return }
        if count > 0 {
            typedBytes += bytes[..<count]
        } else {
            if !typedBytes.isEmpty { typedBytes.append(UInt8(ascii: "\n")) }
            hasInputEnded = true
            loop.unwatch(STDIN_FILENO)
        }
        var rest = typedBytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            take(String(decoding: rest[..<end], as: UTF8.self))
            rest = rest[(end + 1)...]
        }
        typedBytes = Array(rest)
        holdInput()
        carryOut()
        drawNow()
    }

    /// Lines that are kept before no more are read.
    private static var mostKept: Int { 256 }
    /// Lines that are sent in one turn.
    private static var sentInTurn: Int { 32 }

    /// Reads no more while enough lines are kept, and goes on when they have gone.
    private func holdInput() {
        // An answer is read in any case.
        let mustHold =
            keptLines.count >= Self.mostKept && secretQuestion == nil && keepQuestion == nil && trustQuestion == nil
        guard mustHold != isInputHeld, !hasInputEnded, leavingStatus == nil else { return }
        isInputHeld = mustHold
        if mustHold { loop.unwatch(STDIN_FILENO) } else { loop.watch(STDIN_FILENO) { [self] in linesTyped() } }
    }

    private func take(_ line: String) {
        if let prompt = secretPrompt {
            secretPrompt = nil
            Echo.turnOn()
            tell([""])
            submit(line.isEmpty ? nil : line, for: prompt)
            // What it asks next stands before the next line: that may be a password again.
            return carryOut()
        }
        if let prompt = secretQuestion {
            // Whoever types a command, or nothing, would rather do something else.
            let isCommand = line.hasPrefix("/")
            guard let isWanted = line.isEmpty || isCommand ? false : KeepQuestion.answer(line) else {
                return askAgain("yes or no?", behind: line)
            }
            secretQuestion = nil
            guard !isWanted else { return askUnseen(prompt) }
            submit(nil, for: prompt)
            guard isCommand else { return }
        }
        if let question = keepQuestion {
            guard let isWanted = KeepQuestion.answer(line) else { return askAgain("yes or no?", behind: line) }
            keepQuestion = nil
            answer(question, isWanted)
            return goOn()
        }
        if trustQuestion != nil {
            guard let answer = TrustQuestion.answer(line) else {
                return askAgain("always, once or no?", behind: line)
            }
            return self.answer(answer)
        }
        hasTyped = true
        // Not connected, and not trying: nothing goes on but by a command.
        if session.phase == .idle, line.hasPrefix("/") {
            if let reason = submitLine(line) { tell(["error: \(reason)"]) }
            return
        }
        if !line.isEmpty {
            keptLines.append(line)
        } else if keptLines.isEmpty {
            sendAgain()
        }
        goOn()
    }

    /// A line that is no answer to what is asked: somebody was in the middle of it, and it goes when that is answered.
    private func askAgain(_ answers: String, behind line: String) {
        guard !line.isEmpty else { return tell([answers]) }
        hasTyped = true
        guard keptLines.count < Self.mostKept else { return tell(["Not kept: too many lines wait. \(answers)"]) }
        keptLines.append(line)
        tell(["Your line waits. \(answers)"])
    }

    /// Sends what is kept, where nothing else is waited for.
    private func goOn() {
        if !keepsLines, sending == .resting { submitKept() }
    }

    /// Sends what was typed, in its order, as far as it can be sent now: some of it, and the rest in further turns. Where the server
    /// bears no more, the rest waits: nothing overtakes what was typed before it, least of all a /quit.
    private func submitKept() {
        sending = .resting
        guard leavingStatus == nil else { return }
        for _ in 0..<min(Self.sentInTurn, keptLines.count) {
            guard session.waitingCount == 0 else { break }
            let line = keptLines.removeFirst()
            guard let reason = submitLine(line) else { continue }
            tell(["error: \(reason)"])
            guard session.phase == .online,
                session.visible.flatMap({ session.buffers[$0] })?.isJoined != false || line.hasPrefix("/")
            else {
                return keptLines.insert(line, at: 0)
            }
        }
        holdInput()
        guard !keptLines.isEmpty else { return }
        sending = session.waitingCount == 0 ? .turnByTurn : .atItsPace
        guard sending == .turnByTurn else { return }
        loop.soon { [self] in
            submitKept()
            carryOut()
            drawNow()
        }
    }

    /// What was typed before one is in for the first time goes out by itself then; after a loss the person says when. Where the input has
    /// come to its end, it ends with what was typed.
    private func goOnWithKept() {
        if session.phase == .online, keepsLines || hasInputEnded {
            let isIn = session.visible != .server || Clocks.now.seconds(since: startedAt) > Self.patience
            if isIn || keptLines.first?.hasPrefix("/") == true {
                keepsLines = !isIn
                if sending == .resting { submitKept() }
                carryOut()
            }
        }
        if sending == .atItsPace, session.waitingCount == 0 {
            submitKept()
            carryOut()
        }
        if hasInputEnded, session.phase == .idle, secretPrompt == nil, trustQuestion == nil {
            if !keptLines.isEmpty { tell(["error: What was typed was not sent."]) }
            return leave(status: ExitStatus.unreachable.rawValue)
        }
        if hasInputEnded, keptLines.isEmpty, session.waitingCount == 0 { leave(status: 0) }
    }

    /// Seconds after which what was typed is not kept for a room to come.
    private static var patience: Int64 { 10 }

    private func sendAgain() {
        guard let id = session.visible, let line = session.buffers[id]?.firstPerhapsNotSent else { return }
        if case .notSent(let reason) = session.resend(line, in: id, at: Clocks.now) { tell(["error: \(reason)"]) }
    }

    /// Asks for a password that is not seen as it is typed, where there is somebody to ask. Whoever may be in the middle of a line, which is
    /// not known before its end, is first asked whether they want to.
    func askSecret(_ prompt: SecretPrompt) {
        guard !prompt.isExpected, Echo.hasTerminal else { return askUnseen(prompt) }
        secretQuestion = prompt
        tell(prompt.paragraphs + ["yes or no?"])
    }

    private func askUnseen(_ prompt: SecretPrompt) {
        guard Echo.hasTerminal else {
            tell(["error: \(prompt.question) there is no terminal to ask on. Set password-command in tui.toml."])
            return session.submitSecret(nil, for: prompt, at: Clocks.now)
        }
        secretPrompt = prompt
        Echo.turnOff()
        tell([prompt.question])
    }

    /// Why it was not taken; nil where it was.
    private func submitLine(_ line: String) -> String? {
        // Between buffers there are no keys here.
        if let number = Int(line.dropFirst()), line.first == "/", (1...session.buffers.count).contains(number) {
            show(session.buffers[number - 1].id)
            return nil
        }
        guard case .notSent(let reason) = session.submit(line, in: session.visible ?? .server, at: Clocks.now) else {
            return nil
        }
        return reason
    }

    func tellLines() {
        goOnWithKept()
        guard var view = linear else { return }
        let lines = view.news(session, at: Clocks.now)
        linear = view
        tell(lines)
    }

    func tell(_ lines: [String]) {
        guard !lines.isEmpty else { return }
        let bytes = Array(LinearView.written(lines).utf8)
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress! + done, bytes.count - done) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            done += count
        }
    }

    /// Lines that are held, the oldest first, and the server is asked for more where it can be.
    func searchLines(_ text: String) {
        guard let id = session.visible, let view = linear else { return }
        var search = LocalSearch(text, in: id, of: session)
        while !search.isComplete { search.step(in: session, lines: 100_000) }
        tell(view.found(search, session))
        if session.canSearchServer { _ = session.searchServer(text, in: id, at: Clocks.now) }
    }

    func tellFound() {
        guard let view = linear, let search = session.serverSearch else { return }
        tell(view.found(search))
    }

    func tellLines(around line: LineID) {
        guard let view = linear, let id = session.visible, let buffer = session.buffers[id] else { return }
        tell(view.lines(around: line, in: buffer))
    }
}
