import Foundation
import Glibc
import TestSupport

/// What a program said and how it ended.
struct ProgramResult {
    /// 128 and the number of the signal where one ended it.
    let code: Int32
    let output: String
    let errors: String

    /// Runs a program to its end.
    ///
    /// What a program leaves behind in the background, as tmux does, is not waited for: so there are no pipes, and no
    /// `Process` of Foundation, which waits until all have ended that came of it.
    static func of(
        _ program: String, _ arguments: [String], environment: [String: String] = [:], input: String = ""
    ) throws -> ProgramResult {
        let folder = Scratch()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, try folder.write(input, to: "input"), O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, folder.path + "/output", O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, folder.path + "/errors", O_WRONLY | O_CREAT, 0o600)
        for descriptor in 3..<Int32(256) { posix_spawn_file_actions_addclose(&actions, descriptor) }
        // The threads of Dispatch block signals; what they start must not.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }.map { "\($0)=\($1)" }
        var process: pid_t = 0
        let failure = withPointers([program] + arguments) { arguments in
            withPointers(variables) { posix_spawn(&process, program, &actions, &attributes, arguments, $0) }
        }
        guard failure == 0 else { throw TestFailure(description: "\(program): \(String(cString: strerror(failure)))") }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        return ProgramResult(
            code: signal == 0 ? (status >> 8) & 0xFF : 128 + signal,
            output: try String(contentsOfFile: folder.path + "/output", encoding: .utf8),
            errors: try String(contentsOfFile: folder.path + "/errors", encoding: .utf8))
    }

    /// Runs a program that is found by its name, as `PATH` has it.
    static func of(named name: String, _ arguments: [String], input: String = "") throws -> ProgramResult {
        try of("/usr/bin/env", [name] + arguments, input: input)
    }

    private static func withPointers<Result>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let pointers = strings.map { strdup($0) }
        defer { pointers.forEach { free($0) } }
        return body(pointers + [nil])
    }
}
