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
        SystemProgramRunner.outcome(
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
        let outcome = SystemProgramRunner.outcome(
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

    @Test func `What it leaves running is not waited for`() {
        let outcome = Self.shell("sleep 4 & echo started", seconds: 2)
        #expect(outcome.end == .status(0) && Self.text(outcome) == "started\n")
    }

    @Test func `One that is not there is told`() {
        let outcome = SystemProgramRunner.outcome(
            of: ProgramRun(words: ["/nowhere/at-all"], seconds: 1, maxOutputBytes: 1))
        #expect(outcome.end == .notStarted("No such file or directory"))
        #expect(outcome.problem(seconds: 1) == "cannot be started: No such file or directory")
    }
}
