import Chat
import Foundation
import Protocol
import TestSupport
import Testing

@testable import Exchange

/// A history as WeeChat's logger writes one. The lines are those that WeeChat 3.8 wrote.
@Suite struct HistoryTextTests {
    private typealias Events = ExportedEvents

    private func lines(_ events: Event..., in timeZone: TimeZone = .gmt) -> [String] {
        Events.written(events, by: HistoryText(timeZone: timeZone)).split(separator: "\n").map(String.init)
    }

    /// The lines without their times, which are all of 2026-11-30.
    private func told(_ events: Event...) -> [String] {
        events.flatMap { lines($0) }.map { String($0.dropFirst("2026-11-30 18:00:00\t".count)) }
    }

    @Test func `A message is its time, its nick and its words`() {
        #expect(lines(Events.event(1, .message, "hello there")) == ["2026-11-30 18:00:01\tbo\thello there"])
    }

    @Test func `Times are of the time zone, and its summer times`() throws {
        let rome = try #require(TimeZone(identifier: "Europe/Rome"))
        var summer = Events.event(1, .message, "a")
        summer.time = try #require(Timestamp(iso8601: "2026-07-31T22:30:00.999Z"))
        #expect(lines(summer, in: rome) == ["2026-08-01 00:30:00\tbo\ta"])
        #expect(lines(Events.event(1, .message, "a"), in: rome) == ["2026-11-30 19:00:01\tbo\ta"])
    }

    @Test func `Who comes and goes is told with an address`() {
        #expect(
            told(
                Events.event(1, .join), Events.event(1, .join, "Bo of Ulm", account: "bo"),
                Events.event(1, .part), Events.event(1, .part, "tea"), Events.event(1, .quit, target: ""),
                Events.event(1, .quit, "tea", target: ""), Events.event(1, .quit, by: "bo", target: "")) == [
                    "-->\tbo (~bo@host) has joined #Den", "-->\tbo [bo] (Bo of Ulm) (~bo@host) has joined #Den",
                    "<--\tbo (~bo@host) has left #Den", "<--\tbo (~bo@host) has left #Den (tea)",
                    "<--\tbo (~bo@host) has quit", "<--\tbo (~bo@host) has quit (tea)", "<--\tbo has quit",
                ])
    }

    @Test func `News of the room stand behind a mark`() {
        #expect(
            told(
                Events.event(1, .kick, "enough", subject: "ana"), Events.event(1, .kick, subject: "ana"),
                Events.event(1, .mode, "+o ana"), Events.event(1, .nick, target: "", subject: "bob"),
                Events.event(1, .notice, "the bell"), Events.event(1, .message, "\u{1}ACTION waves\u{1}")) == [
                    "<--\tbo has kicked ana (enough)", "<--\tbo has kicked ana", "--\tMode #Den [+o ana] by bo",
                    "--\tbo is now known as bob", "--\tNotice(bo): the bell", " *\tbo waves",
                ])
    }

    @Test func `A topic is told with the one before it`() {
        let topics = ["", "one", "two", ""].enumerated().map { Events.event(Int64($0.offset), .topic, $0.element) }
        let text = Events.written(topics, by: HistoryText(timeZone: .gmt))
        #expect(
            text.split(separator: "\n").map { $0.split(separator: "\t").last } == [
                "bo has unset topic for #Den", "bo has changed topic for #Den to \"one\"",
                "bo has changed topic for #Den from \"one\" to \"two\"",
                "bo has unset topic for #Den (old topic: \"two\")",
            ])
    }

    @Test func `Each line of a message is one of the log`() {
        #expect(told(Events.event(1, .message, "one\n\nthree")) == ["bo\tone", "bo\t", "bo\tthree"])
        #expect(told(Events.event(1, .message, "\u{1}ACTION one\ntwo\u{1}")) == [" *\tbo one", " *\tbo two"])
        #expect(told(Events.event(1, .notice, "one\ntwo")) == ["--\tNotice(bo): one", "--\tNotice(bo): two"])
    }

    @Test func `What WeeChat has no line for is left out`() {
        let reaction = [Tag("+draft/react", "👍"), Tag("+draft/reply", Events.msgid(1))]
        #expect(
            told(
                Events.event(1), Events.event(2, .notice), Events.event(3, .tagMessage, tags: reaction),
                Events.event(4, .redaction, "spam", subject: Events.msgid(1))) == [])
    }

    @Test func `Nobody can make a line that is not theirs`() {
        #expect(
            told(
                Events.event(1, .message, "a\r\u{1B}[2J\tb", by: "b\no\tx!u@h"),
                Events.event(2, .message, "c", by: "-->!u@h"),
                Events.event(3, .message, "c", by: "--"), Events.event(4, .part, "x\n2026-11-30 18:00:00\tana\thello"))
                == [
                    "b\u{FFFD}o x\ta\u{FFFD}\u{FFFD}[2J b", "\u{FFFD}-->\tc", "\u{FFFD}--\tc",
                    "<--\tbo (~bo@host) has left #Den (x\u{FFFD}2026-11-30 18:00:00 ana hello)",
                ])
    }

    @Test func `Formatting is left out, and bytes that are no text are seen`() {
        var event = Events.event(1, .message, "\u{2}a\u{2} \u{3}4,5b\u{F}")
        #expect(told(event) == ["bo\ta b"])
        event.text = [0x61, 0xFF, 0x62]
        #expect(told(event) == ["bo\ta\u{FFFD}b"])
    }

    @Test func `Text that hurts stays in its line`() {
        #expect(TortureTexts.all.count > 40)
        for text in TortureTexts.all {
            let lines = lines(Events.event(1, .message, text))
            #expect(lines.count == 1)
            #expect(lines.allSatisfy { $0.split(separator: "\t", omittingEmptySubsequences: false).count == 3 })
        }
    }

    @Test(arguments: [Timestamp.earliest, .latest]) func `The edges of time are written`(time: Timestamp) {
        var event = Events.event(1, .message, "a")
        event.time = time
        #expect(lines(event, in: TimeZone(secondsFromGMT: 50_400) ?? .gmt).count == 1)
        #expect(lines(event, in: TimeZone(secondsFromGMT: -43_200) ?? .gmt).count == 1)
    }
}
