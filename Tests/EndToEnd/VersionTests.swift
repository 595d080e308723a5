import Foundation
import Glibc
import Protocol
import TestSupport
import Testing

/// The version that the programs tell, on the command line and on the wire.
@Suite(.timeLimit(.minutes(1))) struct VersionTests {
    @Test func `Both programs are of one version`() throws {
        for program in [Programs.grillo, Programs.tui] {
            let outcome = try ProgramResult.of(program, ["--version"])
            #expect(outcome.code == 0 && outcome.output == GrilloVersion.number + "\n", "\(program): \(outcome)")
        }
    }

    @Test func `The change log tells of this version`() throws {
        let file = URL(filePath: #filePath).appending(path: "../../../CHANGELOG.md").standardizedFileURL
        #expect(try String(contentsOf: file, encoding: .utf8).contains(" \(GrilloVersion.number)"))
    }

    @Test func `The server tells its version when it welcomes, and when it is asked`() throws {
        let room = try GrilloServer()
        let alice = try RawClient(port: room.port, nick: "alice")
        alice.send("VERSION", "INFO")
        try alice.expect(" 374 ")
        let told: [(numeric: String, column: Int)] = [("002", 9), ("004", 4), ("351", 3), ("371", 3)]
        for (numeric, column) in told {
            let line = try #require(alice.lines.first { $0.contains(" \(numeric) ") })
            let words = line.split(separator: " ").map { $0.drop { $0 == ":" } }
            #expect(words.indices.contains(column) && words[column] == GrilloVersion.software, "\(line)")
        }
    }

    @Test func `CTCP VERSION is answered with the same version`() throws {
        let room = try GrilloServer()
        let alice = try RawClient(port: room.port, nick: "alice")
        let home = Scratch()
        let client = Process()
        client.executableURL = URL(filePath: Programs.tui)
        client.arguments = ["--linear", "--no-tls", "--nick", "bruno", "127.0.0.1", "\(room.port)"]
        client.environment = ProcessInfo.processInfo.environment.merging(
            ["XDG_STATE_HOME": home.path + "/state", "XDG_CONFIG_HOME": home.path + "/config"]) { $1 }
        client.standardInput = Pipe()
        client.standardOutput = FileHandle.nullDevice
        try client.run()
        defer { if client.isRunning { kill(client.processIdentifier, SIGKILL) } }
        try alice.expect { $0.contains(":bruno!") && $0.contains("JOIN") }
        alice.send("PRIVMSG bruno :\u{1}VERSION\u{1}")
        try alice.expect { $0.hasSuffix(" NOTICE alice :\u{1}VERSION \(GrilloVersion.software)\u{1}") }
    }
}
