import Foundation
import Glibc
import TestSupport
import Testing

/// What goes wrong for those who enter: said in one line, and nothing that was typed is lost.
@Suite(.serialized) struct ClientErrorTests {
    /// Runs `grillo-tui` in a terminal to its end; gives its exit code and what it said on stderr.
    private func outcome(_ arguments: [String], environment: [String: String] = [:], home: Scratch? = nil) throws
        -> (code: Int32, errors: String)
    {
        let folder = Scratch()
        let errors = folder.path + "/errors"
        let terminal = try TmuxTerminal(
            Programs.tui, arguments, home: home, environment: environment, errors: errors)
        let code = try terminal.exitCode(seconds: 60)
        #expect(try terminal.damage() == [])
        return (code, try String(contentsOfFile: errors, encoding: .utf8))
    }

    /// One line: the program's name, the cause, the remedy.
    private func expectOneLine(_ errors: String, _ words: String..., at location: SourceLocation = #_sourceLocation) {
        #expect(errors.hasPrefix("grillo-tui: ") && errors.hasSuffix("\n"), sourceLocation: location)
        #expect(errors.split(separator: "\n").count == 1, sourceLocation: location)
        for word in words { #expect(errors.contains(word), sourceLocation: location) }
    }

    @Test func `A host that is not there`() throws {
        let (code, errors) = try outcome(["no-such-host.invalid"])
        #expect(code == 69)
        expectOneLine(errors, "no-such-host.invalid", "Check its spelling")
    }

    @Test func `A port where nobody listens`() throws {
        let port = try FreePort()
        let (code, errors) = try outcome(["127.0.0.1", "\(port.number)"])
        #expect(code == 69)
        expectOneLine(errors, "127.0.0.1", "\(port.number)", "refused", "grillo serve")
    }

    @Test func `A terminal that nothing is known of`() throws {
        let room = try GrilloServer()
        for name in ["no-such-terminal", ""] {
            let (code, errors) = try outcome(["127.0.0.1", "\(room.port)"], environment: ["TERM": name])
            #expect(code == 64)
            expectOneLine(errors, name.isEmpty ? "TERM is not set" : "no-such-terminal", "TERM=xterm-256color")
        }
    }

    @Test func `No terminal at all`() throws {
        let room = try GrilloServer()
        let outcome = try ProgramResult.of(Programs.tui, ["127.0.0.1", "\(room.port)"])
        #expect(outcome.code == 64)
        #expect(outcome.output.isEmpty)
        expectOneLine(outcome.errors, "must be a terminal", "Run it without pipes")
    }

    @Test(arguments: [
        ["localhost", "0"], ["localhost", "70000"], ["localhost", "port"], ["a b"], ["--nick", "a b"],
        ["--nick", "1st"], ["--room", "#a b"], ["--no-such-flag"], ["--serve", "--tls"], ["6640"],
        ["--serve", "6640"],
    ])
    func `Arguments that make no sense`(arguments: [String]) throws {
        let outcome = try ProgramResult.of(Programs.tui, arguments)
        #expect(outcome.code == 64)
        #expect(outcome.output.isEmpty)
        #expect(!outcome.errors.isEmpty)
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }

    @Test(arguments: [
        ("6640", "Say grillo-tui localhost 6640."), ("65535", "Say grillo-tui localhost 65535."),
        ("0", "0 is no port. Give a number from 1 to 65535"), ("00", "0 is no port. Give a number from 1 to 65535"),
    ])
    func `A number alone is taken for a port, if it can be one`(number: String, words: String) throws {
        let outcome = try ProgramResult.of(Programs.tui, [number])
        #expect(outcome.code == 64 && outcome.errors.contains(words), "\(outcome.errors)")
        let other = try ProgramResult.of(Programs.tui, ["+" + number])
        #expect(other.code != 0 && !other.errors.contains("localhost +"), "\(other.errors)")
    }

    @Test func `The server goes and comes back, and the draft is still there`() throws {
        let room = try GrilloServer()
        let anna = try TmuxTerminal.grillo(room, nick: "anna", columns: 200)
        try anna.type("half a thought")
        try anna.waitForRows("the draft") { $0.typed == "half a thought" }
        room.kill()
        let offline = try anna.waitFor("offline, again in")
        #expect(offline.contains { $0.contains("You are offline") })
        // Sending is refused in words, and the line stays.
        try anna.press("Enter")
        let refused = try anna.waitFor("your line is kept")
        #expect(refused.typed == "half a thought")
        // It tries after 1, 2, 4 seconds and a little more by chance, says so, and counts down.
        try anna.press("M-1")
        var delays: [Int] = []
        // What was left at times between two tries.
        var counted: [Int: Set<Int>] = [:]
        try anna.waitForRows("three tries, and the next counted down") { rows in
            delays = rows.compactMap { $0.firstMatch(of: /Trying again in (\d+) s/).flatMap { Int($0.1) } }
            if delays.count >= 3, let left = rows.dropLast().last?.firstMatch(of: /offline, again in (\d+) s/) {
                counted[delays.count, default: []].insert(Int(left.1) ?? 0)
            }
            return counted.values.contains { $0.count >= 2 }
        }
        #expect(delays[0] == 1 && (2...3).contains(delays[1]) && (4...5).contains(delays[2]))
        try anna.press("M-2")

        try room.start()
        let berta = try RawClient(port: room.port, nick: "berta")
        try berta.expect { $0.hasPrefix(":anna!") && $0.contains(" JOIN ") }
        let back = try anna.waitForRows("the room again") {
            $0.contains { $0.contains("2 here") } && $0.contains { $0.hasSuffix("not encrypted · this machine") }
        }
        #expect(back.typed == "half a thought")
        try anna.enter(", the other half")
        try berta.expect("PRIVMSG #lobby :half a thought, the other half")
        try anna.waitForRows("an empty input") { $0.typed == "" }
    }

    @Test func `A server with another key is refused, with the day of the first meeting`() throws {
        let home = Scratch()
        let room = try GrilloServer()
        let port = room.port
        func enter() throws -> TmuxTerminal {
            try TmuxTerminal(Programs.tui, ["--tls", "127.0.0.1", "\(port)", "--nick", "anna"], home: home)
        }
        let first = try enter()
        try first.waitFor("[n] leave")
        try first.enter("a")
        try first.waitForRows("the room") { $0.contains { $0.hasSuffix("  TLS") } }
        try first.enter("/quit")
        #expect(try first.exitCode() == 0)
        // The same key again is no news.
        let second = try enter()
        try second.waitFor("anna joined")
        try second.enter("/quit")
        #expect(try second.exitCode() == 0)

        room.stop()
        let other = try GrilloServer(port: port)
        let known = try String(contentsOfFile: home.path + "/state/grillo/known-hosts", encoding: .utf8)
        let day = try #require(known.firstMatch(of: /\d{4}-\d\d-\d\d/)).0
        let (code, errors) = try outcome(["--tls", "127.0.0.1", "\(other.port)", "--nick", "anna"], home: home)
        #expect(code == 69)
        expectOneLine(errors, "changed since the first connection on \(day)", "delete the line", "Nothing was sent")
        #expect(try String(contentsOfFile: home.path + "/state/grillo/known-hosts", encoding: .utf8) == known)
    }

    @Test func `A server that comes back with another key is not spoken to`() throws {
        let home = Scratch()
        let room = try GrilloServer()
        let anna = try TmuxTerminal(
            Programs.tui, ["--tls", "127.0.0.1", "\(room.port)", "--nick", "anna"], columns: 200, home: home)
        try anna.waitFor("[n] leave")
        try anna.enter("a")
        try anna.waitForRows("the room") { $0.contains { $0.hasSuffix("  TLS") } }
        try anna.type("secret")
        room.kill()
        let other = try GrilloServer(port: room.port)
        try anna.press("M-1")
        try anna.waitFor("its key has changed since the first connection")
        try anna.press("M-2")
        let rows = try anna.waitForRows("the draft") { $0.typed == "secret" }
        #expect(rows.contains { $0.contains("offline") })
        #expect(try other.query("SELECT count(*) FROM events") == ["0"])
    }
}
