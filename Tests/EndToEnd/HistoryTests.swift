import Foundation
import Testing

/// What was said can be read again, by those who may. <https://ircv3.net/specs/extensions/chathistory>
@Suite(.serialized) struct HistoryTests {
    private static let caps = "draft/chathistory batch server-time message-tags echo-message labeled-response"

    /// What a client shows of a page: the ids and texts, in order.
    private func page(_ client: RawClient, _ command: String) throws -> [(id: String, text: String)] {
        let start = client.lines.count
        client.send("@label=p\(start) \(command)")
        try client.expect(from: start) { $0.contains("BATCH -") || $0.contains("FAIL CHATHISTORY") }
        return client.lines[start...].compactMap { line in
            line.firstMatch(of: /msgid=([^; ]+).* PRIVMSG \S+ :(.+)$/).map { (String($0.1), String($0.2)) }
        }
    }

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
        var read = try page(reader, "CHATHISTORY LATEST #lobby * 100")
        while true {
            let before = try page(reader, "CHATHISTORY BEFORE #lobby msgid=\(read[0].id) 100")
            if before.isEmpty { break }
            read = before + read
        }
        #expect(read.map(\.text) == (1...250).map { "line \($0)" })
        #expect(read.map(\.id) == live.map(\.0))
    }

    @Test func `every message that any client was shown before kill -9 is in the history once, in the order shown`()
        throws
    {
        let room = try HostedRoom()
        for round in 0..<3 {
            let clients = try (0..<4).map {
                try RawClient(port: room.port, nick: "r\(round)c\($0)", capabilities: "message-tags")
            }
            var number = 0
            func areShown(_ count: Int) -> Bool {
                clients.allSatisfy { $0.lines.count { $0.contains("PRIVMSG") } >= count }
            }
            while !areShown(50 + 200 * round) {
                for (index, client) in clients.enumerated() where number < 2000 {
                    client.send("PRIVMSG #lobby :r\(round) c\(index) n\(number)")
                }
                number += 1
                clients.forEach { $0.read(milliseconds: 0) }
            }
            // In the middle of traffic: what is on its way is on its way.
            room.kill()
            for client in clients { while !client.isClosed { client.read() } }
            try room.start()
            let reader = try RawClient(port: room.port, nick: "reader\(round)", capabilities: Self.caps)
            var kept = try page(reader, "CHATHISTORY LATEST #lobby * 1000")
            while let first = kept.first, first.text.hasPrefix("r\(round) ") {
                let before = try page(reader, "CHATHISTORY BEFORE #lobby msgid=\(first.id) 1000")
                if before.isEmpty { break }
                kept = before + kept
            }
            let places = Dictionary(kept.enumerated().map { ($1.text, $0) }) { first, _ in
                Issue.record("it is there twice")
                return first
            }
            for client in clients {
                let shown = client.lines.compactMap { $0.firstMatch(of: /PRIVMSG #lobby :(r.+)$/).map { String($0.1) } }
                #expect(!shown.isEmpty)
                let order = shown.map { places[$0] ?? -1 }
                #expect(!order.contains(-1), "what was shown is there")
                #expect(order == order.sorted(), "in the order shown")
            }
        }
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
        #expect(try page(speaker, "CHATHISTORY LATEST #lobby * 10").isEmpty)
        try wait("the files to forget it") {
            let found = try Outcome.of(named: "grep", ["-rla", "xylophonic", room.dataFolder])
            return found.output.isEmpty
        }
    }
}
