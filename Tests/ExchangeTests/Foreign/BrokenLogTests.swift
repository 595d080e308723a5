import Chat
import Foundation
import Protocol
import TestSupport
import Testing

@testable import Exchange

/// Logs that are not as their programs write them: taken as far as they go, each loss with its line.
@Suite struct BrokenLogTests {
    private let folder = Scratch()

    private func weechat(_ bytes: [UInt8]) throws -> SourceReading {
        let path = try folder.write(bytes: bytes, to: "irc.here.#a.weechatlog")
        return try SourceReading(WeeChatLog(path: path, context: LogFixture.context()))
    }

    private func irssi(_ lines: [String], room: String? = nil) throws -> SourceReading {
        let path = try folder.write(lines: lines, to: "#a.log")
        return try SourceReading(IrssiLog(path: path, context: LogFixture.context(room: room)))
    }

    @Test func `A line that the file ends within is taken as far as it goes`() throws {
        let reading = try weechat(Array("2026-11-30 18:00:00\tbob\tone\n2026-11-30 18:00:01\tbob\ttw".utf8))
        #expect(reading.told == ["bob message: one", "bob message: tw"])
        #expect(reading.lost == ["2 has no end, as the file ends within it: taken as far as it goes"])
    }

    @Test func `A line that is torn before its words is lost`() throws {
        let reading = try weechat(Array("2026-11-30 18:00:00\tbob\tone\n2026-11-30 18:0".utf8))
        #expect(reading.told == ["bob message: one"])
        #expect(
            reading.lost == [
                "2 has no end, as the file ends within it: taken as far as it goes",
                "2 no line of WeeChat's that is known: left out",
            ])
    }

    @Test func `What is not in UTF-8 is taken as Latin-1, line by line`() throws {
        let latin: [UInt8] = [0x67, 0x72, 0xFC, 0xDF, 0x65, 0x20, 0x80]
        let reading = try weechat(
            Array("2026-11-30 18:00:00\tbob\t".utf8) + latin + Array("\n2026-11-30 18:00:01\tbob\tgrüße\n".utf8))
        #expect(reading.told == ["bob message: grüße €", "bob message: grüße"])
        #expect(reading.lost == ["1 not in UTF-8: taken as Latin-1"])
    }

    @Test func `NUL bytes that a crash left are taken out`() throws {
        let line = Array("2026-11-30 18:00:00\tbob\tone\n".utf8)
        let reading = try weechat(line + [UInt8](repeating: 0, count: 512) + line)
        #expect(reading.told == ["bob message: one", "bob message: one"])
        #expect(reading.lost == ["2 has NUL bytes, as after a crash: left out"])
    }

    @Test func `Lines may end in CRLF, and empty ones are nothing`() throws {
        let reading = try weechat(
            Array("2026-11-30 18:00:00\tbob\tone\r\n\r\n\n2026-11-30 18:00:01\tbob\ttwo\r\n".utf8))
        #expect(reading.told == ["bob message: one", "bob message: two"])
        #expect(reading.lost == [])
    }

    @Test(arguments: [-1, 0, 1]) func `A line has 64 KiB at most`(excess: Int) throws {
        let head = "2026-11-30 18:00:00\tbob\t"
        let text = String(repeating: "x", count: (64 << 10) - head.utf8.count + excess)
        let reading = try weechat(Array("\(head)\(text)\n2026-11-30 18:00:01\tbob\ttwo\n".utf8))
        #expect(reading.records.map(\.text.count) == [text.utf8.count - max(excess, 0), 3])
        #expect(reading.records.map(\.line) == [1, 2])
        #expect(reading.lost == (excess > 0 ? ["1 longer than 65536 bytes: cut there"] : []))
    }

    @Test func `A line without an end for a megabyte is one line`() throws {
        let head = Array("2026-11-30 18:00:00\tbob\t".utf8)
        let reading = try weechat(
            head + [UInt8](repeating: 0x78, count: 1 << 20) + Array("\n2026-11-30 18:00:01\tbob\ttwo\n".utf8))
        #expect(reading.told.last == "bob message: two")
        #expect(reading.records.map(\.line) == [1, 2])
    }

    @Test func `A topic is cut where one line of IRC ends`() throws {
        for (excess, losses) in [
            (0, []), (1, ["1 longer than the 390 bytes that one line of IRC can hold: cut there"]),
        ] {
            let topic = String(repeating: "t", count: 390 + excess)
            let reading = try weechat(
                Array("2026-11-30 18:00:00\t--\tal has changed topic for #a to \"\(topic)\"\n".utf8))
            #expect(reading.records.map(\.text.count) == [390])
            #expect(reading.lost == losses)
        }
    }

    @Test func `Lines that no version writes are lost, each with its number`() throws {
        let reading = try weechat(
            Array(
                """
                2026-11-30 18:00:00\tbob
                2026-02-30 18:00:00\tbob\tno such day
                2026-11-30 24:00:00\tbob\tno such hour
                2026-11-30 18:00:00\t--\talice heißt jetzt bob
                2026-11-30 18:00:00\t-->\tsomebody came
                2026-11-30 18:00:00\ttwo words\twho?
                2026-11-30 18:00:00\tbob\t
                2026-11-30 18:00:00\tbob\tone

                """.utf8))
        #expect(reading.told == ["bob message: one"])
        #expect(reading.losses.map(\.line) == [1, 2, 3, 4, 5, 6, 7])
    }

    @Test(arguments: [
        ("bob has joined #a", "bob", ""), ("bob (Bob) has joined #a", "bob", "Bob"),
        ("bob (b@c) has joined #a", "bob!b@c", ""),
        ("bob [acc] (B (the) Bob) (b@c) has joined #a", "bob!b@c", "B (the) Bob"),
        ("bob (x has joined y) (b@c) has joined #a", "bob!b@c", "x has joined y"),
    ]) func `Who comes in may be told in part`(words: String, source: String, name: String) throws {
        let reading = try weechat(Array("2026-11-30 18:00:00\t-->\t\(words)\n".utf8))
        #expect(reading.records.map(\.source) == [source])
        #expect(reading.records.map(\.text.text) == [name])
    }

    @Test func `A topic that quotes is taken apart by the one before it`() throws {
        let reading = try weechat(
            Array(
                """
                2026-11-30 18:00:00\t--\tTopic for #a is "from "x" to "y""
                2026-11-30 18:00:01\t--\tal has changed topic for #a from "from "x" to "y"" to "z"

                """.utf8))
        #expect(reading.told == ["al topic: z"])
    }

    @Test func `Times in UTC with decimals are those of newer versions`() throws {
        let reading = try weechat(
            Array("2026-11-30T18:00:00.123456Z\tbob\tone\n2026-11-30 18:00:01.5\tbob\ttwo\n".utf8))
        #expect(reading.records.map(\.time.iso8601) == ["2026-11-30T18:00:00.123Z", "2026-11-30T17:00:01.000Z"])
    }

    // MARK: Midnight

    @Test func `irssi tells the day, and a midnight of which it does not is seen by the clock`() throws {
        let reading = try irssi([
            "--- Log opened Mon Nov 30 23:58:00 2026", "23:58 < bob> one", "--- Day changed Tue Dec 01 2026",
            "00:01 < bob> two", "23:59 < bob> three", "00:00 < bob> four", "--- Log closed Wed Dec 02 00:00:30 2026",
            "--- Log opened Thu Dec 03 08:00:00 2026", "08:00 < bob> five",
        ])
        #expect(
            reading.records.map { String($0.time.iso8601.prefix(16)) } == [
                "2026-11-30T22:58", "2026-11-30T23:01", "2026-12-01T22:59", "2026-12-01T23:00", "2026-12-03T07:00",
            ])
        #expect(reading.lost == ["6 the clock runs back and no date stands before it: taken as the next day"])
    }

    @Test(arguments: [10, 11]) func `A clock that is put right by ten minutes is past no midnight`(minutes: Int) throws
    {
        let reading = try irssi([
            "--- Log opened Mon Nov 30 18:00:00 2026", "18:30 < bob> one", "18:\(30 - minutes) < bob> two",
        ])
        #expect(reading.lost.isEmpty == (minutes == 10))
        #expect(reading.records.last?.time.iso8601.prefix(10) == (minutes == 10 ? "2026-11-30" : "2026-12-01"))
    }

    @Test func `Lines before the first date are of the days before it`() throws {
        let reading = try irssi([
            "22:00 < bob> one", "01:00 < bob> two", "--- Day changed Tue Dec 01 2026", "00:10 < bob> three",
        ])
        #expect(
            reading.records.map { String($0.time.iso8601.prefix(13)) } == [
                "2026-11-29T21", "2026-11-30T00", "2026-11-30T23",
            ])
        #expect(reading.lost == ["2 the clock runs back and no date stands before it: taken as the next day"])
    }

    @Test func `An hour that is shown twice before the first date is no midnight`() throws {
        let reading = try irssi([
            "22:00 < bob> one", "02:50 < bob> two", "02:10 < bob> three", "--- Day changed Mon Oct 26 2026",
            "00:10 < bob> four",
        ])
        #expect(
            reading.records.map { String($0.time.iso8601.prefix(16)) } == [
                "2026-10-24T20:00", "2026-10-25T00:50", "2026-10-25T01:10", "2026-10-25T23:10",
            ])
        #expect(reading.lost == ["2 the clock runs back and no date stands before it: taken as the next day"])
    }

    @Test func `From the evening of a day with such an hour the next night is past midnight`() throws {
        let reading = try irssi([
            "--- Log opened Sun Oct 25 22:00:00 2026", "22:00 < bob> one", "02:30 < bob> two",
        ])
        #expect(
            reading.records.map { String($0.time.iso8601.prefix(16)) } == ["2026-10-25T21:00", "2026-10-26T01:30"])
    }

    @Test func `A log of which no date is told for ten thousand midnights is none`() throws {
        let lines = (0..<10_000).flatMap { _ in ["02:00 < bob> a", "01:00 < bob> b"] }
        let problem = #expect(throws: ImportProblem.self) {
            try irssi(lines + ["--- Day changed Mon Oct 26 2026"])
        }
        #expect(problem?.cause.hasSuffix("tells times, and nowhere a date") == true)
    }

    @Test func `Lines before a log that was opened are of no day`() throws {
        let reading = try irssi(["22:00 < bob> one", "--- Log opened Mon Nov 30 18:00:00 2026", "18:00 < bob> two"])
        #expect(reading.told == ["bob message: two"])
        #expect(reading.lost == ["1 no date stands before it, and none behind it tells of its day: left out"])
    }

    @Test func `A log of irssi's without a date is refused`() throws {
        let problem = #expect(throws: ImportProblem.self) { _ = try irssi(["22:00 < bob> one"]) }
        #expect(problem?.cause.hasSuffix("tells times, and nowhere a date") == true)
    }

    // MARK: Private talks

    @Test func `Who kept a private talk is found where they speak, for what is told before it, too`() throws {
        let lines = [
            "--- Log opened Mon Nov 30 18:00:00 2026", "18:00 <bob> one", "18:00 [notice(bob)] two", "18:01 <me> three",
        ]
        let path = try folder.write(lines: lines, to: "bob.log")
        let reading = try SourceReading(IrssiLog(path: path, context: LogFixture.context()))
        #expect(reading.told == ["bob message: one", "me notice: two", "me message: three"])
        #expect(reading.records.map(\.target) == ["me", "bob", "bob"])
    }

    // MARK: Names

    @Test(arguments: [
        ("irc.libera.#a.weechatlog", "#a"), ("irc.irc.libera.chat.##a.b.weechatlog", "##a.b"),
        ("irc.here.#a.weechatlog.1", "#a"), ("#a.weechatlog", "#a"),
    ]) func `WeeChat calls a file after its server and its room`(name: String, room: String) throws {
        let path = try folder.write(lines: ["2026-11-30 18:00:00\tbob\tone"], to: name)
        let reading = try SourceReading(WeeChatLog(path: path, context: LogFixture.context()))
        #expect(reading.records.map(\.target) == [room])
    }

    @Test(arguments: ["here/#a/2026-11-30.log", "here_#a_20261130.log"]) func `ZNC calls a file after its day`(
        name: String
    ) throws {
        let path = try folder.write(lines: ["[18:00:00] <bob> one"], to: name)
        let reading = try SourceReading(ZNCLog(path: path, context: LogFixture.context()))
        #expect(reading.records.map(\.target) == ["#a"])
        #expect(reading.records.map(\.time.iso8601) == ["2026-11-30T17:00:00.000Z"])
    }

    @Test func `A file of ZNC's that is called otherwise has no day`() throws {
        let path = try folder.write(lines: ["[18:00:00] <bob> one"], to: "a.log")
        let context = LogFixture.context(room: "#a")
        #expect(throws: ImportProblem.self) { _ = try ZNCLog(path: path, context: context) }
    }

    @Test func `The room that is named goes before the file's name`() throws {
        let lines = ["--- Log opened Mon Nov 30 18:00:00 2026", "18:00 < bob> one"]
        #expect(try irssi(lines, room: "#other").records.map(\.target) == ["#other"])
        for wrong in ["&local", "#a,b", "#\(String(repeating: "x", count: 64))", "two words"] {
            #expect(throws: ImportProblem.self) { _ = try irssi(lines, room: wrong) }
        }
    }

    @Test func `A file that is not there, and a folder, are refused`() {
        for path in [folder.file("#none.log"), folder.path] {
            let context = LogFixture.context(room: "#a")
            #expect(throws: ImportProblem.self) { _ = try IrssiLog(path: path, context: context) }
            #expect(throws: ImportProblem.self) { _ = try ErgoExport(path: path, context: context) }
            #expect(throws: ImportProblem.self) { _ = try ErgoDatabase(path: path, context: context) }
        }
    }
}
