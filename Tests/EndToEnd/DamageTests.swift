import Foundation
import Testing

/// What the server says, and goes on doing, where the disk or the clock is not what it was.
@Suite(.serialized) struct DamageTests {
    @Test func `A damaged page costs what stood on it, and the host is told what to do`() throws {
        let room = try GrilloServer()
        let speaker = try RawClient(port: room.port, nick: "speaker", capabilities: RawClient.historyCapabilities)
        for number in 0..<2000 { speaker.send("PRIVMSG #lobby :line \(number) \(String(repeating: "x", count: 100))") }
        try speaker.expect(":line 1999 ")
        let early = try #require(speaker.messages.first { $0.text.hasPrefix("line 500 ") })
        room.stop()
        let place = try #require(
            try Data(contentsOf: URL(filePath: room.database)).range(of: Data("line 400 xx".utf8))
        ).lowerBound
        let file = try FileHandle(forUpdating: URL(filePath: room.database))
        try file.seek(toOffset: UInt64(place / 2048 * 2048))
        try file.write(contentsOf: Data(repeating: 0xA5, count: 2048))
        try file.close()

        try room.start()
        let reader = try RawClient(port: room.port, nick: "reader", capabilities: RawClient.historyCapabilities)
        #expect(try reader.page("CHATHISTORY BEFORE #lobby msgid=\(early.id) 200").isEmpty)
        try reader.expect("FAIL CHATHISTORY MESSAGE_ERROR BEFORE #lobby")
        try wait("the host to be told") {
            room.log.contains("the log is damaged") && room.log.contains("grillo verify")
        }
        // The rest is there, and new lines are kept.
        reader.send("PRIVMSG #lobby :after the damage")
        try reader.expect("after the damage")
        #expect(try reader.page("CHATHISTORY LATEST #lobby * 100").map(\.text).last == "after the damage")
        let verdict = try ProgramResult.of(Programs.grillo, ["verify", "--data", room.dataFolder])
        #expect(verdict.code == 74 && verdict.errors.contains("restore a backup"))
    }

    @Test func `A clock behind the history stops nothing, time never runs back, and the host is told`() throws {
        let room = try GrilloServer()
        let speaker = try RawClient(port: room.port, nick: "speaker", capabilities: RawClient.historyCapabilities)
        speaker.send("PRIVMSG #lobby :before")
        try speaker.expect(":before")
        room.stop()
        // As if the clock had been an hour ahead.
        for table in ["events", "places"] {
            let change = try ProgramResult.of(
                named: "sqlite3", [room.database, "UPDATE \(table) SET time = time + 3600000"])
            #expect(change.code == 0)
        }
        try room.start()
        try wait("the host to be told", state: { room.log }) { room.log.contains("behind the history: set it right") }
        let reader = try RawClient(port: room.port, nick: "reader", capabilities: RawClient.historyCapabilities)
        reader.send("PRIVMSG #lobby :after")
        try reader.expect(":after")
        #expect(try reader.page("CHATHISTORY LATEST #lobby * 10").map(\.text) == ["before", "after"])
        let times = try room.query("SELECT time FROM events ORDER BY number").compactMap { Int64($0) }
        #expect(times == times.sorted())
    }
}
