import Foundation
import TestSupport
import Testing

/// `grillo doctor` on machines that have what it tells of. No test may set a machine's clock, or slow its disk: a library answers in its place.
@Suite(.timeLimit(.minutes(1))) struct DoctorMachineTests {
    private static let noCompiler: Comment = "there is no compiler of C"

    private let folder = Scratch()

    // MARK: Descriptors

    @Test func `A limit of open files that is low`() throws {
        let few = ["sh", "-c", "ulimit -n 200; exec \"$@\"", "sh"]
        try doctor(["--data", folder.path], wrapper: few).expectLine("warning: only 200 files may be open at once")
        let fewest = ["sh", "-c", "ulimit -n 40; exec \"$@\"", "sh"]
        try doctor(["--data", folder.path], wrapper: fewest).expectLine(
            "error: only 40 files may be open at once, and a server needs 64: raise it with ulimit -n 65536")
    }

    @Test func `A server that has most of its files open`() throws {
        let room = try GrilloServer(["--unlimited"], wrapper: ["prlimit", "--nofile=200:200"])
        func outcome() throws -> ProgramResult { try doctor(["--data", room.dataFolder]) }
        try outcome().expectLine("warning: only 200 files may be open at once, and each connection is one: ")
        let crowd = try (0..<170).map { _ in try RawClient(port: room.port) }
        try wait("them to be counted") { try outcome().output.contains(" of the 200 files that may be open at once") }
        try outcome().expectLine(
            "warning: ", "raise it with ulimit -n 65536, or LimitNOFILE=65536 in the service's unit")
        withExtendedLifetime(crowd) {}
    }

    // MARK: Syncs

    @Test func `A library that makes every sync do nothing`() throws {
        // Any other library with the name is as good to try it with.
        let libraries = try ProgramResult.of(named: "sh", ["-c", "ls /lib/*/libutil.so.1 /usr/lib*/libutil.so.1"])
            .output
        let library = try #require(libraries.split(separator: "\n").first.map(String.init))
        let copy = folder.path + "/libeatmydata.so"
        try FileManager.default.copyItem(atPath: URL(filePath: library).resolvingSymlinksInPath().path, toPath: copy)
        let outcome = try doctor(["--data", folder.path], environment: ["LD_PRELOAD": copy])
        outcome.expectLine("error: \(copy) makes every sync do nothing: start the server without it")
        // Beside a server it is the server's libraries that count.
        let room = try GrilloServer(wrapper: ["env", "LD_PRELOAD=\(copy)"])
        try doctor(["--data", room.dataFolder]).expectLine("error: \(copy) makes every sync do nothing: ")
    }

    /// A file system with a finding of its own says more than the time.
    private static let isOnDisk =
        (try? doctor(["--data", NSTemporaryDirectory() + "/none"]))?.output.contains("; file system (") == true

    @Test(
        .enabled(if: PreloadedLibrary.isPossible, noCompiler),
        .enabled(if: isOnDisk, "the folder of the tests is not on a disk of this machine"))
    func `A sync that takes no time`() throws {
        let library = try PreloadedLibrary("int fdatasync(int descriptor) { return 0; }", in: folder)
        let line = "error: a sync in \(folder.path) takes no time, so that it does nothing: move it to a disk"
        // A machine with much to do takes its time for what does nothing, too.
        try wait("it to be told") {
            try doctor(["--data", folder.path], environment: library.environment).output.contains(line)
        }
    }

    @Test(.enabled(if: PreloadedLibrary.isPossible, noCompiler)) func `A sync that takes long`() throws {
        let slow = "#include <unistd.h>\nint fdatasync(int descriptor) { return usleep(60000); }"
        let library = try PreloadedLibrary(slow, in: folder)
        let outcome = try doctor(["--data", folder.path], environment: library.environment)
        outcome.expectLine("warning: a sync in \(folder.path) takes ", "or set durability = \"os\"")
        #expect(outcome.output.contains(" ms, and each line waits for one: "), "\(outcome)")
        #expect(!(try doctor(["--data", folder.path]).output.contains("each line waits")))
    }

    // MARK: The clock

    @Test func `A clock that stands before the last line`() throws {
        let data = try GrilloServer.servedFolder(in: folder)
        try doctor(["--data", data], wrapper: ["faketime", "-f", "-1d"]).expectLine(
            "error: the clock is 86", "until it has caught up, new messages have the time of the last one")
        #expect(!(try doctor(["--data", data]).output.contains("the clock is")))
    }

    @Test(
        .enabled(if: PreloadedLibrary.isPossible, noCompiler),
        arguments: [
            ("clock->status = STA_UNSYNC; return TIME_ERROR;", "warning: nothing keeps the clock right: "),
            ("clock->status = STA_PLL; return TIME_OK;", "Fine: "),
            ("return -1;", "Not known: clock (the system does not tell whether something keeps it right)"),
        ])
    func `The kernel's word for the clock`(answer: String, beginning: String) throws {
        let call = "#include <sys/timex.h>\nint adjtimex(struct timex *clock) { \(answer) }"
        let library = try PreloadedLibrary(call, in: folder)
        let outcome = try doctor(["--data", folder.path], environment: library.environment)
        outcome.expectLine(beginning)
        #expect(outcome.output.contains("; clock; ") == (beginning == "Fine: "), "\(outcome)")
    }
}
