import Chat
import Foundation
import Protocol
import TestSupport
import Testing

@testable import Exchange

/// The lines of an export in JSON, as `docs/export.md` describes them.
@Suite struct HistoryJSONWriterTests {
    private let scratch = Scratch()
    private let history: HistoryExample

    init() throws { history = try HistoryExample() }

    private func lines(_ filter: ExportFilter = ExportFilter()) throws -> [String] {
        try history.json(filter, to: scratch.file("\(UUID()).jsonl"))
    }

    @Test(arguments: [
        ("eve!*@*", true), ("~a:eve", true), ("~m:~a:eve", true), ("*!*@192.0.2.7", false), ("*!*@*.example", false),
        ("~m:*!*@host", false), ("eve!*@", false),
    ]) func `Of some rooms no address is told, and of all of them each`(_ mask: String, _ isTold: Bool) {
        let room = RegisteredChannel(
            name: "#a", founder: Casemapping.ascii.fold("ada"), registered: HistoryExample.second(1),
            lists: [.init(list: "b", mask: mask, setBy: "ada", setAt: HistoryExample.second(2))])
        for (rooms, isWritten) in [([], true), (["#a"], isTold)] as [([String], Bool)] {
            var writer = HistoryJSONWriter(ExportFilter(rooms: rooms))
            let text = String(decoding: writer.write(room), as: UTF8.self)
            #expect(text.contains("\"mask\"") == isWritten && text.contains(mask) == isWritten)
        }
    }

    @Test func `It begins with its version, tells of the rooms, and ends with how many events there are`() throws {
        let lines = try lines()
        #expect(lines.count == 2 + HistoryExample.events.count + 1)
        #expect(
            lines[0]
                == #"{"grillo-history":1,"program":"grillo \#(GrilloVersion.number)","made":"1970-01-01T00:16:40.000Z"}"#
        )
        #expect(
            lines[1] == ##"{"room":{"name":"#Den","founder":"ada","registered":"1970-01-01T00:00:06.000Z","##
                + ##""topic":{"text":"A topic","by":"ada","time":"1970-01-01T00:00:07.000Z"},"modes":"+mkl * 10","##
                + ##""lists":[{"mode":"b","mask":"eve!*@*","by":"ada","time":"1970-01-01T00:00:08.000Z"}],"##
                + ##""ranks":{"bob":"o"},"metadata":{"url":"https://den.example"}}}"##)
        #expect(lines[2].hasPrefix(#"{"event":{"msgid":"1","time":"1970-01-01T00:00:01.000Z","kind":"message","#))
        #expect(lines.last == #"{"end":12}"#)
    }

    @Test func `What was left out is said at the beginning`() throws {
        let filter = ExportFilter(
            rooms: ["#hall"], since: HistoryExample.second(15), until: HistoryExample.second(19))
        let lines = try lines(filter)
        let wishes = ##""rooms":["#hall"],"since":"1970-01-01T00:00:15.000Z","until":"1970-01-01T00:00:19.000Z"}"##
        #expect(lines[0].hasSuffix(wishes))
        #expect(lines.count == 3 && lines[1].contains("anybody?") && lines[2] == #"{"end":1}"#)
    }

    @Test func `A person's data is all that is kept, without what opens the account`() throws {
        let lines = try lines(ExportFilter(account: "ada"))
        #expect(lines[0].hasSuffix(#""account":"ada"}"#))
        #expect(
            lines[1] == ##"{"account":{"name":"Ada","registered":"1970-01-01T00:00:05.000Z","password":true,"##
                + ##""certificates":["abcd"],"settings":{"always-on":"on"},"##
                + ##""nicks":[{"nick":"Ada","since":"1970-01-01T00:00:05.000Z"}],"profile":{"pronouns":"she"},"##
                + ##""marks":[{"about":"#den","values":{"color":"red"}}],"##
                + ##""read":[{"in":"#den","through":"1970-01-01T00:00:12.000Z"}],"##
                + ##""rooms":[{"name":"#Den","founder":true}]}}"##)
        #expect(lines.count == 2 + 4 + 1)
        #expect(!lines.contains { $0.hasPrefix(#"{"room""#) })
    }

    @Test func `The same history is the same text each time`() throws {
        #expect(try lines() == lines())
    }

    @Test func `Nobody's secrets are told`() throws {
        let text = try (lines() + lines(ExportFilter(account: "ada"))).joined()
        for secret in ["sesame", "a secret", "salt", "storedKey"] { #expect(!text.contains(secret), "\(secret)") }
    }
}
