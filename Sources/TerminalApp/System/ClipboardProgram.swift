import Dispatch
import Glibc

/// A program that puts a text into the clipboard of the desktop at which the person sits, where there is one.
package struct ClipboardProgram: Sendable {
    /// Bytes of a text at most: so many a pipe takes at once, and nobody waits for the program.
    private static let longestText = 1 << 16
    /// `POSIX_SPAWN_SETSID` of <spawn.h>, which Swift does not import.
    private static let newSession: Int16 = 0x80

    private static let waits = DispatchQueue(label: "grillo.clipboard", attributes: .concurrent)

    private let words: [String]

    /// As it is called.
    package var name: String { words[0] }

    /// - Parameter words: the program and its arguments; it reads the text from its input.
    package init(_ name: String, _ arguments: String...) { words = [name] + arguments }

    /// The program for the display that the environment names; nil where it names none, or the program is not installed.
    ///
    /// - Parameters:
    ///   - variable: looks up a variable of the environment.
    ///   - isInstalled: tells whether there is a program of this name.
    package init?(_ variable: (String) -> String?, isInstalled: (String) -> Bool) {
        if variable("WAYLAND_DISPLAY") != nil, isInstalled("wl-copy") {
            self.init("wl-copy")
        } else if variable("DISPLAY") != nil, isInstalled("xclip") {
            self.init("xclip", "-selection", "clipboard")
        } else {
            return nil
        }
    }

    /// Tells whether a folder of the `PATH` has a program of this name.
    package static func isInstalled(_ name: String) -> Bool {
        (Environment["PATH"] ?? "").split(separator: ":").contains { access("\($0)/\(name)", X_OK) == 0 }
    }

    /// Starts the program and hands it a text; what it makes of it is not waited for.
    ///
    /// - Returns: false where it could not be started, or the text is too long for it.
    func take(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        var ends: [Int32] = [-1, -1]
        guard bytes.count <= Self.longestText, pipe(&ends) == 0 else { return false }
        defer { close(ends[1]) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
        guard start(reading: ends[0]) else {
            close(ends[0])
            return false
        }
        close(ends[0])
        return write(ends[1], bytes, bytes.count) == bytes.count
    }

    /// Starts the program without the terminal, in a session of its own: it has the text for as long as it is asked for.
    private func start(reading descriptor: Int32) -> Bool {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, descriptor, STDIN_FILENO)
        for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        for signal in [SIGPIPE, SIGCHLD] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF) | Self.newSession)
        let words: [UnsafeMutablePointer<CChar>?] = self.words.map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var process: pid_t = 0
        guard posix_spawnp(&process, name, &actions, &attributes, words, environ) == 0 else { return false }
        // Its end is of no interest, but nothing of it is to be left in the system.
        Self.waits.async { [process] in while waitpid(process, nil, 0) < 0, errno == EINTR {} }
        return true
    }
}
