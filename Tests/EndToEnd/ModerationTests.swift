import Foundation
import Glibc
import TestSupport
import Testing

/// Operators and bans on a server that runs: made by `grillo operator`, read from a file, taken back by SIGHUP.
@Suite(.serialized) struct ModerationTests {
    private static func operatorLines(_ arguments: String...) throws -> String {
        let outcome = try ProgramResult.of(Programs.grillo, ["operator"] + arguments, input: "open sesame\n")
        #expect(outcome.code == 0, "\(outcome.errors)")
        return outcome.output
    }

    @Test func `An operator bans, and is none any more when the file says so`() throws {
        let folder = Scratch()
        let file = try folder.write(
            try Self.operatorLines("root", "--right", "ban", "--right", "kill"), to: "grillo.toml")
        let room = try GrilloServer(["--config", file], folder: folder)
        let keeper = try RawClient(port: room.port, nick: "keeper")
        keeper.send("OPER root wrong")
        try keeper.expect(" 464 ")
        keeper.send("OPER root :open sesame")
        try keeper.expect(" 381 ")
        let nasty = try RawClient(port: room.port, nick: "nasty")
        keeper.send("UBAN ADD nasty!*@* DURATION 1h :noise")
        try nasty.expect(" 465 nasty :You are banned from this server: noise (nasty!*@*, until ")
        try nasty.expectClosed()
        try wait("the ban to be stored") {
            try room.query("SELECT mask, reason, set_by FROM bans") == ["nasty!*@*|noise|keeper"]
        }
        keeper.send("DIE")
        try keeper.expect(" 723 keeper stop ")

        // It stands over a restart.
        room.stop()
        try room.start()
        let again = try RawClient(port: room.port)
        again.send("NICK nasty", "USER n 0 * :n")
        try again.expect(" 465 * ")
        try again.expectClosed()

        let back = try RawClient(port: room.port, nick: "keeper")
        back.send("OPER root :open sesame")
        try back.expect(" 381 ")
        _ = try folder.write("motd = \"none\"", to: "grillo.toml")
        kill(room.processID, SIGHUP)
        try back.expect("MODE keeper -o")
        back.send("UBAN LIST")
        try back.expect(" 481 ")
    }

    @Test func `Each act of an operator is one line of the log`() throws {
        let folder = Scratch()
        let file = try folder.write(try Self.operatorLines("root"), to: "grillo.toml")
        let room = try GrilloServer(["--config", file], folder: folder)
        let keeper = try RawClient(port: room.port, nick: "keeper")
        let victim = try RawClient(port: room.port, nick: "victim")
        keeper.send("OPER root :open sesame", "KILL victim :bad manners", "UBAN ADD 192.0.2.0/24 :net", "PING done")
        try keeper.expect("PONG")
        try victim.expectClosed()
        var lines: [Substring] = []
        try wait("three lines in the log", state: { "\(lines)" }) {
            let log = try String(contentsOfFile: folder.path + "/stderr", encoding: .utf8)
            lines = log.split(separator: "\n").filter { $0.contains("command=") }
            return lines.count == 3
        }
        #expect(lines.allSatisfy { $0.contains("by=keeper!~keeper@127.0.0.1") && $0.contains("operator=root") })
        #expect(
            lines[1].contains("command=KILL") && lines[1].contains("on=victim!")
                && lines[1].contains("detail=\"bad manners\""))
        #expect(lines[2].contains("command=UBAN") && lines[2].contains("on=*!*@192.0.2.0/24"))
    }

    @Test(arguments: [
        (["operator", "two words"], "is not one plain word"), (["operator", "a", "--right", "fly"], "no right 'fly'"),
        (["operator", "a", "--no-password"], "--account"),
    ])
    func `What makes no operator is said in a line`(arguments: [String], problem: String) throws {
        let outcome = try ProgramResult.of(Programs.grillo, arguments, input: "open sesame\n")
        #expect(outcome.code == 64)
        #expect(outcome.errors.contains(problem))
        #expect(outcome.errors.split(separator: "\n").count == 1)
        #expect(outcome.output.isEmpty)
    }
}
