import Foundation
import Glibc
import TestSupport
import Testing

/// The lines that a server says of itself, for people, for programs and for systemd's journal.
@Suite(.serialized) struct LogFormatTests {
    /// The lines as objects; throws for one that is none.
    private static func objects(_ log: String) throws -> [[String: Any]] {
        try log.split(separator: "\n").map { line in
            guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
                throw TestFailure(description: "this is no object: \(line)")
            }
            return object
        }
    }

    @Test func `Each line is an object while garbage, OPER with escapes and a thousand connections come in`() throws {
        let folder = Scratch()
        let file = try folder.write(
            "limits.loopback = true\n[[operator]]\nname = \"ana\"\naccount = \"ana\"\n", to: "grillo.toml")
        let room = try GrilloServer(
            ["--config", file, "--log-format", "json", "--log-level", "debug"], folder: folder)
        let guest = try RawClient(port: room.port, nick: "guest")
        for words in [
            "\u{1B}[2J\u{202E}ana \"x\\\u{2066}\u{2028}", "\\\\\"\u{7}\u{9B} ] forged=1", "{\"level\":\"x\"} },{",
        ] {
            guest.send("OPER \(words)")
            guest.send("OPER ana :\(words)")
        }
        var random = SeededGenerator(seed: TestEnvironment.seed)
        for _ in 0..<5 {
            let garbage = try RawClient(port: room.port)
            garbage.sendBytes((0..<20_000).map { _ in UInt8.random(in: 0...255, using: &random) })
        }
        var crowd = try (0..<1000).map { _ in try RawClient(port: room.port) }
        try wait("most of them to be refused", state: { "\(crowd.count { $0.isClosed })" }) {
            for client in crowd where !client.isClosed { client.read(milliseconds: 0) }
            return crowd.count { $0.isClosed } > 900
        }
        crowd = []
        guest.send("PING over")
        try guest.expect("over")
        try wait("the refusal", state: { room.log }) { room.log.contains("\"command\":\"OPER\"") }
        room.stop()

        let lines = try Self.objects(room.log)
        #expect(lines.contains { $0["message"] as? String == "connection opened" })
        #expect(lines.contains { ($0["metadata"] as? [String: Any])?["command"] as? String == "OPER" })
        for line in lines {
            #expect(
                Set(line.keys) == ["time", "level", "label", "source", "message", "metadata"], "\(line)")
            let time = line["time"] as? String ?? ""
            #expect(
                time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d/) != nil, "\(time)")
        }
        let orders = room.log.unicodeScalars.filter { scalar in
            scalar != "\n" && [.control, .format].contains(scalar.properties.generalCategory)
        }
        #expect(orders.isEmpty, "\(orders)")
    }

    @Test func `The format changes when the configuration is read again`() throws {
        let folder = Scratch()
        let file = try folder.write("", to: "grillo.toml")
        let room = try GrilloServer(["--config", file], folder: folder)
        _ = try folder.write("log-format = \"json\"", to: "grillo.toml")
        kill(room.processID, SIGHUP)
        try wait("the line", state: { room.log }) { room.log.contains("the configuration is reloaded\"") }
        let last = try #require(room.log.split(separator: "\n").last)
        let line = try #require(try Self.objects(String(last)).first)
        #expect(line["message"] as? String == "the configuration is reloaded")
        #expect(line["level"] as? String == "notice")
    }

    /// A server whose stream of errors is the file that `JOURNAL_STREAM` names, or another.
    private static func logged(journal isNamed: Bool, _ arguments: String = "") throws -> String {
        let folder = Scratch()
        let log = try folder.write("", to: "journal")
        let server = "\(Programs.grillo) serve --listen 127.0.0.1:0 --data \(folder.file("server")) \(arguments)"
        let name = isNamed ? "$(stat -L -c %d:%i \(log))" : "1:1"
        let script = """
            JOURNAL_STREAM=\(name) \(server) 2>>\(log) >\(folder.file("output")) & server=$!
            for turn in $(seq 400); do grep -q 'Enter with' \(folder.file("output")) && break; sleep 0.05; done
            kill -HUP $server
            for turn in $(seq 400); do grep -q 'is reloaded' \(log) && break; sleep 0.05; done
            kill -TERM $server
            wait $server
            """
        _ = try ProgramResult.of(named: "sh", ["-c", script])
        return try String(contentsOfFile: log, encoding: .utf8)
    }

    @Test func `The journal is told the priority of each line, and no time`() throws {
        let lines = try Self.logged(journal: true).split(separator: "\n")
        #expect(
            lines.contains {
                $0.hasPrefix("<5>notice grillo.control: ") && $0.hasSuffix("the configuration is reloaded")
            })
        #expect(lines.allSatisfy { $0.wholeMatch(of: /<[2-7]>[a-z]+ grillo.*/) != nil }, "\(lines)")
    }

    @Test func `A stream that is not the journal's has times, though the variable was inherited`() throws {
        let lines = try Self.logged(journal: false).split(separator: "\n")
        #expect(!lines.isEmpty)
        #expect(lines.allSatisfy { $0.prefixMatch(of: /\d{4}-\d\d-\d\dT/) != nil }, "\(lines)")
    }

    @Test func `JSON stays whole for the journal`() throws {
        let lines = try Self.objects(try Self.logged(journal: true, "--log-format json"))
        #expect(lines.contains { $0["message"] as? String == "the configuration is reloaded" })
    }

    @Test(arguments: [("nonsense = 1", ""), ("", "--tls-cert /nowhere/x --tls-key /nowhere/y")])
    func `A failed start is a line like all others, for the journal and as JSON`(file: String, options: String) throws {
        let folder = Scratch()
        let log = try folder.write("", to: "journal")
        let config = try folder.write(file, to: "grillo.toml")
        func start(_ format: String, journal: String) throws -> String {
            _ = try folder.write("", to: "journal")
            let data = folder.file("server")
            let script = """
                JOURNAL_STREAM=\(journal) \(Programs.grillo) serve --listen 127.0.0.1:0 --data \(data) --config \(config) \
                --log-format \(format) \(options) 2>>\(log)
                """
            #expect(try ProgramResult.of(named: "sh", ["-c", script]).code == 78)
            return try String(contentsOfFile: log, encoding: .utf8)
        }
        let journal = "$(stat -L -c %d:%i \(log))"
        let plain = try start("text", journal: "1:1")
        #expect(plain.hasPrefix("grillo: ") && plain.count { $0 == "\n" } == 1, "\(plain)")
        let told = try start("text", journal: journal)
        #expect(told.hasPrefix("<2>critical grillo: ") && told.count { $0 == "\n" } == 1, "\(told)")
        for stream in ["1:1", journal] {
            let lines = try Self.objects(try start("json", journal: stream))
            #expect(lines.count == 1 && lines.first?["level"] as? String == "critical", "\(lines)")
        }
    }
}
