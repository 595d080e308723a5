import Glibc
import SystemBasics
import Transport

/// A program that runs in a process group of its own: at the terminal of this program, or in a session of its own, without a terminal under
/// whatever name.
struct ChildProcess: ~Copyable {
    private let run: ProgramRun
    /// Its process, which leads a process group of the same number.
    let process: pid_t
    /// The end of a pipe that it writes both its streams to; negative once it has closed them.
    private var output: Int32
    /// The end of a pipe that it reads from; negative once all is written.
    private var input: Int32
    /// Bytes of the input that are written.
    private var writtenCount = 0
    private var outcome = ProgramOutcome(end: .unknown)
    private var hasTimedOut = false
    /// Nil for a program that has no terminal.
    private var loan: TerminalLoan?
    /// On ``Transport/MonotonicClock``, in nanoseconds.
    private let deadline: UInt64

    /// Starts a program.
    init(_ run: ProgramRun) throws(ProgramStartFailure) {
        let started = try Self.start(run)
        self.run = run
        (process, input, output) = started
        deadline = MonotonicClock.now() + UInt64(clamping: run.seconds) * 1_000_000_000
        if run.input.isEmpty || run.usesTerminal { closeInput() }
        if run.usesTerminal { loan = TerminalLoan(to: process) }
    }

    deinit {
        for descriptor in [input, output] where descriptor >= 0 { close(descriptor) }
    }

    /// - Returns: its process, and our ends of its pipes.
    private static func start(
        _ run: ProgramRun
    ) throws(ProgramStartFailure) -> (process: pid_t, input: Int32, output: Int32) {
        let given = try pipe()
        defer { close(given.reading) }
        do throws(ProgramStartFailure) {
            let printed = try pipe()
            defer { close(printed.writing) }
            // What it cannot write, and we cannot read, is waited for in poll(2).
            for descriptor in [given.writing, printed.reading] { _ = fcntl(descriptor, F_SETFL, O_NONBLOCK) }
            var start = ProgramStart(run.words)
            start.environment = run.environment
            start.keepsTerminal = run.usesTerminal
            start.input = run.usesTerminal ? .inherited : .descriptor(given.reading)
            start.output = .descriptor(printed.writing)
            start.errors =
                run.usesTerminal ? .inherited : run.keepsErrors ? .descriptor(printed.writing) : .nothing
            do throws(ProgramStartFailure) {
                return (try start.start(), given.writing, printed.reading)
            } catch {
                close(printed.reading)
                throw error
            }
        } catch {
            close(given.writing)
            throw error
        }
    }

    private static func pipe() throws(ProgramStartFailure) -> Pipe {
        do throws(SystemError) {
            return try Pipe()
        } catch {
            throw ProgramStartFailure(cause: error.description)
        }
    }

    /// Waits for its end: what it has started goes on only where it may. Where its time is over, or it has written too much, it is ended with
    /// all that it has started. Its number is its own until ``takeOutcome()``.
    mutating func awaitEnd() {
        defer { loan?.end() }
        while !Self.hasEnded(process) {
            let now = MonotonicClock.now()
            hasTimedOut = now >= deadline
            guard !hasTimedOut, !(run.endsWhenCut && outcome.isCut) else { return end() }
            loan?.renew()
            exchange(forMilliseconds: min(Self.pollMilliseconds, Int32(clamping: (deadline - now) / 1_000_000 + 1)))
        }
        // What it wrote is in the pipe; what it left running may go on writing there, and is not waited for.
        readOutput()
        if !run.mayLeaveRunning { kill(-process, SIGKILL) }
    }

    /// The end of a program that has ended, and its output. Nothing is left of it in the system then.
    mutating func takeOutcome() -> ProgramOutcome {
        let end = Self.takeEnd(of: process)
        // Ctrl-C was meant for this program as well, which was in the background.
        if loan != nil, end == .signal(SIGINT) { raise(SIGINT) }
        outcome.end = hasTimedOut ? .timedOut : end
        return outcome
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
        // The program may as well not want to read the input.
        if count < 0 || writtenCount == run.input.count { closeInput() }
    }

    private mutating func closeInput() {
        close(input)
        input = -1
    }

    /// True if a process has ended, and where the system knows of none.
    static func hasEnded(_ process: pid_t) -> Bool {
        var information = siginfo_t()
        let code = waitid(P_PID, id_t(process), &information, WEXITED | WNOHANG | WNOWAIT)
        return code == 0 ? information.si_signo == SIGCHLD : errno != EINTR
    }

    /// Takes the end of a process from the system, and waits for it. It is unknown where the system keeps none for us.
    static func takeEnd(of process: pid_t) -> ProgramOutcome.End {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else { return .unknown }
        }
        return status & 0x7F == 0 ? .status(status >> 8 & 0xFF) : .signal(status & 0x7F)
    }

    /// Ends it, by force where it does not end by itself within a second, and then what it has started.
    private func end() {
        kill(-process, SIGTERM)
        for _ in 0..<100 where !Self.hasEnded(process) { usleep(10_000) }
        kill(-process, SIGKILL)
    }
}
