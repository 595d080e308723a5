import Foundation
import Testing

/// What was said can be read again, by those who may. <https://ircv3.net/specs/extensions/chathistory>
@Suite(.serialized) struct HistoryTests {
    private static let caps = RawClient.historyCapabilities

    @Test func `a page has what was said before, under the ids it had, over a restart`() throws {
        let room = try HostedRoom()
        let speaker = try RawClient(port: room.port, nick: "speaker", capabilities: Self.caps)
        for number in 1...250 { speaker.send("PRIVMSG #lobby :line \(number)") }
        try speaker.expect(":line 250")
        let live = speaker.lines.compactMap { line in
            line.firstMatch(of: /msgid=([^; ]+).* PRIVMSG #lobby :(line .+)$/).map { (String($0.1), String($0.2)) }
        }
        room.stop()
        try room.start()
        let reader = try RawClient(port: room.port, nick: "reader", capabilities: Self.caps)
        var read = try reader.page("CHATHISTORY LATEST #lobby * 100")
        while true {
            let before = try reader.page("CHATHISTORY BEFORE #lobby msgid=\(read[0].id) 100")
            if before.isEmpty { break }
            read = before + read
        }
        #expect(read.map(\.text) == (1...250).map { "line \($0)" })
        #expect(read.map(\.id) == live.map(\.0))
    }

    @Test func `what is taken back is gone from pages and from the files`() throws {
        let room = try HostedRoom()
        let caps = Self.caps + " draft/message-redaction soju.im/search"
        let speaker = try RawClient(port: room.port, nick: "speaker", capabilities: caps)
        speaker.send("PRIVMSG #lobby :a xylophonic secret")
        let line = try speaker.expect { $0.contains("xylophonic") }
        let id = try #require(line.firstMatch(of: /msgid=([^; ]+)/)).1
        let start = speaker.lines.count
        speaker.send("SEARCH text=xylophonic")
        try speaker.expect(from: start) { $0.contains("BATCH -") }
        #expect(speaker.lines[start...].contains { $0.contains("xylophonic") })
        speaker.send("REDACT #lobby \(id)")
        try speaker.expect("REDACT #lobby \(id)")
        #expect(try speaker.page("CHATHISTORY LATEST #lobby * 10").isEmpty)
        try wait("the files to forget it") {
            let found = try Outcome.of(named: "grep", ["-rla", "xylophonic", room.dataFolder])
            return found.output.isEmpty
        }
    }
}
