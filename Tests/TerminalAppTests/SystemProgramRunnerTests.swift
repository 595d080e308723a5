import Foundation
import Glibc
import TestSupport
import Testing
import Transport

@testable import TerminalApp

@Suite struct SystemProgramRunnerTests {
    init() { ignoreSIGPIPE() }

    private static func shell(
        _ command: String, input: [UInt8] = [], seconds: Int64 = 30, maxOutputBytes: Int = 1000
    ) -> ProgramOutcome {
        SystemProgramRunner().outcome(
            of: ProgramRun(
                words: ["/bin/sh", "-c", command], input: input, seconds: seconds, maxOutputBytes: maxOutputBytes))
    }

    private static func text(_ outcome: ProgramOutcome) -> String { String(decoding: outcome.output, as: UTF8.self) }

    @Test(
        arguments: [
            ("echo a; echo b >&2", .status(0), "a\nb\n"), ("exit 3", .status(3), ""), ("kill -KILL $$", .signal(9), ""),
            ("cat", .status(0), ""), ("exec >&- 2>&-; sleep 0.1; exit 2", .status(2), ""),
            ("(cat </dev/tty) 2>/dev/null || exit 7", .status(7), ""),
        ] as [(String, ProgramOutcome.End, String)])
    func `Its end is told, and what it wrote on both streams`(command: String, end: ProgramOutcome.End, text: String) {
        let outcome = Self.shell(command)
        #expect(outcome.end == end)
        #expect(Self.text(outcome) == text)
    }

    @Test func `No shell reads its arguments`() {
        let outcome = SystemProgramRunner().outcome(
            of: ProgramRun(words: ["echo", "$HOME", "a;b", "*"], seconds: 30, maxOutputBytes: 1000))
        #expect(Self.text(outcome) == "$HOME a;b *\n")
    }

    @Test func `It reads all of its input, however long, or none of it`() {
        let input = [UInt8](repeating: 0x61, count: 1 << 20)
        #expect(Self.text(Self.shell("wc -c", input: input)).contains("\(1 << 20)"))
        #expect(Self.shell("exec <&-; exit 4", input: input).end == .status(4))
        #expect(Self.shell("true", input: input).end == .status(0))
    }

    @Test func `More output than is wanted is left out, and does not stop it`() {
        let outcome = Self.shell("head -c 1000 /dev/zero", maxOutputBytes: 1000)
        #expect(outcome.output.count == 1000 && !outcome.isCut)
        let more = Self.shell("head -c 500000 /dev/zero; exit 5", maxOutputBytes: 1000)
        #expect(more.output.count == 1000 && more.isCut && more.end == .status(5))
    }

    @Test(arguments: ["sleep 600", "trap '' TERM; while :; do sleep 1; done", "yes", "exec >&- 2>&-; sleep 600"])
    func `One that goes on for too long is ended, with what it has started`(command: String) throws {
        let scratch = Scratch()
        let file = scratch.file("process")
        let outcome = Self.shell("echo $$ > '\(file)'; \(command)", seconds: 1)
        #expect(outcome.end == .timedOut)
        let number = try #require(
            pid_t(try String(contentsOfFile: file, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)))
        #expect(kill(number, 0) == -1 && errno == ESRCH)
    }

    /// Waits for the end of a process that is not ours to be waited for.
    static func isGone(_ process: pid_t) -> Bool {
        for _ in 0..<1000 {
            // One that is dead may still wait for its parent to take its end.
            let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
            if status == nil || status?.contains(") Z ") == true { return true }
            usleep(10_000)
        }
        return false
    }

    private static func number(_ text: String?) throws -> pid_t {
        try #require(pid_t((text ?? "").trimmingCharacters(in: .whitespacesAndNewlines)))
    }

    @Test func `What it leaves running is ended with it, unless it may go on`() throws {
        var run = ProgramRun(words: ["/bin/sh", "-c", "sleep 600 & echo $!"], seconds: 30, maxOutputBytes: 100)
        let ended = SystemProgramRunner().outcome(of: run)
        #expect(ended.end == .status(0))
        #expect(Self.isGone(try Self.number(Self.text(ended))))
        run.mayLeaveRunning = true
        let left = try Self.number(Self.text(SystemProgramRunner().outcome(of: run)))
        #expect(kill(left, SIGKILL) == 0)
    }

    @Test func `No signal is blocked or ignored in it`() {
        var (all, before) = (sigset_t(), sigset_t())
        sigfillset(&all)
        pthread_sigmask(SIG_BLOCK, &all, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        let masks = Self.text(Self.shell("grep -E 'Sig(Blk|Ign)' /proc/self/status")).split(separator: "\n")
        // The C library keeps 32 and 33 for itself.
        #expect(masks.map { (UInt64($0.suffix(16), radix: 16) ?? .max) & ~0x1_8000_0000 } == [0, 0])
    }

    @Test func `It has the variables that it is given, beside those that there are`() {
        var run = ProgramRun(
            words: ["/bin/sh", "-c", "echo \"$GRILLO_TEST\"; test -n \"$PATH\""], seconds: 30, maxOutputBytes: 100)
        run.environment = ["GRILLO_TEST": "$(id) ; 'a'"]
        let outcome = SystemProgramRunner().outcome(of: run)
        #expect(outcome.end == .status(0) && Self.text(outcome) == "$(id) ; 'a'\n")
    }

    @Test func `All that run are ended together, and then none is run`() async throws {
        let (runner, scratch) = (SystemProgramRunner(), Scratch())
        let file = scratch.file("process")
        let command = "trap '' TERM; sleep 600 & echo $! > '\(file).part'; mv '\(file).part' '\(file)'; wait; wait"
        let run = ProgramRun(words: ["/bin/sh", "-c", command], seconds: 600, maxOutputBytes: 1)
        let outcome = await withCheckedContinuation { continuation in
            runner.run(run) { continuation.resume(returning: $0) }
            while access(file, F_OK) != 0 { usleep(10_000) }
            runner.endAll()
        }
        #expect(outcome.end != .timedOut)
        #expect(Self.isGone(try Self.number(try? String(contentsOfFile: file, encoding: .utf8))))
        #expect(runner.outcome(of: run).end == .notStarted("grillo-tui is ending"))
    }

    @Test func `One that goes on by itself takes no end away from the others`() {
        let runner = SystemProgramRunner()
        #expect(runner.launch(["true"]) == nil)
        #expect(runner.launch(["/nowhere/at-all"]) == "No such file or directory")
        #expect(Self.shell("exit 3").end == .status(3))
    }

    /// Starts a program that goes on by itself.
    ///
    /// - Returns: its process.
    private static func launch(_ command: String, by runner: SystemProgramRunner) throws -> pid_t {
        let scratch = Scratch()
        let file = scratch.file("process")
        let words = ["/bin/sh", "-c", "echo $$ > '\(file).part'; mv '\(file).part' '\(file)'; \(command)"]
        #expect(runner.launch(words) == nil)
        while access(file, F_OK) != 0 { usleep(10_000) }
        return try number(try? String(contentsOfFile: file, encoding: .utf8))
    }

    /// True if the process has ended and its end is still to be taken.
    private static func isZombie(_ process: pid_t) -> Bool {
        (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8))?.contains(") Z ") == true
    }

    @Test func `Of one that went on by itself nothing is left once it has ended`() throws {
        let runner = SystemProgramRunner()
        let process = try Self.launch("exit 3", by: runner)
        #expect(Self.isGone(process))
        runner.reapLaunched()
        #expect(kill(process, 0) == -1 && errno == ESRCH)
        // Its number may be that of another by now.
        runner.reapLaunched()
    }

    @Test func `One that goes on for long is not waited for, by no thread`() throws {
        let runner = SystemProgramRunner()
        let process = try Self.launch("exec sleep 600", by: runner)
        runner.reapLaunched()
        #expect(kill(process, SIGKILL) == 0)
        #expect(Self.isGone(process))
        // A thread that waited for its end would have taken it by then.
        usleep(100_000)
        #expect(Self.isZombie(process))
        runner.reapLaunched()
        #expect(kill(process, 0) == -1 && errno == ESRCH)
    }

    @Test func `One that is not there is told`() {
        let outcome = SystemProgramRunner().outcome(
            of: ProgramRun(words: ["/nowhere/at-all"], seconds: 1, maxOutputBytes: 1))
        #expect(outcome.end == .notStarted("No such file or directory"))
        #expect(outcome.problem(seconds: 1) == "cannot be started: No such file or directory")
    }
}
