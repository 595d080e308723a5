import Foundation
import Glibc
import TestSupport
import Testing

/// A mistake on the command line is one line: what happened, and what to type.
@Suite struct CommandLineTests {
    private static let mistakes: [([String], Int32, String, String)] = [
        (["send", "#lobby backup", "done"], 65, "'#lobby backup' is not one room", "grillo send '#lobby' hello"),
        (["send", "#lobby,#den", "done"], 65, "'#lobby,#den' is not one room", "grillo send '#lobby' hello"),
        (["send", "#lobby\u{9}x", "done"], 65, "is not one room", "grillo send '#lobby' hello"),
        (["send", ":#lobby", "done"], 65, "':#lobby' is not one room", "grillo send '#lobby' hello"),
        (["send", "", "done"], 65, "no room is named", "grillo send '#lobby' hello"),
        (["send", "#lobby", ""], 65, "there is no text to send", "grillo send '#lobby' hello"),
        (["send", "#lobby", "--nick", "a b", "x"], 65, "'a b' cannot be a nick", "--nick cron"),
        (["send", "#lobby", "--loud"], 64, "<text>", "goes behind --"),
        (["send"], 64, "<room>", "grillo send '#lobby' hello"),
        (["tail", "#lobby,#den"], 65, "'#lobby,#den' is not one room", "grillo tail '#lobby'"),
        (["tail", "#lobby key"], 65, "'#lobby key' is not one room", "grillo tail '#lobby'"),
        (["account", "add", "bad name"], 65, "'bad name' cannot be an account", "one word"),
        (["account", "add", ""], 65, "'' cannot be an account", "one word"),
        (["account", "remove", "nobody"], 65, "there is no such account", "grillo account list"),
        (["invite", "#den"], 64, "An invitation to a room", "grillo invite --room '#den'"),
        (["invite", "lists"], 64, "'grillo invite lists'", "grillo invite list"),
        (["invite", "--uses", "0"], 64, "'--uses", "from 1 to 1000, such as --uses 5"),
        (["invite", "--uses", "-1"], 64, "'-1' is invalid for '--uses", "from 1 to 1000, such as --uses 5"),
        (["invite", "--uses", "1001"], 64, "'1001' is invalid for '--uses", "from 1 to 1000"),
        (["invite", "--hots", "a.test"], 64, "There is no option --hots.", "Did you mean --host?"),
        (["invite", "--host", "a.test:99999"], 64, "'99999' is no port", "from 1 to 65535"),
        (["account", "lst"], 64, "There is no command 'lst'.", "Did you mean list?"),
        (["acount"], 64, "There is no command 'acount'.", "Did you mean account?"),
        (["send", "#lobby", "--nik", "x", "y"], 64, "There is no option --nik.", "Did you mean --nick?"),
        (["send", "#nosuch", "x"], 65, "there is no room #nosuch", "name one that there is, such as '#lobby'"),
        (["send", "nosuch", "x"], 65, "nobody here is called nosuch", "or a room, such as '#lobby'"),
        (["tail", "nosuch"], 65, "'nosuch' is no room", "grillo tail '#nosuch'"),
        (["tail", "#lobby", "-n", "-1"], 64, "'-1' is invalid for '-n", "from 0 to 1000, such as -n 20"),
        (["invite", "revoke", "nope"], 65, "there is no such invitation", "grillo invite list"),
        (["invite", "--host", "a b"], 64, "--host", "chat.example.org"),
        (["backup", ""], 64, "No file is named", "grillo backup grillo-backup.tar.gz"),
        (["backup", "/"], 74, "/ is a folder", "/grillo-backup"),
        (["backup", "/none/copy"], 74, "there is no folder /none", "make it first"),
        (["export", "--format", "xml"], 64, "--format", "'json', 'text' or 'html'"),
        (["export", "--format", "html"], 64, "a file of its own", "Name a folder for them, --output rooms"),
        (["export", "--room", "lobby"], 64, "'lobby' is no room", "grillo export --room '#lobby'"),
        (["export", "--room", "#nosuch"], 74, "there is no room #nosuch in the history", "there is"),
        (["export", "--account", "nobody"], 74, "there is no account nobody", "grillo account list"),
        (["export", "--since", "yesterday"], 64, "'yesterday' is invalid for '--since", "such as 2026-11-30"),
        (["export", "--time-zone", "Rome"], 64, "'Rome' is invalid for '--time-zone", "Europe/Rome"),
        (["export", "--output", ""], 64, "No file is named", "--output history.jsonl"),
        (["export", "--output", "/"], 74, "/ is there already", "name another"),
        (["export", "--output", "/none/out"], 74, "/none/out cannot be written", "a folder that is there"),
        (["export", "--data", "/none"], 74, "there is no history in /none", "--data DIR"),
        (["restore", "/none"], 74, "there is no /none", "the file that grillo backup made"),
        (["operator", "a b"], 64, "'a b' is not one plain word", "such as anna"),
        (["operator", "a", "--no-password"], 64, "an account is needed", "--account NAME"),
        (["restore", "-"], 69, "a server runs on", "restore, and start it again"),
        (["status", "--data", "/none"], 69, "no server has been hosted in /none", "grillo serve --data /none"),
        (["status", "#lobby"], 64, "#lobby", "grillo status --help"),
        (["verify", "--data", "/none"], 74, "there is no history in /none", "--data DIR"),
        (["serve", "--listen", "localhost"], 64, "--listen", "127.0.0.1:6697"),
        (["serve", "--listen", "127.0.0.1:abc"], 64, "'abc' is no port", "from 1 to 65535"),
        (["serve", "--listen", "99999"], 64, "'99999' is no port", "from 1 to 65535"),
        (["serve", "--listen", "-1"], 64, "'-1' is no port", "from 1 to 65535"),
        (["serve", "--lisen", "6697"], 64, "There is no option --lisen.", "Did you mean --listen?"),
        (["serve", "--log-level", "loud"], 64, "--log-level", "trace, debug"),
        (["serve", "--log-format", "xml"], 64, "--log-format", "'text' and 'json'"),
    ]

    @Test func `Nothing is asked of a folder that nobody has hosted, and none is made`() throws {
        let folder = Scratch()
        let place = folder.file("none")
        for arguments in [["account", "list"], ["invite"], ["invite", "list"], ["backup", folder.file("copy")]] {
            let outcome = try ProgramResult.of(Programs.grillo, arguments + ["--data", place])
            #expect(outcome.code != 0 && outcome.errors.contains(place), "\(outcome)")
            #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome)")
        }
        #expect(access(place, F_OK) != 0)
    }

    @Test func `Each mistake`() throws {
        let room = try GrilloServer()
        for (arguments, code, cause, remedy) in Self.mistakes {
            let isPlaced = ["serve", "operator"].contains(arguments.first) || arguments.contains("--data")
            let outcome = try ProgramResult.of(
                Programs.grillo, arguments + (isPlaced ? [] : ["--data", room.dataFolder]), input: "sesamesesame\n")
            #expect(outcome.code == code && outcome.output.isEmpty, "\(arguments): \(outcome)")
            #expect(
                outcome.errors.contains(cause) && outcome.errors.contains(remedy), "\(arguments): \(outcome.errors)")
            #expect(outcome.errors.split(separator: "\n").count == 1, "\(arguments): \(outcome.errors)")
        }
    }

    @Test func `Each mistake at the door`() throws {
        for (arguments, cause, remedy) in [
            (["localhost", "abc"], "'abc' is invalid for '<port>'", "from 1 to 65535"),
            (["localhost", "99999"], "'99999' is invalid for '<port>'", "from 1 to 65535"),
            (["localhost", "0"], "'0' is invalid for '<port>'", "from 1 to 65535"),
            (["localhost", "-1"], "-1 is no port", "from 1 to 65535"),
            (["--lineer"], "There is no option --lineer.", "Did you mean --linear?"),
        ] {
            let outcome = try ProgramResult.of(Programs.tui, arguments)
            #expect(outcome.code == 64 && outcome.output.isEmpty, "\(arguments): \(outcome)")
            #expect(outcome.errors.contains(cause) && outcome.errors.contains(remedy), "\(outcome.errors)")
            #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
        }
    }

    @Test func `What is known before a password is refused before it is asked for`() throws {
        let room = try GrilloServer()
        func run(_ words: [String]) throws -> ProgramResult {
            try ProgramResult.of(Programs.grillo, ["account"] + words + ["--data", room.dataFolder])
        }
        let made = try ProgramResult.of(
            Programs.grillo, ["account", "add", "anna", "--data", room.dataFolder], input: "sesamesesame\n")
        #expect(made.code == 0, "\(made)")
        for isServed in [true, false] {
            for (words, cause, remedy) in [
                (["add", "anna"], "there is an account of that name already", "grillo account password anna --data "),
                (["add", "9anna"], "a nickname begins with a letter", "choose another name"),
                (["password", "berta"], "there is no such account", "grillo account list --data "),
            ] {
                let outcome = try run(words)
                #expect(outcome.code == 65 && outcome.errors.contains(cause), "\(isServed): \(outcome)")
                #expect(outcome.errors.contains(remedy) && !outcome.errors.contains("standard input"), "\(outcome)")
            }
            #expect(try run(["add", "berta"]).errors.contains("no password came on standard input"))
            room.stop()
        }
        let nowhere = try ProgramResult.of(Programs.grillo, ["account", "password", "anna", "--data", "/none"])
        #expect(nowhere.code == 74 && nowhere.errors.contains("no server has been hosted in /none"), "\(nowhere)")
        // A password that is too short is not asked for once more.
        let command = "'\(Programs.grillo)' account add carl --data '\(room.dataFolder)'; exec cat"
        let terminal = try TmuxTerminal("/bin/sh", ["-c", command])
        try terminal.waitFor("Password for carl:")
        try terminal.enter("short")
        let rows = try terminal.waitFor("has at least 8 characters")
        #expect(!rows.contains { $0.contains("The same again") || $0.contains("short") }, "\(rows)")
    }

    @Test func `What is restored is a backup, and nothing else`() throws {
        let room = try GrilloServer()
        room.stop()
        let other = room.folder.file("other.db")
        #expect(try ProgramResult.of(named: "sqlite3", [other, "CREATE TABLE a(b)"]).code == 0)
        for file in [try room.folder.write("hello", to: "text"), other] {
            let outcome = try ProgramResult.of(Programs.grillo, ["restore", file, "--data", room.dataFolder])
            #expect(outcome.code == 74 && outcome.errors.contains("\(file) is not a backup of Grillo's"), "\(outcome)")
            #expect(outcome.errors.contains("the file that grillo backup made"), "\(outcome)")
            #expect(outcome.errors.split(separator: "\n").count == 1)
        }
    }

    @Test func `restore while serving says whom to stop, and so does a port that an orphan holds`() throws {
        let room = try GrilloServer()
        let copy = room.folder.file("copy")
        #expect(try ProgramResult.of(Programs.grillo, ["backup", copy, "--data", room.dataFolder]).code == 0)
        let again = try ProgramResult.of(Programs.grillo, ["backup", copy, "--data", room.dataFolder])
        #expect(again.code == 74 && again.errors.contains("\(copy) is there already: name another file"))
        let stop = "kill \(room.processID)"
        for arguments in [
            ["restore", copy, "--data", room.dataFolder], ["serve", "--data", room.dataFolder],
            ["serve", "--listen", "127.0.0.1:\(room.port)", "--data", room.folder.file("other")],
        ] {
            let refused = try ProgramResult.of(Programs.grillo, arguments)
            #expect(refused.code == 69 && refused.errors.contains(stop), "\(refused.errors)")
            #expect(refused.errors.split(separator: "\n").count == 1)
        }
    }

    @Test func `Without a home nothing is made at the root, and what to set is said`() throws {
        let before = access("/.local", F_OK)
        for home in ["", "/"] {
            let environment = ["HOME": home, "XDG_STATE_HOME": "", "XDG_CONFIG_HOME": ""]
            for arguments in [
                ["account", "list"], ["serve", "--check"], ["send", "#lobby", "x"], ["backup", "copy"], ["invite"],
                ["export"],
            ] {
                let outcome = try ProgramResult.of(Programs.grillo, arguments, environment: environment)
                #expect(outcome.code == 78 && outcome.errors.contains("set HOME"), "\(outcome)")
            }
            for arguments in [["--linear", "127.0.0.1", "1"], ["--serve", "--linear"]] {
                let outcome = try ProgramResult.of(Programs.tui, arguments, environment: environment)
                #expect(outcome.code == 78 && outcome.errors.contains("Set it, or XDG_STATE_HOME"), "\(outcome)")
            }
        }
        #expect(access("/.local", F_OK) == before)
    }

    @Test func `Lists have a heading on a terminal, and tabs in a pipe`() throws {
        let room = try GrilloServer()
        let place = ["--data", room.dataFolder]
        let none = try ProgramResult.of(Programs.grillo, ["account", "list"] + place)
        #expect(none.code == 0 && none.output.isEmpty)
        let empty = "'\(Programs.grillo)' invite list --data '\(room.dataFolder)'"
        let remedy = try ProgramResult.of(named: "script", ["-qec", empty, "/dev/null"])
        #expect(remedy.output.contains("grillo invite --data \(room.dataFolder)"), "\(remedy.output)")
        for name in ["anna", "bartholomew"] {
            let added = try ProgramResult.of(
                Programs.grillo, ["account", "add", name] + place, input: "sesamesesame\n")
            #expect(added.code == 0, "\(added.errors)")
        }
        let piped = try ProgramResult.of(Programs.grillo, ["account", "list"] + place)
        #expect(piped.output.split(separator: "\n").map { $0.split(separator: "\t")[0] } == ["anna", "bartholomew"])
        let command = "'\(Programs.grillo)' account list --data '\(room.dataFolder)'"
        let seen = try ProgramResult.of(named: "script", ["-qec", command, "/dev/null"])
        let lines = seen.output.split(whereSeparator: \.isNewline)
        #expect(lines.count == 3 && lines[0].hasPrefix("ACCOUNT      SINCE"), "\(seen.output)")
        #expect(lines[1].hasPrefix("anna         20") && lines[2].hasPrefix("bartholomew  20"), "\(seen.output)")
    }

    @Test(.enabled(if: SmallDisk.isPossible)) func `A name that stands twice in the hosts file is listened on`() throws
    {
        let folder = Scratch()
        let hosts = try folder.write("127.0.0.1 localhost twice\n127.0.0.1 twice\n127.0.0.1 twice\n", to: "hosts")
        let script = "mount --bind '\(hosts)' /etc/hosts && exec \"$@\""
        let port = try FreePort()
        let outcome = try ProgramResult.of(
            named: "unshare",
            [
                "-m", "sh", "-c", script, "sh", "timeout", "-s", "TERM", "2", Programs.grillo, "serve", "--listen",
                "twice:\(port.number)", "--data", folder.path + "/data",
            ])
        #expect(outcome.output.contains("Serving #lobby on twice:\(port.number)"), "\(outcome)")
        // As the question at the door shows it: 43 letters in groups of four.
        #expect(outcome.output.contains(/\nKey fingerprint: SHA256:(?:\S{4} ){10}\S{3}\n/), "\(outcome)")
    }
}
