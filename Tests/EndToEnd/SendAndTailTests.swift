import Foundation
import Glibc
import TestSupport
import Testing

/// `grillo send` and `grillo tail`, as scripts and cron use them.
@Suite(.serialized) struct SendAndTailTests {
    @Test func `send says its lines and is seen by nobody to come or go`() throws {
        let room = try GrilloServer()
        let alice = try RawClient(port: room.port, nick: "alice")
        let place = ["--data", room.dataFolder]
        #expect(try ProgramResult.of(Programs.grillo, ["send", "#lobby", "backup", "done"] + place).code == 0)
        try alice.expect(":grillo!~host@localhost PRIVMSG #lobby :backup done")
        let many = try ProgramResult.of(
            Programs.grillo, ["send", "#lobby", "-", "--nick", "cron"] + place, input: "one\n\ntwo 世界\n")
        #expect(many.code == 0)
        try alice.expect(":cron!~host@localhost PRIVMSG #lobby :two 世界")
        #expect(
            !alice.lines.contains { $0.contains(" JOIN #lobby") && !$0.contains(":alice!") || $0.contains(" QUIT :") })
        #expect(try room.query("SELECT count(*) FROM events WHERE kind = 1") == ["3"])
    }

    @Test func `send says a line as it comes, and thousands one after the other`() throws {
        let room = try GrilloServer()
        let alice = try RawClient(port: room.port, nick: "alice")
        let process = Process()
        process.executableURL = URL(filePath: Programs.grillo)
        process.arguments = ["send", "#lobby", "-", "--data", room.dataFolder]
        let input = Pipe()
        process.standardInput = input
        try process.run()
        defer { if process.isRunning { process.terminate() } }
        let writing = input.fileHandleForWriting
        try writing.write(contentsOf: Data("the first\r\nhalf a".utf8))
        try alice.expect("PRIVMSG #lobby :the first")
        try writing.write(contentsOf: Data(" line\n".utf8))
        try alice.expect("PRIVMSG #lobby :half a line")
        let many = (0..<5000).map { "number \($0)\n" }.joined()
        try writing.write(contentsOf: Data((many + "the last").utf8))
        try writing.close()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        try alice.expect("PRIVMSG #lobby :the last")
        let numbers = alice.lines.compactMap { $0.firstMatch(of: #/:number (\d+)$/#).flatMap { Int($0.1) } }
        #expect(numbers == Array(0..<5000))
    }

    @Test func `send says what went wrong`() throws {
        let room = try GrilloServer()
        let nowhere = try ProgramResult.of(Programs.grillo, ["send", "#none", "x", "--data", room.dataFolder])
        #expect(nowhere.code == 65 && nowhere.errors.contains("there is no room #none"))
        room.stop()
        let nobody = try ProgramResult.of(Programs.grillo, ["send", "#lobby", "x", "--data", room.dataFolder])
        #expect(nobody.code == 69 && nobody.errors.contains("grillo serve"))
        #expect(nobody.errors.split(separator: "\n").count == 1)
    }

    /// None of these is echoed.
    @Test func `send ends at whatever is answered, and prints what a service says`() throws {
        let room = try GrilloServer()
        let place = ["--data", room.dataFolder]
        let alice = try RawClient(port: room.port, nick: "alice")
        alice.send("MODE alice +R", "PING done")
        try alice.expect("PONG")
        let refused = try ProgramResult.of(Programs.grillo, ["send", "alice", "hi"] + place)
        #expect(refused.code == 65 && refused.errors.contains("alice: you need an account"), "\(refused)")
        #expect(refused.errors.contains("'#lobby'") && refused.errors.split(separator: "\n").count == 1)
        for (service, words) in [("NickServ", "IDENTIFY"), ("ChanServ", "REGISTER")] {
            let help = try ProgramResult.of(Programs.grillo, ["send", service, "help"] + place)
            #expect(help.code == 0 && help.output.contains(words), "\(help)")
        }
        alice.send("MODE alice -R", "AWAY :lunch", "PING again")
        try alice.expect("again")
        #expect(try ProgramResult.of(Programs.grillo, ["send", "alice", "hi"] + place).code == 0)
        try alice.expect("PRIVMSG alice :hi")
    }

    @Test func `tail tells what send said, before and meanwhile, and each line of it`() throws {
        let room = try GrilloServer()
        let alice = try RawClient(port: room.port, nick: "alice")
        let place = ["--data", room.dataFolder]
        #expect(try ProgramResult.of(Programs.grillo, ["send", "#lobby", "disk:\n 1 %\r\n\n 2 %"] + place).code == 0)
        try alice.expect(" 2 %")
        let seen = try room.folder.write("", to: "seen")
        let process = Process()
        process.executableURL = URL(filePath: Programs.grillo)
        process.arguments = ["tail", "#lobby"] + place
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: seen))
        process.standardInput = FileHandle.nullDevice
        try process.run()
        defer { if process.isRunning { process.terminate() } }
        try alice.expect { $0.contains(":grillo!") && $0.contains("JOIN") }
        #expect(try ProgramResult.of(Programs.grillo, ["send", "#lobby", "done"] + place).code == 0)
        func said() throws -> [String] {
            try String(contentsOfFile: seen, encoding: .utf8).split(separator: "\n").compactMap {
                $0.contains(": ") ? String($0.split(separator: ": ", maxSplits: 1)[1]) : nil
            }
        }
        try wait("the last line", state: { (try? "\(said())") ?? "" }) { try said().last == "done" }
        #expect(try said() == ["disk:", " 1 %", " 2 %", "done"])
    }

    @Test func `tail warns of a room that there was not, and takes no rank that others are told of`() throws {
        let room = try GrilloServer()
        let alice = try RawClient(port: room.port, nick: "alice")
        func warning(_ arguments: [String]) throws -> ProgramResult {
            try ProgramResult.of(
                named: "timeout", ["2", Programs.grillo, "tail", "--data", room.dataFolder] + arguments)
        }
        for arguments in [["#nosuch"], ["#nosuch", "-n", "0"]] {
            let outcome = try warning(arguments)
            let cause = "grillo: there was no room #nosuch, and nobody else is in it now; "
            #expect(outcome.errors.hasPrefix(cause), "\(outcome)")
            #expect(outcome.errors.split(separator: "\n").count == 1 && outcome.output.isEmpty)
        }
        alice.send("PRIVMSG #lobby :still here")
        let known = try warning(["#lobby"])
        #expect(known.errors.isEmpty && known.output.contains("still here"), "\(known)")
        alice.send("PING end")
        try alice.expect("end")
        #expect(alice.lines.contains { $0.contains(":grillo!") && $0.contains("JOIN") })
        #expect(!alice.lines.contains { $0.contains(" MODE #lobby ") }, "\(alice.lines)")
    }

    @Test func `tail tells what was said and what is said, each once, until it is interrupted`() throws {
        let room = try GrilloServer()
        let alice = try RawClient(port: room.port, nick: "alice", capabilities: "echo-message")
        for number in 1...5 { alice.send("PRIVMSG #lobby :old \(number)") }
        try alice.expect("old 5")
        let seen = try room.folder.write("", to: "seen")
        let process = Process()
        process.executableURL = URL(filePath: Programs.grillo)
        process.arguments = ["tail", "#lobby", "-n", "2", "--data", room.dataFolder]
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: seen))
        process.standardInput = FileHandle.nullDevice
        try process.run()
        defer { if process.isRunning { process.terminate() } }
        func lines() throws -> [String] {
            try String(contentsOfFile: seen, encoding: .utf8).split(separator: "\n").map(String.init)
        }
        try alice.expect { $0.contains(":grillo!") && $0.contains("JOIN") }
        alice.send("PRIVMSG #lobby :new")
        try wait("the new line", state: { (try? "\(lines())") ?? "" }) {
            try lines().contains { $0.hasSuffix("] alice: new") }
        }
        let said = try lines().filter { $0.contains("alice: ") }
        #expect(said.map { $0.split(separator: "] ")[1] } == ["alice: old 4", "alice: old 5", "alice: new"])
        #expect(said.allSatisfy { $0.firstMatch(of: #/^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\] /#) != nil })
        // Not SIGINT: who runs the tests in the background ignores that, and so would it.
        kill(process.processIdentifier, SIGTERM)
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal)
        try alice.expect { $0.contains(":grillo!") && $0.contains("QUIT") }
    }
}
