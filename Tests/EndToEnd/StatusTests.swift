import Foundation
import Glibc
import TestSupport
import Testing

/// `grillo status`, as scripts and people have it.
@Suite(.serialized) struct StatusTests {
    private static func status(_ folder: String, _ arguments: String...) throws -> ProgramResult {
        try ProgramResult.of(Programs.grillo, ["status", "--data", folder] + arguments)
    }

    private static func object(_ outcome: ProgramResult) throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
        guard let object else { throw TestFailure(description: "no object: \(outcome)") }
        return object
    }

    /// The shortest of three runs: a machine with much to do makes any single one long.
    private static func shortest(_ folder: String) throws -> (outcome: ProgramResult, time: Duration) {
        let runs = try (0..<3).map { _ in
            let begin = ContinuousClock.now
            return (outcome: try status(folder), time: ContinuousClock.now - begin)
        }
        return runs.min { $0.time < $1.time } ?? runs[0]
    }

    @Test func `A server that is well is told in words and as JSON`() throws {
        let room = try GrilloServer()
        let guest = try RawClient(port: room.port, nick: "guest")
        guest.send("PRIVMSG #lobby :hello", "PING said")
        try guest.expect("said")
        let words = try Self.status(room.dataFolder)
        #expect(words.code == 0 && words.errors.isEmpty, "\(words)")
        let rows = words.output.split(separator: "\n").map { $0.split(separator: "\t", maxSplits: 1) }
        #expect(rows.allSatisfy { $0.count == 2 }, "\(words)")
        #expect(rows.contains { $0 == ["people", "1, in 1 session"] }, "\(words)")
        #expect(rows.contains { $0 == ["health", "well"] }, "\(words)")

        let json = try Self.status(room.dataFolder, "--json")
        #expect(json.code == 0 && json.output.count { $0 == "\n" } == 1, "\(json)")
        let object = try Self.object(json)
        #expect(object["people"] as? Int == 1 && object["process"] as? Int == Int(room.processID), "\(json)")
        #expect((object["ill"] as? [Any])?.isEmpty == true && object["lastBackup"] == nil, "\(json)")
        #expect((object["linesPerSecond"] as? Double ?? 0) > 0, "\(json)")

        let copy = room.folder.file("copy")
        #expect(try ProgramResult.of(Programs.grillo, ["backup", copy, "--data", room.dataFolder]).code == 0)
        let backup = try Self.object(Self.status(room.dataFolder, "--json"))["lastBackup"] as? Double ?? 0
        #expect(abs(backup - Date().timeIntervalSince1970) < 60)
    }

    @Test func `Where no server runs it ends with 69, in one line, and leaves the folder as it is`() throws {
        let room = try GrilloServer()
        room.stop()
        let before = try FileManager.default.contentsOfDirectory(atPath: room.dataFolder).sorted()
        for arguments in [[], ["--json"]] {
            let outcome = try ProgramResult.of(Programs.grillo, ["status", "--data", room.dataFolder] + arguments)
            #expect(outcome.code == 69 && outcome.output.isEmpty, "\(outcome)")
            #expect(outcome.errors.contains("grillo serve --data \(room.dataFolder)"), "\(outcome)")
            #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: room.dataFolder).sorted() == before)
        // As a power cut leaves it: the socket is there, and nobody behind it.
        try room.start()
        room.kill()
        #expect(try Self.status(room.dataFolder).code == 69)
    }

    @Test(.enabled(if: geteuid() == 0, "only root can ask as somebody else"))
    func `Whoever may not look is told so, with 77, though a server runs`() throws {
        let room = try GrilloServer()
        let ask = ["--reuid", "65534", "--clear-groups", Programs.grillo, "status", "--data", room.dataFolder]
        let outcome = try ProgramResult.of(named: "setpriv", ask)
        #expect(outcome.code == 77 && outcome.output.isEmpty, "\(outcome)")
        #expect(outcome.errors.contains("run this as the server's user"), "\(outcome)")
    }

    @Test func `A server that stands still ends it with 1 within a second, and is well again afterwards`() throws {
        let room = try GrilloServer()
        kill(room.processID, SIGSTOP)
        let (outcome, time) = try Self.shortest(room.dataFolder)
        kill(room.processID, SIGCONT)
        #expect(outcome.code == 1 && outcome.output.isEmpty, "\(outcome)")
        #expect(outcome.errors.contains("runs as process \(room.processID) and does not answer: "), "\(outcome)")
        #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome)")
        #expect(time < .seconds(1), "\(time)")
        try wait("it to answer") { try Self.status(room.dataFolder).code == 0 }
    }

    @Test(.enabled(if: SmallDisk.isPossible, "a file system cannot be mounted here, not even in a namespace"))
    func `On a full disk it ends with 1 within a second, and says why`() throws {
        let folder = Scratch()
        let room = try GrilloServer(
            wrapper: SmallDisk.wrapper(megabytes: 6, at: folder.path + "/server"), folder: folder)
        // The folder as the server's namespace has it.
        let place = "/proc/\(room.processID)/root\(room.dataFolder)"
        #expect(try Self.status(place).code == 0)
        _ = try ProgramResult.of(named: "dd", ["if=/dev/zero", "of=\(place)/ballast", "bs=4k"])
        let (outcome, time) = try Self.shortest(place)
        #expect(outcome.code == 1 && outcome.output.contains("ill\tthe disk is nearly full"), "\(outcome)")
        #expect(time < .seconds(1), "\(time)")
        let object = try Self.object(Self.status(place, "--json"))
        #expect((object["ill"] as? [[String: String]])?.contains { $0["part"] == "disk" } == true, "\(object)")
        unlink("\(place)/ballast")
        #expect(try Self.status(place).code == 0)
    }

    @Test(.enabled(if: ForeignProgram.mayTrace, "strace may not be attached to a program that runs"))
    func `A disk that hangs makes a server ill, and it is well again when the disk goes on`() throws {
        let room = try GrilloServer(["--metrics", "127.0.0.1:0"])
        let metrics = try #require(room.announcement.firstMatch(of: /Metrics: http:..127\.0\.0\.1:(\d+)/)).output.1
        func get(_ page: String) throws -> String {
            let question = "printf 'GET \(page) HTTP/1.1\\r\\n\\r\\n' | nc -q -1 127.0.0.1 \(metrics)"
            return try ProgramResult.of(named: "sh", ["-c", question]).output
        }
        let guest = try RawClient(port: room.port, nick: "guest")
        #expect(try get("/health").hasSuffix("\r\n\r\nok\n"))
        let strace = try ForeignProgram.slowSyncs(of: room.processID, by: 60, log: room.folder.file("strace"))
        guest.send("PRIVMSG #lobby :hello", "PING said")
        try wait("it to be ill") { try get("/health").hasSuffix("\r\n\r\nhistory waits for the disk\n") }
        let seconds = try #require(try get("/metrics").firstMatch(of: /\ngrillo_gate_oldest_seconds ([\d.]+)\n/))
        #expect((Double(seconds.output.1) ?? 0) > 5, "\(seconds.output.1)")
        let outcome = try Self.status(room.dataFolder)
        #expect(outcome.code == 1 && outcome.output.contains("ill\tmessages wait for the disk"), "\(outcome)")
        strace.kill()
        try guest.expect("said")
        try wait("it to be well") { try get("/health").hasSuffix("\r\n\r\nok\n") }
        #expect(try Self.status(room.dataFolder).code == 0)
    }

    @Test func `Watched, it is told each second, also while the server is away and when it is back`() throws {
        let room = try GrilloServer()
        let output = try room.folder.write("", to: "watched")
        let watch = Process()
        watch.executableURL = URL(filePath: Programs.grillo)
        watch.arguments = ["status", "--watch", "--data", room.dataFolder]
        watch.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
        watch.standardInput = FileHandle.nullDevice
        try watch.run()
        defer { if watch.isRunning { kill(watch.processIdentifier, SIGKILL) } }
        var told: String { (try? String(contentsOfFile: output, encoding: .utf8)) ?? "" }
        func count(_ row: String) -> Int { told.split(separator: "\n").count { $0.hasPrefix(row) } }
        try wait("two blocks", state: { told }) { count("health\twell") >= 2 }
        room.stop()
        try wait("the end to be told", state: { told }) { count("server\tnot running") >= 1 }
        let before = count("health\twell")
        try room.start()
        try wait("it to be back", state: { told }) { count("health\twell") > before }
        kill(watch.processIdentifier, SIGINT)
        watch.waitUntilExit()
        #expect(watch.terminationReason == .exit && watch.terminationStatus == 0)
        #expect(!told.contains("\u{1B}"))
    }

    @Test func `At a terminal it is drawn over what was drawn before, and Ctrl-C gives the terminal back`() throws {
        let room = try GrilloServer()
        let terminal = try TmuxTerminal(
            Programs.grillo, ["status", "--watch", "--data", room.dataFolder], columns: 120)
        try terminal.waitFor("0, in 0 sessions")
        let guest = try RawClient(port: room.port, nick: "guest")
        let rows = try terminal.waitFor("1, in 1 session")
        #expect(rows.count { $0.hasPrefix("people") } == 1 && rows.contains("health       well"), "\(rows)")
        room.stop()
        let away = try terminal.waitFor("not running")
        #expect(!away.contains { $0.hasPrefix("people") }, "\(away)")
        // Ctrl-C would end the shell behind it, too.
        try terminal.signal(SIGINT)
        #expect(try terminal.exitCode() == 0)
        _ = guest
    }
}
