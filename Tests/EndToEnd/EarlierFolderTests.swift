import Foundation
import TestSupport
import Testing

/// Folders as an earlier program left them, a server's and a person's: this one finds all in them that was there.
///
/// `GRILLO_RECORD=1` makes them anew with this program, and records what it tells of them; to be done where what is kept is to grow, in
/// a folder of that program's own, so that the old one is still opened.
@Suite(.timeLimit(.minutes(2))) struct EarlierFolderTests {
    private static let isRecording = ProcessInfo.processInfo.environment["GRILLO_RECORD"] != nil
    private static let source = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "EarlierFolders")

    @Test func `A server's folder is served with all that is in it`() throws {
        let room = try GrilloServer()
        if Self.isRecording { try Self.fill(room) }
        room.stop()
        let folder = Self.source.appending(path: "server")
        try Self.copy(
            Self.isRecording ? room.dataFolder : folder.path, Self.isRecording ? folder.path : room.dataFolder)
        let told = try Self.told(by: room)
        let record = Self.source.appending(path: "told")
        if Self.isRecording { try told.write(to: record, atomically: true, encoding: .utf8) }
        let recorded = try String(contentsOf: record, encoding: .utf8)
        #expect(told.split(separator: "\n") == recorded.split(separator: "\n"))
        room.stop()
        let verified = try ProgramResult.of(Programs.grillo, ["verify", "--data", room.dataFolder])
        #expect(verified.code == 0, "\(verified.output)\(verified.errors)")
    }

    @Test func `A person's folder is taken over with all that is in it`() throws {
        let room = try GrilloServer()
        let home = Scratch()
        let source = Self.source.appending(path: "screen")
        let kept = home.file("state/grillo/screen")
        func text() -> String { (try? String(contentsOfFile: kept, encoding: .utf8)) ?? "" }
        let draft = "half a thought"
        if Self.isRecording {
            let anna = try TmuxTerminal.grillo(room, nick: "anna", home: home)
            for line in ["/ignore mallory", "/notify all", "a line that was sent"] { try anna.enter(line) }
            try anna.type(draft)
            try wait("the draft to be written down") { text().contains(draft) }
            try text().replacing(":\(room.port)", with: ":PORT").write(to: source, atomically: true, encoding: .utf8)
            return
        }
        let recorded = try String(contentsOf: source, encoding: .utf8).replacing("PORT", with: "\(room.port)")
        _ = try home.write(recorded, to: "state/grillo/screen")
        let anna = try TmuxTerminal.grillo(room, nick: "anna", home: home)
        try anna.waitFor(draft)
        try anna.press("C-u")
        try anna.enter("/ignore")
        try anna.waitFor("mallory")
        try anna.enter("/notify")
        try anna.waitFor("You are notified here of everything that is said")
        try anna.enter("/quit")
        #expect(try anna.exitCode() == 0)
        // Nothing of it is lost where the program writes its own.
        let unchanging = recorded.split(separator: "\n").filter {
            !$0.hasPrefix("draft") && !$0.hasPrefix("seen") && !$0.hasPrefix("lesson")
        }
        #expect(!unchanging.isEmpty)
        #expect(Set(unchanging).isSubset(of: text().split(separator: "\n")))
    }

    // MARK: What is in the server's folder

    /// One of each thing that is kept.
    private static func fill(_ room: GrilloServer) throws {
        let capabilities = "draft/account-registration message-tags draft/channel-rename draft/read-marker"
        let anna = try RawClient(port: room.port, nick: "anna", room: nil, capabilities: capabilities)
        let bert = try RawClient(port: room.port, nick: "bert", room: nil, capabilities: capabilities)
        for client in [anna, bert] {
            client.send("REGISTER * * :\(password)")
            try client.expect("REGISTER SUCCESS")
        }
        func send(_ client: RawClient, _ lines: [String]) throws {
            for line in lines { client.send(line) }
            client.send("PING sent")
            try client.expect { $0.contains("PONG") && $0.hasSuffix("sent") }
            client.forget()
        }
        let lines = (1...40).map { "PRIVMSG #den :line \($0)" }
        try send(
            anna,
            [
                "NickServ SET ALWAYS-ON ON", "JOIN #den", "PRIVMSG #den :what was said before it was registered",
                "ChanServ REGISTER #den", "TOPIC #den :where bears sleep", "MODE #den +kl honey 40",
                "MODE #den +b *!*@elsewhere.example", "MODE #den +e *!*@friends.example",
                "MODE #den +I *!*@kin.example", "ChanServ AMODE #den +o bert",
            ])
        try send(bert, ["JOIN #den honey", "PRIVMSG #den :a line that stays", "PRIVMSG anna :between the two of us"])
        try send(anna, ["PRIVMSG #den :ein Bär: 🐻"] + lines + ["NOTICE #den :a notice"])
        try send(anna, ["JOIN #side", "RENAME #side #aside :moved", "ChanServ REGISTER #aside", "PART #aside :gone"])
        try send(anna, ["MARKREAD #den timestamp=2026-01-01T00:00:00.000Z", "AWAY :out of the house"])
        try send(bert, ["JOIN #brief", "TOPIC #brief :of a room that nobody keeps", "NICK bertram"])
        for (arguments, input) in [
            (["account", "add", "clara"], password + "\n"),
            (["invite", "--room", "#den", "--uses", "3", "--expires", "never"], ""),
            (["send", "#lobby", "from the host"], ""),
        ] {
            let outcome = try ProgramResult.of(Programs.grillo, arguments + ["--data", room.dataFolder], input: input)
            #expect(outcome.code == 0, "\(outcome.errors)")
        }
    }

    /// What is told of it, to those whose it is, without the times of today.
    private static func told(by room: GrilloServer) throws -> String {
        var told: [String] = []
        for command in [["account", "list"], ["invite", "list"]] {
            let outcome = try ProgramResult.of(Programs.grillo, command + ["--data", room.dataFolder])
            told += ["\(command.joined(separator: " ")): \(outcome.code)", outcome.output]
        }
        try room.start()
        for (name, questions) in questions {
            let client = try RawClient(port: room.port)
            let capabilities =
                "batch draft/chathistory draft/event-playback message-tags server-time account-tag draft/read-marker"
            #expect(try client.logIn(name, password, capabilities: capabilities).contains(" 903 "))
            for question in questions {
                client.send("PING ready")
                try client.expect { $0.contains("PONG") && $0.hasSuffix("ready") }
                client.forget()
                client.send(question, "PING done")
                try client.expect { $0.contains("PONG") && $0.hasSuffix("done") }
                told.append("\(name): \(question)")
                told += client.lines.dropLast().map { line in
                    guard line.contains("batch=") else { return line.replacing(/^@\S+\s/, with: "") }
                    return line.replacing(/batch=[^; ]+/, with: "batch").replacing(/BATCH \+\S+/, with: "BATCH")
                }.filter { !$0.contains("BATCH ") }
            }
            client.send("QUIT")
        }
        return told.joined(separator: "\n") + "\n"
    }

    private static let password = "sesame open twice"

    private static let questions = [
        (
            "anna",
            [
                "MODE #den", "MODE #den b", "MODE #den e", "MODE #den I", "TOPIC #den", "ChanServ INFO #den",
                "ChanServ AMODE #den", "ChanServ INFO #aside", "NickServ INFO", "MARKREAD #den",
                "CHATHISTORY LATEST #den * 1000", "CHATHISTORY LATEST bert * 100", "NAMES #den",
            ]
        ),
        ("bert", ["NickServ INFO", "CHATHISTORY LATEST anna * 100", "LIST"]), ("clara", ["NickServ INFO"]),
    ]

    /// Copies the files of a folder, but for those that each server makes for itself.
    private static func copy(_ source: String, _ target: String) throws {
        let files = FileManager.default
        try? files.createDirectory(atPath: target, withIntermediateDirectories: true)
        for name in try files.contentsOfDirectory(atPath: target) { try files.removeItem(atPath: target + "/" + name) }
        for name in try files.contentsOfDirectory(atPath: source)
        where !name.hasPrefix("tls.") && name != "server.lock" {
            try files.copyItem(atPath: source + "/" + name, toPath: target + "/" + name)
        }
    }
}
