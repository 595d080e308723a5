import Foundation
import TestSupport
import Testing

/// Times and numbers that no honest program sends, from a real client to a real server and the other way round: both go on.
@Suite(.serialized) struct HostileLineTests {
    private static let capabilities = """
        draft/read-marker draft/chathistory draft/message-redaction batch message-tags server-time labeled-response \
        echo-message draft/multiline draft/channel-rename account-tag
        """

    @Test func `A server hears every odd time and number, and goes on serving, also after a restart`() throws {
        let room = try GrilloServer(["--unlimited"])
        let added = try ProgramResult.of(
            Programs.grillo, ["account", "add", "anna", "--data", room.dataFolder], input: "sesamesesame\n")
        #expect(added.code == 0)
        let witness = try RawClient(port: room.port, nick: "witness")
        func join() throws -> RawClient {
            let anna = try RawClient(port: room.port, nick: "z", room: nil, capabilities: Self.capabilities)
            anna.send("PRIVMSG NickServ :IDENTIFY anna sesamesesame")
            try anna.expect(" 900 ")
            anna.send("JOIN #lobby")
            try anna.expect(" 366 ")
            return anna
        }
        var anna = try join()
        var count = 0
        func send(_ line: String) throws {
            count += 1
            anna.send(line)
            // Not all at once: who does not read is closed.
            guard count % 20 == 0 || line.hasPrefix("QUIT") else { return }
            let mark = "mark\(count)"
            anna.send("PING \(mark)")
            do {
                try anna.expect(mark)
            } catch  where anna.isClosed {
                anna = try join()
            }
            anna.forget()
        }
        for command in HostileValues.timedCommands {
            for time in HostileValues.times { try send(command.replacing("%", with: time)) }
        }
        for command in HostileValues.countedCommands {
            for number in HostileValues.numbers { try send(command.replacing("%", with: number)) }
        }
        #expect(count > 5000)
        witness.send("PRIVMSG #lobby :still here", "PING there")
        try witness.expect("PONG grillo.local there")
        room.stop()
        try room.start()
        _ = try join()
        room.stop()
        let verdict = try ProgramResult.of(Programs.grillo, ["verify", "--data", room.dataFolder])
        #expect(verdict.code == 0, "\(verdict.output)")
    }

    @Test(arguments: ["--linear", ""])
    func `A client hears every odd time and number, loses its server, and comes back`(
        _ mode: String
    ) throws {
        let capabilities =
            "draft/chathistory message-tags server-time batch draft/read-marker labeled-response echo-message"
        let server = try ScriptedServer(nil, ScriptedServer.chat(capabilities: capabilities))
        let home = Scratch()
        _ = try home.write(TmuxTerminal.plainScreen, to: "config/grillo/tui.toml")
        let arguments = ["127.0.0.1", "\(server.port)", "--nick", "anna", "--room", "#home"]
        let anna = try TmuxTerminal(Programs.tui, mode.isEmpty ? arguments : arguments + [mode], home: home)
        try wait("the room to be entered") { server.lines.contains { $0.hasPrefix("JOIN #home") } }
        for template in HostileValues.timedLines {
            for time in HostileValues.times {
                server.say(
                    template.replacing("%", with: time).replacing("ada!ada", with: "anna!u").replacing(
                        " ada", with: " anna"))
            }
        }
        server.say(":bob!b@h PRIVMSG #home :all of them heard")
        try anna.waitFor("all of them heard")
        let before = server.connections
        server.hangUp()
        try wait("it to come back") { server.connections > before }
        try wait("it to ask for what it missed") { server.lines.suffix(8).contains { $0.contains("CHATHISTORY") } }
        #expect(!server.lines.contains { $0.contains("timestamp=-") || $0.contains("timestamp=0000") })
        for template in HostileValues.countedLines where !template.contains("sts=") {
            for number in HostileValues.numbers {
                server.say(template.replacing("%", with: number).replacing(" ada", with: " anna"))
            }
        }
        server.say(":bob!b@h PRIVMSG #home :and all of these")
        try anna.waitFor("and all of these")
        #expect(!anna.hasEnded)
    }

    @Test func `A copy with a time that cannot be is refused, and in place it ends nothing`() throws {
        let room = try GrilloServer()
        room.stop()
        let added = try ProgramResult.of(
            Programs.grillo, ["account", "add", "anna", "--data", room.dataFolder], input: "sesamesesame\n")
        #expect(added.code == 0)
        let copy = room.folder.file("copy")
        #expect(try ProgramResult.of(Programs.grillo, ["backup", copy, "--data", room.dataFolder]).code == 0)
        for database in [copy, room.database] {
            let change = try ProgramResult.of(
                named: "sqlite3", [database, "UPDATE accounts SET registered = -99999999999999"])
            #expect(change.code == 0)
        }
        let refused = try ProgramResult.of(Programs.grillo, ["restore", copy, "--data", room.dataFolder])
        #expect(refused.code == 74)
        #expect(refused.errors.contains("accounts anna holds what no Grillo writes"))
        let verdict = try ProgramResult.of(Programs.grillo, ["verify", "--data", room.dataFolder])
        #expect(verdict.code == 74 && verdict.output.contains("accounts anna holds what no Grillo writes"))
        try room.start()
        let reader = try RawClient(port: room.port, nick: "reader")
        reader.send("NS INFO anna")
        try reader.expect("0001-01-01")
        reader.send("PING there")
        try reader.expect("PONG grillo.local there")
    }
}
