import Glibc
import Synchronization
import SystemBasics
import Transport

/// Why a program could not be started.
struct ProgramStartFailure: Error {
    let cause: String
}

/// A program that runs, in a session of its own: it has no terminal, under whatever name.
struct ChildProcess: ~Copyable {
    private let run: ProgramRun
    private let process: pid_t
    /// The end of a pipe that it writes both its streams to; negative once it has closed them.
    private var output: Int32
    /// The end of a pipe that it reads from; negative once all is written.
    private var input: Int32
    /// Bytes of the input that are written.
    private var writtenCount = 0
    private var outcome = ProgramOutcome(end: .timedOut)
    /// On ``Transport/MonotonicClock``, in nanoseconds.
    private let deadline: UInt64

    /// `POSIX_SPAWN_SETSID` of <spawn.h>, which Swift does not import.
    private static let newSession: Int16 = 0x80
    /// The ends of its pipes are closed in all other programs, also in one that starts at the same time on another thread.
    private static let starting = Mutex(())

    /// Starts a program. One that is named without a slash is looked for in `PATH`. The signals that this program ignores count for it.
    init(_ run: ProgramRun) throws(ProgramStartFailure) {
        self.run = run
        let started = Self.starting.withLock { _ in Self.start(run.words) }
        (process, input, output) = try started.get()
        deadline = MonotonicClock.now() + UInt64(clamping: run.seconds) * 1_000_000_000
        if run.input.isEmpty { closeInput() }
    }

    deinit {
        for descriptor in [input, output] where descriptor >= 0 { close(descriptor) }
    }

    private static func start(_ words: [String]) -> Result<(pid_t, Int32, Int32), ProgramStartFailure> {
        var descriptors: [Int32] = []
        for _ in 0..<2 {
            var ends: [Int32] = [-1, -1]
            guard pipe(&ends) == 0 else {
                let code = errno
                for descriptor in descriptors { close(descriptor) }
                return .failure(ProgramStartFailure(cause: SystemError(code).description))
            }
            descriptors += ends
        }
        for descriptor in descriptors { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        // What it cannot write, and we cannot read, is waited for in poll(2).
        for descriptor in [descriptors[1], descriptors[2]] { _ = fcntl(descriptor, F_SETFL, O_NONBLOCK) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, descriptors[0], STDIN_FILENO)
        for stream in [STDOUT_FILENO, STDERR_FILENO] {
            posix_spawn_file_actions_adddup2(&actions, descriptors[3], stream)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        for signal in [SIGPIPE, SIGXFSZ, SIGCHLD] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF) | newSession)
        let arguments: [UnsafeMutablePointer<CChar>?] = words.map { (word: String) in strdup(word) } + [nil]
        defer { arguments.forEach { free($0) } }
        var process: pid_t = 0
        let code = posix_spawnp(&process, words[0], &actions, &attributes, arguments, environ)
        for descriptor in [descriptors[0], descriptors[3]] { close(descriptor) }
        guard code == 0 else {
            for descriptor in [descriptors[1], descriptors[2]] { close(descriptor) }
            return .failure(ProgramStartFailure(cause: SystemError(code).description))
        }
        return .success((process, descriptors[1], descriptors[2]))
    }

    /// Waits for its end, or for its time to be over: then it is ended, with what it has started.
    mutating func finish() -> ProgramOutcome {
        while true {
            let now = MonotonicClock.now()
            guard now < deadline else {
                end()
                outcome.end = .timedOut
                return outcome
            }
            exchange(forMilliseconds: min(Self.pollMilliseconds, Int32(clamping: (deadline - now) / 1_000_000 + 1)))
            guard let end = Self.end(of: process) else { continue }
            // What it wrote is in the pipe; what it left running may go on writing there, and is not waited for.
            readOutput()
            outcome.end = end
            return outcome
        }
    }

    /// How long it may be over before that is noticed, where its pipes do not tell.
    private static let pollMilliseconds: Int32 = 10

    /// Waits for the pipes, and gives and takes what they bear.
    private mutating func exchange(forMilliseconds milliseconds: Int32) {
        var polled = [
            pollfd(fd: output, events: Int16(POLLIN), revents: 0),
            pollfd(fd: input, events: Int16(POLLOUT), revents: 0),
        ]
        guard poll(&polled, 2, milliseconds) > 0 else { return }
        if polled[0].revents != 0 { readOutput() }
        if polled[1].revents != 0 { writeInput() }
    }

    /// Reads what is there now. More than is wanted is read as well: the program must not wait for that.
    private mutating func readOutput() {
        var chunk = [UInt8](repeating: 0, count: 1 << 14)
        // A program that writes without end is not read without end.
        for _ in 0..<16 where output >= 0 {
            let count = Glibc.read(output, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN { return }
            guard count > 0 else {
                close(output)
                output = -1
                return
            }
            let room = max(run.maxOutputBytes - outcome.output.count, 0)
            outcome.output += chunk[..<min(count, room)]
            outcome.isCut = outcome.isCut || count > room
        }
    }

    private mutating func writeInput() {
        let rest = run.input[writtenCount...]
        let count = rest.withUnsafeBytes { Glibc.write(input, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR || errno == EAGAIN { return }
        writtenCount += max(count, 0)
        // It may as well not want to read it.
        if count < 0 || writtenCount == run.input.count { closeInput() }
    }

    private mutating func closeInput() {
        close(input)
        input = -1
    }

    /// The end of a process, which is taken from the system; nil while it runs.
    private static func end(of process: pid_t) -> ProgramOutcome.End? {
        var status: Int32 = 0
        let ended = waitpid(process, &status, WNOHANG)
        if ended == 0 || ended < 0 && errno == EINTR { return nil }
        // If the system keeps no status for us, there is none.
        guard ended == process else { return .status(0) }
        return status & 0x7F == 0 ? .status(status >> 8 & 0xFF) : .signal(status & 0x7F)
    }

    /// Ends it, by force where it does not end by itself within a second, and leaves no trace of it in the system.
    private mutating func end() {
        kill(-process, SIGTERM)
        for _ in 0..<100 {
            if Self.end(of: process) != nil { return }
            usleep(10_000)
        }
        kill(-process, SIGKILL)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
    }
}
