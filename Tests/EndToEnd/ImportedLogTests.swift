import Foundation
import Glibc
import TestSupport
import Testing

/// Logs that other programs wrote are imported by the command, served, and read in a client: by scrolling and by searching, at their old time.
@Suite(.serialized) struct ImportedLogTests {
    private static let logs = Repository.root.appending(path: "Tests/ExchangeTests/Logs").path
    private static let capabilities = RawClient.historyCapabilities + " soju.im/search"
    private static let garden = [
        "weechat/irc.here.#garden.weechatlog", "irssi/here/#garden.log", "znc/here/#garden/2026-11-30.log",
    ]
    private static let greeting = "grüß euch — žluťoučký 日本語 👩‍🌾"
    private let folder = Scratch()

    /// Imports files into a new folder, by the zone in which the logs were kept.
    private func importing(_ files: [String], _ options: String...) throws -> ProgramResult {
        try ProgramResult.of(
            Programs.grillo,
            ["import"] + files + ["--into", folder.file("server"), "--time-zone", "Europe/Berlin", "--yes"] + options)
    }

    /// Someone who came into the room after all of it.
    private func reader(_ room: GrilloServer) throws -> RawClient {
        try RawClient(port: room.port, nick: "reader", room: "#garden", capabilities: Self.capabilities)
    }

    /// The line by which a client is shown a message.
    private func line(of message: ShownMessage, _ client: RawClient) -> String {
        client.lines.first { $0.contains("msgid=\(message.id)") } ?? ""
    }

    private func time(_ line: String) -> String { line.firstMatch(of: /time=([^; ]+)/).map { String($0.1) } ?? "" }

    /// Expects a text to be found at its time by paging to it, and by searching for a word of it.
    private func expectFound(_ text: String, _ word: String, at time: String, by reader: RawClient) throws {
        let around = try reader.page("CHATHISTORY AROUND #garden timestamp=\(time) 3")
        #expect(around.contains { $0.text == text && self.time(line(of: $0, reader)) == time })
        let start = reader.lines.count
        reader.send("SEARCH text=\(word)")
        try reader.expect(from: start) { $0.contains("BATCH -") }
        let found = reader.lines[start...].filter { $0.hasSuffix("PRIVMSG #garden :\(text)") }
        #expect(found.map { self.time($0) } == [time])
    }

    @Test(arguments: [
        (garden[0], "weechat", 47, "17:37:09.000"), (garden[1], "irssi", 49, "17:37:00."),
        (garden[2], "znc", 48, "17:37:09.000"),
    ])
    func `A log of each kind is counted, served and read`(
        file: String, format: String, count: Int, moment: String
    ) throws {
        let told = try importing([Self.logs + "/" + file])
        #expect(told.code == 0, "\(told)")
        #expect(told.output.contains("(\(format)): \(count) events to take, 2026-11-30T17:3"), "\(told)")
        #expect(told.output.contains(", #garden.\n") && !told.output.contains("not taken"), "\(told)")
        let room = try GrilloServer(folder: folder)
        #expect(
            try room.query("SELECT count(*) FROM events WHERE tags <> x'' AND account IS NULL") == ["\(count)"])
        let reader = try reader(room)
        let all = try reader.history(of: "#garden")
        #expect(all.count == 18 && all.first?.text == "hello, garden")
        #expect(all.filter { $0.text == "the same" }.count == 2)
        let times = all.map { time(line(of: $0, reader)) }
        #expect(times == times.sorted())
        let greeting = try #require(all.first { $0.text == Self.greeting })
        let shown = line(of: greeting, reader)
        #expect(shown.contains("grillo.chat/imported=\(format)") && shown.contains(" :Zoe_"), "\(shown)")
        #expect(time(shown).hasPrefix("2026-11-30T" + moment), "\(shown)")
        try expectFound(Self.greeting, "žluťoučký", at: time(shown), by: reader)
    }

    @Test func `The logs that three people kept of one room are one history`() throws {
        let told = try importing(Self.garden.map { Self.logs + "/" + $0 })
        #expect(told.code == 0 && told.output.contains("told elsewhere, too.\n"), "\(told)")
        let room = try GrilloServer(folder: folder)
        let all = try reader(room).history(of: "#garden").map(\.text)
        // What wanda did is in another second in ZNC's log, and so it is told twice.
        #expect(all.count == 19 && all.filter { $0 == "the same" }.count == 2, "\(all)")
        room.stop()
        // The same again, beside what is there now, is nothing new.
        let files = Self.garden.map { Self.logs + "/" + $0 }
        let again = try ProgramResult.of(
            Programs.grillo,
            ["import"] + files + ["--into", folder.file("again"), "--with", room.dataFolder, "--dry-run"]
                + ["--time-zone", "Europe/Berlin"])
        #expect(again.output.contains("In all: 0 events to take."), "\(again)")
    }

    @Test func `Ergo's database is counted, served and read`() throws {
        let database = folder.file("ergo.db")
        let script = ".read '\(Self.logs)/ergo/history.sql'"
        #expect(try ProgramResult.of(named: "sqlite3", [database, script]).code == 0)
        let told = try importing([database], "--talks")
        #expect(told.code == 0 && told.output.contains("(ergo): 13 events to take, "), "\(told)")
        #expect(told.output.contains("3 lines not taken, or not as it was:\n    line 14: "), "\(told)")
        let room = try GrilloServer(folder: folder)
        let reader = try reader(room)
        #expect(try reader.history(of: "#garden").map(\.text) == ["hello, garden", "one line"])
        // The second line of a message has no id of its own.
        #expect(reader.lines.contains { $0.hasSuffix(" :and another") })
        try expectFound("hello, garden", "hello", at: "2026-11-30T17:00:01.000Z", by: reader)
    }

    @Test func `A broken log is taken as far as it goes, each loss with its line`() throws {
        var log = Array("2024-01-01 12:00:00\tada\thello\n2024-01-01 12:00:01\tbob\tgr".utf8)
        log += [0xFC, 0xDF] + Array("e\nno line of a log\n2024-01-01 12:00:02\tada\tto".utf8)
        let file = folder.file("irc.here.#garden.weechatlog")
        try Data(log).write(to: URL(filePath: file))
        let told = try importing([file])
        #expect(told.code == 0 && told.output.contains(": 3 events to take"), "\(told)")
        for loss in ["line 2: not in UTF-8", "line 3: ", "line 4: "] { #expect(told.output.contains(loss), "\(told)") }
        let room = try GrilloServer(folder: folder)
        #expect(try reader(room).history(of: "#garden").map(\.text) == ["hello", "grüße", "to"])
    }

    @Test func `In the terminal's client imported lines are scrolled to and searched`() throws {
        #expect(try importing([Self.logs + "/" + Self.garden[0]]).code == 0)
        let room = try GrilloServer(folder: folder)
        let speaker = try RawClient(port: room.port, nick: "speaker", room: "#garden")
        for number in 1...60 { speaker.send("PRIVMSG #garden :today \(number)") }
        speaker.send("PING said")
        try speaker.expect("PONG")
        let anna = try TmuxTerminal.grillo(room, nick: "anna")
        try anna.enter("/join #garden")
        try anna.waitFor("today 60")
        // More comes as one scrolls.
        try wait("the beginning", state: { (try? anna.screen) ?? "" }) {
            if try anna.rows.contains(where: { $0.contains("17:37") && $0.contains("hello, garden") }) { return true }
            try anna.press("PageUp")
            return false
        }
        try anna.press("End")
        try anna.waitFor("today 60")
        try anna.enter("/search žluťoučký")
        try anna.waitForRows("what was found, at its time") { rows in
            rows.contains { $0.contains("17:37") && $0.contains("grüß euch") }
        }
    }
}
