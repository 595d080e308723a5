import Foundation
import Glibc
import Testing

/// `grillo bench`, as a person runs it, against a real server.
@Suite struct BenchCommandTests {
    private func bench(_ arguments: [String], _ room: GrilloServer) throws -> ProgramResult {
        try ProgramResult.of(Programs.grillo, ["bench"] + arguments + ["127.0.0.1:\(room.port)"])
    }

    /// The figures of a load, and nothing else on either stream.
    private func figures(_ arguments: [String], _ room: GrilloServer) throws -> [String: Double] {
        let outcome = try bench(arguments + ["--json"], room)
        #expect(outcome.code == 0)
        #expect(outcome.errors.isEmpty, "there is no terminal, so there is no progress to be shown")
        #expect(outcome.output.split(separator: "\n").count == 1)
        let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
        #expect(object?["mode"] as? String == (arguments[0]))
        return object?.compactMapValues { ($0 as? NSNumber)?.doubleValue } ?? [:]
    }

    @Test(arguments: [[], ["--tls"]])
    func `Each load runs to its end, plain and over TLS`(security: [String]) throws {
        let room = try GrilloServer(["--unlimited"])
        let fanOut = try figures(["fan-out", "--members", "5", "--seconds", "0.2"] + security, room)
        #expect(fanOut["sessions"] == 5)
        #expect(try #require(fanOut["deliveries_per_second"]) > 0)
        let rooms = try figures(["rooms", "--rooms", "3", "--members", "4", "--seconds", "0.2"] + security, room)
        #expect(rooms["sessions"] == 12)
        #expect(try #require(rooms["deliveries_per_second"]) > 0)
        let latency = try figures(
            ["latency", "--members", "4", "--rate", "100", "--seconds", "0.2"] + security, room)
        #expect(latency["deliveries"] == 60, "20 messages, each to three others")
        let (half, most) = (try #require(latency["p50_us"]), try #require(latency["max_us"]))
        #expect(half > 0 && half <= most)
        let storm = try figures(["storm", "--sessions", "20", "--at-once", "5"] + security, room)
        #expect(storm["sessions"] == 20)
        let idle = try figures(
            ["idle", "--sessions", "20", "--seconds", "0.1", "--pid", "\(room.processID)"] + security, room)
        #expect(idle["bytes_per_session"] != nil)
        for busy in ["0", "3"] {
            let pages = try figures(["history", "--pages", "20", "--page-size", "10", "--busy", busy] + security, room)
            #expect(pages["pages"] == 20)
            #expect(try #require(pages["p50_us"]) > 0)
        }
    }

    @Test func `A table says the same to people`() throws {
        let room = try GrilloServer(["--unlimited"])
        let outcome = try bench(["storm", "--sessions", "3"], room)
        #expect(outcome.code == 0)
        #expect(outcome.output.hasPrefix("storm\n  sessions in one room"))
    }

    @Test(arguments: ["192.0.2.1:6667", "irc.example.org:6697", "0.0.0.0:6667", "[::]:6667"])
    func `A load goes to this machine only`(target: String) throws {
        let outcome = try ProgramResult.of(Programs.grillo, ["bench", "fan-out", target])
        #expect(outcome.code == 64)
        #expect(outcome.errors.hasPrefix("grillo: \(target) is not on this machine's loopback"))
        #expect(outcome.errors.split(separator: "\n").count == 1)
        #expect(outcome.output.isEmpty)
    }

    @Test(arguments: [
        ["--members", "1"], ["--members", "100001"], ["--window", "0"], ["--bytes", "401"], ["--seconds", "601"],
        ["--pid", "0"], ["--members", "many"],
    ])
    func `A size that cannot be is refused`(size: [String]) throws {
        let outcome = try ProgramResult.of(Programs.grillo, ["bench", "fan-out"] + size)
        #expect(outcome.code == 64)
        #expect(outcome.errors.contains(size[0]))
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }

    @Test func `Nobody there is one line`() throws {
        let port = try FreePort().number
        let outcome = try ProgramResult.of(Programs.grillo, ["bench", "idle", "127.0.0.1:\(port)"])
        #expect(outcome.code == 69)
        #expect(outcome.errors.contains("127.0.0.1:\(port) cannot be reached"))
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }

    @Test func `A server that is killed under the load is one line`() throws {
        let room = try GrilloServer(["--unlimited"])
        let process = Process()
        let errors = Pipe()
        process.executableURL = URL(filePath: Programs.grillo)
        process.arguments = ["bench", "fan-out", "127.0.0.1:\(room.port)", "--members", "5", "--seconds", "60"]
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        defer { kill(process.processIdentifier, SIGKILL) }
        // Once something is in the history the load is under way.
        try wait("the load to begin") { try room.query("select count(*) from events").first.map { $0 != "0" } ?? false }
        room.kill()
        process.waitUntilExit()
        let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        #expect(process.terminationStatus == 69)
        #expect(said.contains("127.0.0.1:\(room.port)"))
        #expect(said.split(separator: "\n").count == 1)
    }

    @Test func `A server that says nothing is given up on`() throws {
        let room = try GrilloServer(["--unlimited"])
        kill(room.processID, SIGSTOP)
        defer { kill(room.processID, SIGCONT) }
        let outcome = try bench(["idle", "--sessions", "2"], room)
        #expect(outcome.code == 69)
        #expect(outcome.errors.contains("stopped answering, with 0 of 2"))
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }
}
