import Chat
import Foundation
import Protocol
import TestSupport
import Testing

@testable import Exchange

/// Logs that WeeChat, irssi and ZNC wrote of the same minutes in one room, each with its own times and its own words.
@Suite struct RealLogTests {
    private static func weechat(_ name: String, nick: String? = nil) throws -> SourceReading {
        try SourceReading(
            WeeChatLog(path: LogFixture.path("weechat/\(name)"), context: LogFixture.context(nick: nick)))
    }

    private static func irssi(_ name: String, nick: String? = nil) throws -> SourceReading {
        try SourceReading(
            IrssiLog(path: LogFixture.path("irssi/here/\(name)"), context: LogFixture.context(nick: nick)))
    }

    private static func znc(_ name: String, nick: String? = nil) throws -> SourceReading {
        try SourceReading(
            ZNCLog(path: LogFixture.path("znc/here/\(name)/2026-11-30.log"), context: LogFixture.context(nick: nick)))
    }

    @Test func `Each has everything that happened, and nothing is lost`() throws {
        let weechat = try Self.weechat("irc.here.#garden.weechatlog")
        let irssi = try Self.irssi("#garden.log")
        let znc = try Self.znc("#garden")
        for reading in [weechat, irssi, znc] {
            #expect(reading.lost == [])
            #expect(reading.count(.message) == 18)
            #expect(reading.count(.notice) == 4)
            #expect(reading.count(.topic) == 2)
            #expect(reading.count(.kick) == 1)
            #expect(reading.count(.quit) == 2)
            #expect(reading.count(.nick) == 5)
            #expect(reading.records.allSatisfy { $0.conversations == [.channel(Casemapping.ascii.fold("#garden"))] })
        }
        #expect(weechat.records.count == 47)
        #expect(irssi.records.count == 49)
        #expect(znc.records.count == 48)
    }

    @Test func `They tell the same, but that one alone keeps colours and one alone knows real names`() throws {
        let plain = Set(try Self.weechat("irc.here.#garden.weechatlog").told)
        let irssi = Set(try Self.irssi("#garden.log").told)
        let coloured = Set(try Self.znc("#garden").told)
        #expect(
            plain.subtracting(irssi).sorted() == [
                "Zoe_ join: Zoé", "bob join: Bob <Example> (the builder)", "wanda join: Wanda Example",
                "zita join: Zita Example", "zoe[a] join: Zoé",
            ])
        #expect(
            coloured.subtracting(irssi).sorted() == [
                "Server mode: +nt",
                "Zoe_ message: \u{2}bold\u{2} \u{3}04,01red on black\u{3} "
                    + "\u{1D}italic\u{1D} \u{1F}under\u{1F} \u{F} plain",
            ])
        #expect(irssi.contains("Zoe_ message: bold red on black italic under  plain"))
    }

    @Test func `What is said like a line of a log is what was said`() throws {
        for told in [
            try Self.weechat("irc.here.#garden.weechatlog").told, try Self.irssi("#garden.log").told,
            try Self.znc("#garden").told,
        ] {
            #expect(told.contains("bob message: --> alice (a@b) has joined #garden"))
            #expect(told.contains("bob message: -!- <mallory> 12:00 [x] *** Joins: mallory"))
            #expect(told.contains("bob message: \u{1}ACTION waves to * alice *\u{1}"))
            #expect(told.contains("Zoe_ message:   two spaces, a\ttab, and at the end one "))
            #expect(told.contains("alice topic: Der \"Garten\" to \"heute\""))
            #expect(told.contains("alice topic: "))
            #expect(told.contains("alice kick zoe[a]: out of the beds (now)"))
            #expect(told.contains("zoe[a] part: going (for) tea"))
            #expect(told.contains("zoe[a] quit: Quit: good night (all)"))
            #expect(told.filter { $0 == "bob message: the same" }.count == 2)
        }
    }

    @Test func `The own lines belong to whoever kept the log, under each of their nicks`() throws {
        let weechat = try Self.weechat("irc.here.#garden.weechatlog").told
        #expect(weechat.contains("wanda notice: careful"))
        #expect(weechat.contains("wanda nick wanda2: "))
        let irssi = try Self.irssi("#garden.log").told
        #expect(irssi.contains("iris notice: careful"))
        #expect(irssi.contains("iris nick iris2: "))
    }

    @Test func `Times are those of the zone, as exact as the log has them`() throws {
        #expect(
            try Self.weechat("irc.here.#garden.weechatlog").records.first?.time.iso8601 == "2026-11-30T17:36:23.000Z")
        #expect(try Self.irssi("#garden.log").records.first?.time.iso8601 == "2026-11-30T17:36:00.000Z")
        #expect(try Self.znc("#garden").records.first?.time.iso8601 == "2026-11-30T17:37:00.000Z")
    }

    @Test func `A private talk is that of its two nicks, whoever speaks`() throws {
        let readings = [
            ("wanda2", try Self.weechat("irc.here.alice.weechatlog")), ("iris2", try Self.irssi("alice.log")),
            ("zita2", try Self.znc("alice")),
        ]
        for (keeper, reading) in readings {
            #expect(reading.lost == [])
            #expect(
                reading.told.prefix(2) == ["\(keeper) message: psst", "\(keeper) message: \u{1}ACTION whispers\u{1}"])
            #expect(
                reading.told.suffix(3) == [
                    "alice message: yes?", "alice message: \u{1}ACTION listens\u{1}", "alice notice: a private note",
                ])
            let talk = Conversation.between(Casemapping.ascii.fold("alice"), Casemapping.ascii.fold(keeper))
            #expect(reading.records.allSatisfy { $0.conversations == [talk] })
            #expect(reading.records.first?.target == "alice")
            #expect(reading.records.last?.target == keeper)
        }
    }

    @Test func `A talk in which the other alone speaks needs to be told who kept it`() throws {
        let problem = #expect(throws: ImportProblem.self) { _ = try Self.weechat("irc.here.alicia.weechatlog") }
        #expect(problem?.cause.hasSuffix("is a private talk with alicia, and does not tell with whom") == true)
        #expect(problem?.remedy == "name whoever kept it with `--nick NICK`")
        for reading in [
            try Self.weechat("irc.here.alicia.weechatlog", nick: "me"), try Self.irssi("alicia.log", nick: "me"),
            try Self.znc("alicia", nick: "me"),
        ] {
            #expect(reading.told == ["alicia message: renamed"])
            #expect(reading.records.first?.target == "me")
        }
    }

    @Test func `The log of a window without a conversation is refused`() throws {
        #expect(throws: ImportProblem.self) { _ = try Self.znc("status") }
    }

    @Test(arguments: [
        "weechat/irc.here.#garden.weechatlog", "weechat/irc.here.alice.weechatlog", "irssi/here/#garden.log",
        "irssi/here/alice.log", "znc/here/#garden/2026-11-30.log", "znc/here/alice/2026-11-30.log", "ergo/export.json",
    ]) func `A log is known by its beginning, as one of one kind`(name: String) throws {
        let path = LogFixture.path(name)
        let beginning = try LogFixture.beginning(of: path)
        let kinds = [
            "weechat": WeeChatLog.recognizes(path: path, beginning: beginning),
            "irssi": IrssiLog.recognizes(path: path, beginning: beginning),
            "znc": ZNCLog.recognizes(path: path, beginning: beginning),
            "ergo": ErgoExport.recognizes(path: path, beginning: beginning),
        ]
        #expect(kinds.filter(\.value).map(\.key) == [String(name.prefix { $0 != "/" })])
        #expect(!ErgoDatabase.recognizes(path: path, beginning: beginning))
    }

    @Test func `What is no log is known as none`() {
        for text in ["", "\n", "hello\nworld\n", "{\"Type\":", "SQLite format 3", "2026-11-30 18:00:00 no tab\n"] {
            let beginning = Array(text.utf8)
            #expect(!WeeChatLog.recognizes(path: "x", beginning: beginning))
            #expect(!IrssiLog.recognizes(path: "x", beginning: beginning))
            #expect(!ZNCLog.recognizes(path: "x", beginning: beginning))
            #expect(!ErgoExport.recognizes(path: "x", beginning: beginning))
            #expect(!ErgoDatabase.recognizes(path: "x", beginning: beginning))
        }
    }
}
