import Glibc

/// Whether what is typed at the terminal is seen: off while a password is, where there is no screen.
@MainActor
enum TerminalEcho {
    private static var isOff = false

    /// Whether somebody can be asked there.
    static var hasTerminal: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

    static func turnOff() { set(isOn: false) }

    /// Does nothing where it is on.
    static func turnOn() { if isOff { set(isOn: true) } }

    private static func set(isOn: Bool) {
        isOff = !isOn
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
