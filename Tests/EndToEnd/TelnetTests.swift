import Foundation
import Glibc
import TestSupport
import Testing

/// Anyone with `nc` or `telnet` is in the lobby with everybody else.
@Suite(.serialized) struct TelnetTests {
    private let port: FreePort
    private let room: GrilloServer

    init() throws {
        port = try FreePort()
        room = try GrilloServer(["--telnet", "127.0.0.1:\(port.number)"])
    }

    private func shell(_ command: String) throws -> String {
        try ProgramResult.of(named: "sh", ["-c", command.replacing("PORT", with: "\(port.number)")]).output
    }

    private static func lines(_ text: String) -> [String] {
        text.replacing("\r\n", with: "\n").split(separator: "\n").map(String.init)
    }

    @Test func `nc comes in, speaks, asks who is there, and loses no answer when its input ends`() throws {
        let alice = try RawClient(port: room.port, nick: "alice")
        let seen = try shell(
            "printf 'alice\\nbob\\nhello from 2011\\n!users\\n!commands\\n' | timeout 10 nc -N 127.0.0.1 PORT")
        let lines = Self.lines(seen)
        #expect(lines.first == "Please enter your name: Name entered is already in use.")
        #expect(lines.contains("Please enter your name: Welcome bob!"))
        #expect(lines.contains("Available commands are: !users, !msg NAME TEXT, !commands, !quit"))
        #expect(lines.contains { $0.hasPrefix("Current users are: ") && $0.contains("alice") && $0.contains("bob") })
        #expect(lines.filter { $0.hasPrefix("Current users are: ") }.count == 2)
        #expect(
            lines.contains {
                $0.firstMatch(of: #/^\[[0-2]\d:[0-5]\d:[0-5]\d\] /#) != nil && $0.hasSuffix("] bob joins")
            })
        try alice.expect("PRIVMSG #lobby :hello from 2011")
        try alice.expect { $0.contains(":bob!") && $0.contains(" QUIT ") }
        #expect(alice.lines.contains { $0.contains(":bob!") && $0.hasSuffix("JOIN #lobby") })
    }

    @Test func `Telnet hears what the others say, and is a member like any other`() throws {
        let folder = Scratch()
        _ = try folder.write("", to: "seen")
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        let input = Pipe()
        process.arguments = ["telnet", "127.0.0.1", "\(port.number)"]
        process.standardInput = input
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: folder.path + "/seen"))
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer { if process.isRunning { process.terminate() } }
        func seen() throws -> [String] {
            Self.lines(try String(contentsOfFile: folder.path + "/seen", encoding: .utf8))
        }
        func type(_ line: String) { input.fileHandleForWriting.write(Data((line + "\n").utf8)) }
        func expect(_ what: String, _ condition: (String) -> Bool) throws {
            try wait(what, state: { (try? "\(seen())") ?? "" }) { try seen().contains(where: condition) }
        }
        try expect("the prompt") { $0.contains("Please enter your name: ") }
        type("carol")
        try expect("to be welcomed") { $0.hasSuffix("Welcome carol!") }
        let alice = try RawClient(port: room.port, nick: "alice")
        try expect("alice to come") { $0.hasSuffix("] alice joins") }
        alice.send("WHOIS carol", "PRIVMSG #lobby :\u{3}4hi\u{3} \u{1b}[31mcarol", "PRIVMSG carol :psst")
        try alice.expect { $0.contains(" 319 ") && $0.contains("#lobby") }
        try expect("what alice says") { $0.hasSuffix("] alice: hi [31mcarol") }
        try expect("what alice whispers") { $0.hasSuffix("] alice (to you): psst") }
        type("!msg alice me too")
        try alice.expect(":me too")
        type("!quit")
        try alice.expect { $0.contains(":carol!") && $0.contains(" QUIT ") }
        process.waitUntilExit()
    }

    @Test func `Option bytes are declined, also in pieces, and no line is lost for them`() throws {
        let client = try RawClient(port: UInt16(port.number))
        client.sendBytes([255, 251])
        client.sendBytes([31, 255, 253])
        client.sendBytes([1] + Array("dave\r\n".utf8) + [255, 250, 31, 0, 80])
        client.sendBytes([0, 24, 255, 240] + Array("!users\r".utf8) + [0])
        try client.expect("Welcome dave!")
        try client.expect { $0.hasPrefix("Current users are: ") }
    }

    @Test func `Who is here is warned five seconds before the server stops`() throws {
        let client = try RawClient(port: UInt16(port.number))
        client.sendBytes(Array("erin\n".utf8))
        try client.expect("joins")
        let start = Date()
        Glibc.kill(room.processID, SIGTERM)
        try client.expect("shutting down in 5 seconds")
        try client.expectClosed()
        #expect(Date().timeIntervalSince(start) >= 4.5)
        try wait("the server to end") { !room.process.isRunning }
        #expect(room.process.terminationStatus == 0)
    }

    @Test func `Where there is a password it is asked for, and without it nobody gets further`() throws {
        let folder = Scratch()
        let password = try folder.write("open sesame\n", to: "password")
        chmod(password, 0o600)
        let port = try FreePort()
        let room = try GrilloServer(["--telnet", "127.0.0.1:\(port.number)", "--password-file", password])
        func say(_ lines: String...) throws -> String {
            let words = lines.map { $0 + "\\n" }.joined()
            return try ProgramResult.of(
                named: "sh", ["-c", "printf '\(words)' | timeout 10 nc -N 127.0.0.1 \(port.number)"]
            ).output
        }
        let welcome = try say("open sesame", "bob", "!users")
        #expect(welcome.hasPrefix("Please enter the password: Please enter your name: Welcome bob!"), "\(welcome)")
        let refused = try say("wrong", "eve", "!users")
        #expect(refused.hasPrefix("Please enter the password: "), "\(refused)")
        #expect(refused.contains("assword") && !refused.contains("Welcome"), "\(refused)")
        #expect(refused.components(separatedBy: "Password incorrect").count == 2, "\(refused)")
        #expect(refused.contains("typed when the password is asked for") && !refused.contains("PASS"), "\(refused)")
        #expect(room.process.isRunning)
    }

    @Test func `In the open it is refused before it begins`() throws {
        let folder = Scratch()
        let outcome = try ProgramResult.of(
            Programs.grillo, ["serve", "--listen", "127.0.0.1:0", "--data", folder.path, "--telnet", "0.0.0.0:0"])
        #expect(outcome.code == 78)
        #expect(outcome.errors.contains("--telnet *:0") || outcome.errors.contains("--telnet 0.0.0.0:0"))
        #expect(outcome.errors.contains("--allow-plaintext"))
        #expect(outcome.errors.split(separator: "\n").count == 1 && outcome.output.isEmpty)
    }

    @Test func `A port that is taken is named with its option`() throws {
        let folder = Scratch()
        let outcome = try ProgramResult.of(
            Programs.grillo,
            ["serve", "--listen", "127.0.0.1:0", "--data", folder.path, "--telnet", "127.0.0.1:\(port.number)"])
        #expect(outcome.code == 69 && outcome.errors.contains("--telnet HOST:PORT"))
        #expect(outcome.errors.split(separator: "\n").count == 1 && outcome.output.isEmpty)
    }
}
