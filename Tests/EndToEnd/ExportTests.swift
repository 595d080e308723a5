import Foundation
import Glibc
import TestSupport
import Testing

/// `grillo export`, beside a server that runs, and after it.
@Suite(.serialized) struct ExportTests {
    private let room: GrilloServer

    init() throws { room = try GrilloServer() }

    private func export(_ words: String...) throws -> ProgramResult {
        try ProgramResult.of(Programs.grillo, ["export", "--data", room.dataFolder] + words)
    }

    /// Alice says two things and takes one of them back; bob writes to her.
    private func talk() throws {
        for name in ["alice", "bob"] {
            let made = try ProgramResult.of(
                Programs.grillo, ["account", "add", name, "--data", room.dataFolder], input: "sesame sesame\n")
            #expect(made.code == 0, "\(made)")
        }
        let capabilities = RawClient.historyCapabilities + " draft/message-redaction"
        let alice = try RawClient(port: room.port)
        _ = try alice.logIn("alice", "sesame sesame", capabilities: capabilities)
        try alice.expect(" 422 ")
        alice.send("JOIN #lobby", "PRIVMSG #lobby :hello <b>all</b>", "PRIVMSG #lobby :regretted")
        let line = try alice.expect("regretted")
        let id = try #require(line.firstMatch(of: /msgid=([0-9a-z]+)/)).1
        alice.send("REDACT #lobby \(id)")
        try alice.expect("REDACT #lobby \(id)")
        let bob = try RawClient(port: room.port)
        _ = try bob.logIn("bob", "sesame sesame", capabilities: capabilities)
        try bob.expect(" 422 ")
        bob.send("JOIN #den", "PRIVMSG #den :alone here", "PRIVMSG alice :for alice alone", "PING done")
        try bob.expect("PONG")
        try alice.expect("for alice alone")
    }

    @Test func `All of it leaves while the server runs, and the same once it does not`() throws {
        try talk()
        let running = try export()
        let lines = running.output.split(separator: "\n")
        #expect(running.code == 0 && running.errors.isEmpty, "\(running)")
        #expect(lines.first?.hasPrefix(#"{"grillo-history":1,"program":"grillo "#) == true)
        let events = lines.filter { $0.hasPrefix(#"{"event":{"#) }
        #expect(lines.last == #"{"end":\#(events.count)}"#)
        #expect(running.output.contains("hello <b>all</b>") && running.output.contains("for alice alone"))
        #expect(!running.output.contains("regretted"))
        for line in lines { #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) } }
        room.stop()
        let stopped = try export("--until", "2000-01-01")
        #expect(stopped.output.split(separator: "\n").last == #"{"end":0}"#, "\(stopped)")
        let file = room.folder.file("out.jsonl")
        #expect(try export("--output", file).output == "The history is in \(file).\n")
        let written = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
        #expect(written.dropFirst().starts(with: lines.dropFirst().dropLast()))
        let again = try export("--output", file)
        #expect(again.code == 74 && again.errors.contains("\(file) is there already: name another"), "\(again)")
        let verdict = try ProgramResult.of(Programs.grillo, ["verify", "--data", room.dataFolder])
        #expect(verdict.code == 0, "\(verdict)")
    }

    @Test func `A person's data is that person's`() throws {
        try talk()
        let alice = try export("--account", "alice").output
        for own in [#"{"account":{"name":"alice""#, "hello <b>all</b>", "for alice alone"] {
            #expect(alice.contains(own), "\(own)")
        }
        for other in ["alone here", #"{"room""#, "sesame"] { #expect(!alice.contains(other), "\(other)") }
    }

    @Test func `Rooms leave as text and as pages, one each`() throws {
        try talk()
        let text = try export("--format", "text", "--room", "#lobby", "--time-zone", "UTC")
        #expect(text.output.contains("\talice\thello <b>all</b>\n") && !text.output.contains("alone here"), "\(text)")
        for (format, files) in [
            ("text", ["irc.grillo.#den.weechatlog", "irc.grillo.#lobby.weechatlog"]),
            ("html", ["#den.html", "#lobby.html"]),
        ] {
            let folder = room.folder.file(format)
            let outcome = try export("--format", format, "--output", folder)
            #expect(outcome.output == "The history is in \(folder): 2 files.\n", "\(outcome)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == files)
        }
        let page = try String(contentsOfFile: room.folder.file("html/#lobby.html"), encoding: .utf8)
        #expect(page.contains("hello &lt;b&gt;all&lt;/b&gt;") && !page.contains("<b>all"))
    }

    @Test func `One that is killed before it is whole is known by its name, and the history is as it was`() throws {
        try talk()
        room.stop()
        let before = try room.query("SELECT count(*), max(number) FROM events")
        let command = [Programs.grillo, "export", "--data", room.dataFolder]
        // Before the first byte, and when all of them are there.
        let moments = ["write", "fsync"].flatMap { call in ["out.jsonl", "rooms"].map { (call, "\(call)-\($0)") } }
        for (call, output) in moments {
            let strace = [
                "-f", "-qq", "-o", "/dev/null", "-e", "trace=\(call)", "-e", "inject=\(call):signal=SIGKILL:when=1",
            ]
            let form = output.hasSuffix("rooms") ? ["--format", "text"] : []
            let path = room.folder.file(output)
            let killed = try ProgramResult.of(named: "strace", strace + command + form + ["--output", path])
            #expect(killed.code != 0 && access(path, F_OK) != 0, "\(killed)")
            let names = try FileManager.default.contentsOfDirectory(atPath: room.folder.path)
            #expect(names.contains { $0.hasPrefix(output + ".") && $0.hasSuffix(".partial") }, "\(names)")
            let again = try ProgramResult.of(command[0], Array(command.dropFirst()) + form + ["--output", path])
            #expect(again.code == 0 && access(path, F_OK) == 0, "\(again)")
        }
        #expect(try room.query("SELECT count(*), max(number) FROM events") == before)
        let verdict = try ProgramResult.of(Programs.grillo, ["verify", "--data", room.dataFolder])
        #expect(verdict.code == 0, "\(verdict)")
    }
}
