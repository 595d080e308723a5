import Foundation
import Glibc
import TestSupport
import Testing

/// `grillo-tui --linear` with other programs at its ends.
@Suite(.timeLimit(.minutes(2))) struct LinearTests {
    @Test func `lines without end keep neither the room nor a signal waiting`() throws {
        let room = try HostedRoom()
        let alice = try RawClient(port: room.port, nick: "alice")
        let home = Scratch()
        let said = try home.write("", to: "said")
        let lines = Pipe()
        let feeder = Process()
        feeder.executableURL = URL(filePath: "/usr/bin/yes")
        feeder.arguments = ["/nonsense"]
        feeder.standardOutput = lines
        let client = Process()
        client.executableURL = URL(filePath: Programs.tui)
        client.arguments = ["--linear", "--no-tls", "--nick", "bruno", "127.0.0.1", "\(room.port)"]
        client.environment = ["XDG_STATE_HOME": home.path + "/state", "XDG_CONFIG_HOME": home.path + "/config"]
        client.standardInput = lines
        client.standardOutput = try FileHandle(forWritingTo: URL(filePath: said))
        try client.run()
        defer { if client.isRunning { kill(client.processIdentifier, SIGKILL) } }
        try feeder.run()
        defer { feeder.terminate() }
        try alice.expect { $0.contains(":bruno!") && $0.contains("JOIN") }
        alice.send("PRIVMSG #lobby :are you there?")
        try wait("what alice says") { try String(contentsOfFile: said, encoding: .utf8).contains("are you there?") }
        kill(client.processIdentifier, SIGTERM)
        try alice.expect { $0.contains(":bruno!") && $0.contains("QUIT") }
        client.waitUntilExit()
    }
}
