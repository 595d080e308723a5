import Basics
import Foundation
import Glibc
import TestSupport
import Testing

/// The log that `grillo-tui` keeps of a server without history.
@Suite(.serialized, .timeLimit(.minutes(4))) struct LocalLogTests {
    private let server: ScriptedServer
    private let home: Scratch

    init() throws {
        server = try ScriptedServer()
        home = Scratch()
        _ = try home.write(TmuxTerminal.plainScreen + "log = \"all\"\n", to: "config/grillo/tui.toml")
    }

    private var arguments: [String] {
        ["--no-tls", "--nick", "anna", "--room", "#l", "127.0.0.1", "\(server.port)"]
    }

    private var folder: String { home.file("state/grillo/log") }
    private var file: String { folder + "/" + PercentEncoding.encode("127.0.0.1:\(server.port)") + ".sqlite" }

    /// Starts the program, and waits until it is in the room.
    ///
    /// - Parameter wrapper: a program that runs it.
    private func start(wrapper: [String] = []) throws -> TmuxTerminal {
        let before = server.lines.count
        let command = wrapper + [Programs.tui] + arguments
        let anna = try TmuxTerminal(command[0], Array(command.dropFirst()), home: home)
        try wait("the room to be entered", state: { (try? anna.screen) ?? "" }) {
            server.lines[before...].contains { $0.hasPrefix("JOIN #l") }
        }
        return anna
    }

    private func say(_ text: String) { server.say(":berta!b@h PRIVMSG #l :\(text)") }

    private func query(_ sql: String) throws -> String {
        try ProgramResult.of(named: "sqlite3", ["-readonly", file, sql]).output
    }

    private func pass(seconds: Double) throws {
        let start = Date()
        try wait("time to pass") { Date().timeIntervalSince(start) > seconds }
    }

    // MARK: An end without warning

    @Test func `What was on the screen for a second is there after kill -9, scrolled and found`() throws {
        let first = try start()
        say("a needle among the lines")
        // More than a page of the log.
        for number in 1...150 { say("«\(number)»") }
        try first.waitFor("«150»")
        try pass(seconds: 1)
        try first.signal(SIGKILL)
        #expect(try first.exitCode() == 128 + SIGKILL)

        let second = try start()
        try second.waitFor("«150»")
        say("«151»")
        let bottom = try second.waitFor("«151»")
        let shown = bottom.marks.compactMap { Int($0.dropFirst().dropLast()) }
        #expect(shown == Array((shown.first ?? 0)...151), "once each, in order")
        // It is on no page that was fetched: the log is asked.
        try second.press("C-f")
        try second.enter("needle")
        try second.waitFor("found in the log here")
        try second.waitForRows("the line found") { rows in rows.contains { $0.contains("a needle among the lines") } }
        try second.press("Escape")
        try second.waitForRows("the room again") { rows in !rows.contains { $0.contains("needle") } }
        for _ in 0..<20 where try !second.screen.contains("a needle among") { try second.press("PageUp") }
        let top = try second.waitFor("a needle among the lines")
        #expect(top.count { $0.contains("a needle among the lines") } == 1)
        #expect(top.contains { $0.contains("«1»") })
    }

    // MARK: A disk that is full

    /// Fills the disk on which the log is, as the program's namespace has it.
    private func fillDisk(of terminal: TmuxTerminal) throws -> String {
        let ballast = "/proc/\(terminal.processID ?? 0)/root\(folder)/ballast"
        let descriptor = open(ballast, O_WRONLY | O_CREAT, 0o600)
        guard descriptor >= 0 else { throw TestFailure(description: "\(ballast): \(errno)") }
        defer { close(descriptor) }
        let zeros = [UInt8](repeating: 0, count: 4096)
        while write(descriptor, zeros, zeros.count) > 0 {}
        return ballast
    }

    private func expectOneComplaint(_ words: String, _ terminal: TmuxTerminal) throws {
        try terminal.press("M-1")
        try terminal.waitFor(words)
        #expect(try terminal.rows.count { $0.contains(words) } == 1)
        try terminal.press("M-2")
    }

    private func chat(_ text: String, _ terminal: TmuxTerminal) throws {
        say("do you hear \(text)?")
        try terminal.waitFor("do you hear \(text)?")
        try terminal.enter("I hear \(text)")
        try wait("an answer") { server.lines.contains { $0.hasSuffix("PRIVMSG #l :I hear \(text)") } }
    }

    @Test(.enabled(if: SmallDisk.isPossible, "a file system cannot be mounted here, not even in a namespace"))
    func `A full disk is told once, and one talks on; where there is room again, nothing is missing`() throws {
        let anna = try start(wrapper: SmallDisk.wrapper(megabytes: 2, at: folder))
        try chat("the first", anna)
        // The program makes its log when there is something to keep.
        let root = "/proc/\(anna.processID ?? 0)/root"
        try wait("a log") { FileManager.default.fileExists(atPath: root + file + "-wal") }
        let ballast = try fillDisk(of: anna)
        // What is open already has a little room left.
        for number in 1...200 { say("«\(number)» " + String(repeating: "x", count: 300)) }
        try anna.waitFor("«200»")
        try chat("the second", anna)
        try expectOneComplaint("the log is not written: the disk is full", anna)
        try pass(seconds: 6)
        try chat("the third", anna)
        try expectOneComplaint("the log is not written: the disk is full", anna)
        try FileManager.default.removeItem(atPath: ballast)
        try expectOneComplaint("the log is written again", anna)
        try chat("the fourth", anna)
        try anna.enter("/quit")
        #expect(try anna.exitCode() == 0)
    }

    @Test func `A bound for the size of files is told once, too, and ends nothing`() throws {
        // The unit of the bound is that of the shell: 512 bytes.
        let anna = try start(wrapper: ["sh", "-c", "ulimit -f 400; exec \"$@\"", "sh"])
        try chat("the first", anna)
        for number in 1...400 { say("«\(number)» " + String(repeating: "x", count: 300)) }
        try anna.waitFor("«400»")
        try chat("the second", anna)
        try expectOneComplaint("the log is not written: ", anna)
        try chat("the third", anna)
        #expect(!anna.hasEnded)
    }

    // MARK: Other versions

    @Test func `The log of a later version is left alone, which is told`() throws {
        let first = try start()
        say("from before")
        try first.waitFor("from before")
        try first.enter("/quit")
        #expect(try first.exitCode() == 0)
        #expect(try ProgramResult.of(named: "sqlite3", [file, "PRAGMA user_version = 99"]).code == 0)
        let lines = try query("SELECT count(*) FROM lines")

        let second = try start()
        try chat("the new one", second)
        try expectOneComplaint("Nothing is kept", second)
        try second.enter("/quit")
        #expect(try second.exitCode() == 0)
        #expect(try query("SELECT count(*) FROM lines") == lines)
        #expect(try query("PRAGMA user_version") == "99\n")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count { $0.contains("damaged") } == 0)
    }

    // MARK: What one does with it

    @Test func `All of it is written out, by room, as text and as JSON`() throws {
        let anna = try start()
        say("said with “quotes” and \u{2}bold")
        try anna.waitFor("quotes")
        try anna.enter("an answer")
        let words = "CAST(text AS TEXT)"
        try wait("both to be kept") {
            try query("SELECT count(*) FROM lines WHERE \(words) LIKE '%quotes%' OR \(words) = 'an answer'") == "2\n"
        }
        try anna.enter("/quit")
        #expect(try anna.exitCode() == 0)
        let environment = ["XDG_STATE_HOME": home.file("state"), "XDG_CONFIG_HOME": home.file("config"), "TZ": "UTC"]
        func export(_ arguments: String...) throws -> ProgramResult {
            try ProgramResult.of(Programs.tui, ["--export-log"] + arguments, environment: environment)
        }
        let network = "127.0.0.1:\(server.port)"
        let text = try export(network)
        #expect(text.code == 0 && text.errors == "")
        #expect(text.output.contains(/\n\d{4}-\d\d-\d\d \d\d:\d\d:\d\d #l <berta> said with “quotes” and bold\n/))
        #expect(text.output.contains(" #l <anna> an answer\n"))
        let json = try export(network + "/#L", "--format", "json").output.split(separator: "\n")
        let found = try json.map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(found.count == text.output.split(separator: "\n").count)
        let said = found.filter { $0["kind"] as? String == "message" }
        #expect(said.map { $0["nick"] as? String } == ["berta", "anna"])
        #expect(said.map { $0["text"] as? String } == ["said with “quotes” and \u{2}bold", "an answer"])
        #expect(said.map { $0["own"] as? Bool } == [nil, true])
        let wrong = try export("irc.nowhere.invalid")
        #expect(wrong.code != 0 && wrong.output == "" && wrong.errors.contains(network))
    }
}
