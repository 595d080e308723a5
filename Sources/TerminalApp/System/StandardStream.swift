import Glibc

/// Standard input and output as lines come and go there.
@MainActor
package final class StandardStream: LinearStream {
    /// True while typed text is hidden.
    private var isEchoOff = false

    package init() {}

    package var isInteractive: Bool { isatty(STDIN_FILENO) == 1 }

    package var canAsk: Bool { isInteractive && isatty(STDOUT_FILENO) == 1 }

    package func read() -> LinearRead {
        var bytes = [UInt8](repeating: 0, count: 1 << 10)
        let count = Glibc.read(STDIN_FILENO, &bytes, bytes.count)
        if count < 0, errno == EINTR || errno == EAGAIN { return .nothing }
        return count > 0 ? .bytes(Array(bytes[..<count])) : .end
    }

    package func write(_ text: String) {
        let bytes = Array(text.utf8)
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress! + done, bytes.count - done) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            done += count
        }
    }

    /// Leaves the terminal alone where it was never told to hide anything.
    package func setEcho(_ isOn: Bool) {
        guard !isOn || isEchoOff else { return }
        isEchoOff = !isOn
        var settings = termios()
        guard tcgetattr(STDIN_FILENO, &settings) == 0 else { return }
        if isOn {
            settings.c_lflag |= tcflag_t(ECHO)
        } else {
            settings.c_lflag &= ~tcflag_t(ECHO)
        }
        tcsetattr(STDIN_FILENO, TCSADRAIN, &settings)
    }
}
