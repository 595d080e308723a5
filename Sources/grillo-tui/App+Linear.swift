import Client
import Glibc
import TUI

/// The session as lines that come and go: `--linear`, and terminals that cannot be drawn on.
extension App {
    /// Lines were typed, or the input has ended.
    func linesTyped() {
        var bytes = [UInt8](repeating: 0, count: 1 << 14)
        let count = read(STDIN_FILENO, &bytes, bytes.count)
        guard count > 0 else {
            if count < 0, errno == EINTR || errno == EAGAIN { return }
            return leave(status: 0)
        }
        typedBytes += bytes[..<count]
        while let end = typedBytes.firstIndex(of: UInt8(ascii: "\n")) {
            let line = String(decoding: typedBytes[..<end], as: UTF8.self)
            typedBytes.removeSubrange(...end)
            take(line)
        }
        carryOut()
        drawNow()
    }

    private func take(_ line: String) {
        if let prompt = secretPrompt {
            secretPrompt = nil
            Echo.turnOn()
            tell([""])
            return session.submitSecret(line.isEmpty ? nil : line, for: prompt, at: Clocks.now)
        }
        if trustQuestion != nil {
            guard let answer = TrustQuestion.answer(line) else { return tell(["always, once or no?"]) }
            return self.answer(answer)
        }
        hasTyped = true
        if !line.isEmpty { submitLine(line) }
    }

    /// Asks for a password that is not seen as it is typed, where there is somebody to ask.
    func askUnseen(_ prompt: SecretPrompt) {
        guard Echo.hasTerminal else {
            tell(["error: \(prompt.question) there is no terminal to ask on. Set password-command in tui.toml."])
            return session.submitSecret(nil, for: prompt, at: Clocks.now)
        }
        secretPrompt = prompt
        Echo.turnOff()
        tell([prompt.question])
    }

    private func submitLine(_ line: String) {
        // Between buffers there are no keys here.
        if let number = Int(line.dropFirst()), line.first == "/", (1...session.buffers.count).contains(number) {
            return show(session.buffers[number - 1].id)
        }
        let id = session.visible ?? .server
        if case .notSent(let reason) = session.submit(line, in: id, at: Clocks.now) { tell(["error: \(reason)"]) }
    }

    func tellLines() {
        guard var view = linear else { return }
        let lines = view.news(session, at: Clocks.now)
        linear = view
        tell(lines)
    }

    func tell(_ lines: [String]) {
        guard !lines.isEmpty else { return }
        let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress! + done, bytes.count - done) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            done += count
        }
    }
}
