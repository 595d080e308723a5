import Foundation
import TestSupport
import Testing

/// What `grillo serve` says of its configuration without starting: the example it prints, and `--check`.
@Suite struct ServeCheckTests {
    private func check(_ arguments: [String]) throws -> ProgramResult {
        try ProgramResult.of(Programs.grillo, ["serve", "--check"] + arguments)
    }

    private func expectMistake(_ arguments: [String], _ words: String...) throws {
        let outcome = try check(arguments)
        #expect(outcome.code == 78 && outcome.output.isEmpty)
        #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
        for word in words { #expect(outcome.errors.contains(word), "\(outcome.errors)") }
    }

    @Test func `The printed example is fine, and nothing is made`() throws {
        let folder = Scratch()
        let example = try ProgramResult.of(
            Programs.grillo, ["serve", "--print-config"], environment: ["XDG_STATE_HOME": folder.path + "/state"])
        #expect(example.code == 0 && example.errors.isEmpty)
        #expect(example.output.contains("#data = \"\(folder.path)/state/grillo/server\""))
        let file = try folder.write(example.output, to: "grillo.toml")
        let outcome = try check(["--config", file, "--data", folder.path + "/data"])
        #expect(outcome.code == 0 && outcome.errors.isEmpty)
        #expect(outcome.output.hasPrefix("Fine: ") && outcome.output.split(separator: "\n").count == 1)
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/data"))
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/state"))
    }

    @Test func `The example of the client is printed without a terminal, and is read`() throws {
        let folder = Scratch()
        let example = try ProgramResult.of(Programs.tui, ["--print-config"])
        #expect(example.code == 0 && example.errors.isEmpty && example.output.contains("\n#\"Ctrl-F\" = \"search\"\n"))
        let file = try folder.write(example.output, to: "tui.toml")
        // It gets as far as the terminal, which there is none.
        let outcome = try ProgramResult.of(Programs.tui, ["--config", file], environment: ["TERM": "xterm-256color"])
        #expect(outcome.code == 64 && outcome.errors.contains("must be a terminal"), "\(outcome.errors)")
    }

    @Test func `Every key and every option of the example is in the help`() throws {
        let help = try ProgramResult.of(Programs.grillo, ["serve", "--help"]).output
        let example = try ProgramResult.of(Programs.grillo, ["serve", "--print-config"]).output
        let keys = example.split(separator: "\n").filter { $0.hasPrefix("#") && !$0.hasPrefix("# ") }
        #expect(keys.count > 30)
        for key in keys.map({ $0.dropFirst().prefix { $0 != " " } }) where !["from", "account", "rights"].contains(key)
        {
            #expect(help.contains(key), "\(key)")
        }
        // And the options are keys: those of a table with the table in front.
        for option in help.matches(of: #/--([a-z-]+)/#).map({ String($0.1) }) where !Self.alone.contains(option) {
            let name = option.hasPrefix("tls-") ? String(option.dropFirst(4)) : option
            #expect(option == "history" || example.contains("\n#\(name) = "), "--\(option)")
        }
    }

    private static let alone: Set = ["config", "check", "print-config", "help", "version"]

    @Test func `Beside a server that runs on the folder it is fine, and the server goes on`() throws {
        let room = try GrilloServer()
        let guest = try RawClient(port: room.port, nick: "guest")
        let outcome = try check(["--data", room.dataFolder, "--listen", "127.0.0.1:\(room.port)"])
        #expect(outcome.code == 0 && outcome.output.hasPrefix("Fine: "), "\(outcome.errors)")
        guest.send("PING still")
        try guest.expect("still")
    }

    @Test func `Each mistake is a line`() throws {
        let folder = Scratch()
        let file = try folder.write("x", to: "file")
        let data = folder.path + "/data"
        try expectMistake(["--config", folder.path + "/none"], "/none cannot be read", "No such file", "its name")
        try expectMistake(["--config", folder.path], folder.path, "cannot be read")
        try expectMistake(["--config", try folder.write("\nopne = true", to: "a")], "a:2: ", "did you mean 'open'?")
        try expectMistake(["--config", try folder.write("limits.nick = 0", to: "b")], "b:1: ", "from 1 to 128")
        try expectMistake(["--data", data, "--tls-cert", file, "--tls-key", file], file, "no certificate in PEM form")
        try expectMistake(["--data", data, "--password-file", folder.path + "/none"], "/none", "its mode")
        try expectMistake(["--data", file], file, "not a folder", "--data DIR")
        try expectMistake(["--data", file + "/below"], file, "Not a directory", "--data DIR")
        try expectMistake(["--data", data, "--listen", "192.0.2.1:6697"], "192.0.2.1:6697", "--listen HOST:PORT")
        try expectMistake(["--data", data, "--listen", "*:6697", "--listen", "*:6697"], "twice", "once")
        try expectMistake(["--data", data, "--open", "--invite-only"], "choose one")
        #expect(!FileManager.default.fileExists(atPath: data))
    }

    @Test func `A key of the server's own that cannot be used is found`() throws {
        let folder = Scratch()
        _ = try folder.write("x", to: "data/tls.key")
        try expectMistake(["--data", folder.path + "/data"], "tls.key", "no private key", "move it away")
    }
}
