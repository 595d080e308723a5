import Glibc
import SystemBasics

/// Why a program could not be started.
struct ProgramStartFailure: Error {
    let cause: String
}

/// A program as it is to be started. All that this program starts is started here.
struct ProgramStart {
    /// One of a program's three streams.
    enum Stream {
        /// That of this program.
        case inherited
        case nothing
        case descriptor(Int32)
    }

    /// The program and its arguments. One that is named without a slash is looked for in `PATH`. Never empty.
    let words: [String]
    /// Variables that it has beside those of this program, or with another value.
    var environment: [String: String] = [:]
    var input = Stream.nothing
    var output = Stream.nothing
    var errors = Stream.nothing
    /// True if it stays at the terminal of this program, in the background at first; else it has a session of its own, and no terminal under
    /// whatever name.
    var keepsTerminal = false

    init(_ words: [String]) { self.words = words }

    /// `POSIX_SPAWN_SETSID` of <spawn.h>, which Swift does not import.
    private static let newSession: Int16 = 0x80

    /// Starts it. No signal is blocked in it, whichever the thread that starts it blocks, and none is ignored.
    ///
    /// - Returns: the process, which is to be waited for. It leads a process group of the same number.
    func start() throws(ProgramStartFailure) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, stream) in [(STDIN_FILENO, input), (STDOUT_FILENO, output), (STDERR_FILENO, errors)] {
            switch stream {
            case .inherited: break
            case .nothing: posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDWR, 0)
            case .descriptor(let descriptor): posix_spawn_file_actions_adddup2(&actions, descriptor, number)
            }
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF)
                | (keepsTerminal ? Int16(POSIX_SPAWN_SETPGROUP) : Self.newSession))
        let arguments = Self.pointers(to: words)
        let variables = Self.pointers(to: allVariables)
        defer { (arguments + variables).forEach { free($0) } }
        var process: pid_t = 0
        let code = posix_spawnp(&process, words[0], &actions, &attributes, arguments, variables)
        guard code == 0 else { throw ProgramStartFailure(cause: SystemError(code).description) }
        return process
    }

    /// The environment that it has: `NAME=value` each.
    private var allVariables: [String] {
        var lines: [String] = []
        var next = environ
        while let pointer = next.pointee {
            let line = String(cString: pointer)
            if environment[String(line.prefix { $0 != "=" })] == nil { lines.append(line) }
            next += 1
        }
        return lines + environment.map { "\($0.key)=\($0.value)" }
    }

    /// Copies of texts for the C library, and nil behind them.
    private static func pointers(to texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
        texts.map { (text: String) in strdup(text) } + [nil]
    }
}
