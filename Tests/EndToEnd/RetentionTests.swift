import Foundation
import Glibc
import TestSupport
import Testing

/// What is older, or more, than the host wants to keep goes by itself, while the server serves.
@Suite(.serialized) struct RetentionTests {
    private let folder: Scratch
    private let room: GrilloServer

    init() throws {
        folder = Scratch()
        let file = try folder.write("history.retention = \"90d\"", to: "grillo.toml")
        room = try GrilloServer(["--config", file], folder: folder)
    }

    private func reload(_ configuration: String) throws {
        _ = try folder.write(configuration, to: "grillo.toml")
        let before = room.log.count { $0 == "\n" }
        kill(room.processID, SIGHUP)
        try wait("the configuration to be read") {
            room.log.split(separator: "\n").dropFirst(before).contains { $0.contains("is reloaded") }
        }
    }

    private func texts(_ client: RawClient) throws -> [String] {
        try client.history(of: "#lobby").map(\.text)
    }

    @Test
    func `What is older is gone from pages, from searches and from the files, and the first that is kept is on record`()
        throws
    {
        let capabilities = RawClient.historyCapabilities + " soju.im/search"
        let speaker = try RawClient(port: room.port, nick: "speaker", capabilities: capabilities)
        for number in 0..<400 { speaker.send("PRIVMSG #lobby :paleozoic \(number)") }
        try speaker.expect("paleozoic 399")
        #expect(try texts(speaker).count == 400)
        try reload("[history]\nretention = \"2s\"")
        try wait("the old to be forgotten") { try texts(speaker).isEmpty }
        try reload("[history]\nengine = \"sqlite\"\nretention = \"90d\"")
        speaker.send("PRIVMSG #lobby :holocene")
        try speaker.expect("holocene")
        try wait("the files to forget it", state: { room.log }) {
            try ProgramResult.of(named: "grep", ["-rla", "paleozoic", room.dataFolder]).output.isEmpty
        }
        #expect(try texts(speaker) == ["holocene"])
        let start = speaker.lines.count
        speaker.send("SEARCH text=paleozoic")
        try speaker.expect(from: start) { $0.contains("BATCH -") }
        #expect(!speaker.lines[start...].contains { $0.contains("PRIVMSG") })
        #expect(try room.query("SELECT first FROM conversations WHERE name = CAST('#lobby' AS BLOB)") != ["1"])
        #expect(room.log.contains("the oldest messages were deleted"))
        room.stop()
        let verdict = try ProgramResult.of(Programs.grillo, ["verify", "--data", room.dataFolder])
        #expect(verdict.code == 0, "\(verdict.output) \(verdict.errors)")
    }

    @Test func `What is more is gone, the oldest first, and nobody who speaks waits for it`() throws {
        let speaker = try RawClient(
            port: room.port, nick: "speaker", capabilities: RawClient.historyCapabilities)
        let count = 4000
        for number in 0..<count { speaker.send("PRIVMSG #lobby :\(number) " + String(repeating: "x", count: 400)) }
        try speaker.expect { $0.contains(" :\(count - 1) x") }
        try reload("history.max-size = \"1M\"")
        let size = """
            SELECT (page_count - freelist_count) * page_size
            FROM pragma_page_count, pragma_freelist_count, pragma_page_size
            """
        var said = 0
        try wait("the log to shrink") {
            speaker.send("PRIVMSG #lobby :meanwhile \(said)")
            try speaker.expect { $0.hasSuffix(":meanwhile \(said)") }
            said += 1
            return try room.query(size).first.flatMap { Int($0) }.map { $0 <= 1 << 20 } ?? false
        }
        let kept = try texts(speaker)
        let numbers = kept.compactMap { $0.split(separator: " ").first.flatMap { Int($0) } }
        #expect(numbers.count > 1000 && numbers.count < count)
        #expect(numbers == Array(count - numbers.count..<count))
        #expect(kept.suffix(said) == (0..<said).map { "meanwhile \($0)" }[...])
        room.stop()
        let verdict = try ProgramResult.of(Programs.grillo, ["verify", "--data", room.dataFolder])
        #expect(verdict.code == 0, "\(verdict.output) \(verdict.errors)")
    }
}
