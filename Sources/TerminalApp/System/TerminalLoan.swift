import Glibc

/// The terminal of this program, lent to a program that it runs: only the process group in its foreground may read from a terminal, and is
/// told of Ctrl-C and Ctrl-Z. <https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap11.html>
///
/// To the shell both programs are one job: Ctrl-Z stops both, and when this program goes on so does the other.
struct TerminalLoan: ~Copyable {
    private let terminal: Int32
    private let process: pid_t
    /// The settings of the terminal, which a program that was ended may have left changed; nil where they cannot be read.
    private let settings: termios?
    private var isLent = false

    /// Lends the terminal if this program has it.
    ///
    /// - Parameter process: a child, which leads a process group of the same number.
    /// - Returns: nil where there is no terminal.
    init?(to process: pid_t) {
        terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
        guard terminal >= 0 else { return nil }
        self.process = process
        var settings = termios()
        self.settings = tcgetattr(terminal, &settings) == 0 ? settings : nil
        lend()
    }

    deinit { close(terminal) }

    /// Follows the program when it is stopped, and lends the terminal anew when this one is in the foreground again. To be called often.
    mutating func renew() {
        // It was not lent, or a shell gave it to this program anew.
        guard isLent, tcgetpgrp(terminal) != getpgrp() else { return lend() }
        switch stopSignal {
        case nil: break
        // It asked before the terminal was lent.
        case SIGTTIN, SIGTTOU: kill(-process, SIGCONT)
        default:
            takeBack()
            kill(0, SIGTSTP)
        }
    }

    /// Takes the terminal back, as it was, where nobody else has taken it meanwhile: a shell does where this program was stopped from outside, and
    /// neither the terminal nor its settings are this program's any more.
    mutating func end() {
        guard isLent else { return }
        guard isWithProgram else { return isLent = false }
        takeBack()
        if var settings { tcsetattr(terminal, TCSADRAIN, &settings) }
    }

    /// True while the terminal is where it was lent to, or where that has left it: with a process group that is gone.
    private var isWithProgram: Bool {
        let group = tcgetpgrp(terminal)
        return group == process || group == 0 || (group > 0 && kill(-group, 0) != 0 && errno == ESRCH)
    }

    private mutating func lend() {
        guard tcgetpgrp(terminal) == getpgrp() else { return }
        isLent = setForeground(process)
        // It may have been stopped in the background.
        kill(-process, SIGCONT)
    }

    private mutating func takeBack() {
        isLent = false
        setForeground(getpgrp())
    }

    /// - Returns: false where the terminal does not take the group.
    @discardableResult
    private func setForeground(_ group: pid_t) -> Bool {
        // Else a program in the background would be stopped for this.
        var (signal, before) = (sigset_t(), sigset_t())
        sigemptyset(&signal)
        sigaddset(&signal, SIGTTOU)
        pthread_sigmask(SIG_BLOCK, &signal, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        return tcsetpgrp(terminal, group) == 0
    }

    /// The signal that the program has been stopped by since this was asked last; nil if it was not.
    private var stopSignal: Int32? {
        var information = siginfo_t()
        guard waitid(P_PID, id_t(process), &information, WSTOPPED | WNOHANG) == 0, information.si_signo == SIGCHLD
        else { return nil }
        return information._sifields._sigchld.si_status
    }
}
