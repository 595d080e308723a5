import Chat
import Foundation
import Protocol
import TestSupport
import Testing

@testable import Exchange

/// The talks of two people come in only if somebody asks for them.
@Suite struct RoomsOnlyTests {
    private let scratch = Scratch()
    private let room = ##""in":["#a"],"target":"#a""##
    private let talk = #""in":[["ada","bob"]],"target":"bob""#

    private func context(takesTalks: Bool) -> ForeignLogContext {
        ForeignLogContext(timeZone: .gmt, takesTalks: takesTalks)
    }

    /// A history of Grillo's with a message in each of these.
    private func history(_ places: String...) throws -> String {
        let lines = places.enumerated().map { index, place in
            """
            {"event":{"msgid":"\(EventNumber(rawValue: Int64(index + 1)).msgid)","time":"2026-11-30T18:00:0\(index).000Z",\
            "kind":"message","source":"ada",\(place),"text":"\(index)"}}
            """
        }
        return try scratch.write(
            lines: [#"{"grillo-history":1}"#] + lines + [#"{"end":\#(lines.count)}"#], to: "in.jsonl")
    }

    private func read(_ path: String, takesTalks: Bool) throws -> SourceReading {
        try SourceReading(ImportFormat.open(path, as: nil, context(takesTalks: takesTalks)))
    }

    @Test func `Talks are left out, with one line that tells it`() throws {
        let path = try history(room, talk, talk, room, talk)
        let reading = try read(path, takesTalks: false)
        #expect(reading.told == ["ada message: 0", "ada message: 3"])
        #expect(reading.losses == [ImportLoss(line: 3, reason: RoomsOnly.reason)])
    }

    @Test func `Talks are taken where they are wanted, and where there are none nothing is told`() throws {
        let path = try history(room, talk, talk, room, talk)
        #expect(try read(path, takesTalks: true).records.count == 5)
        #expect(try read(path, takesTalks: true).losses == [])
        #expect(try read(history(room), takesTalks: false).losses == [])
    }

    @Test func `Of a log that is left out nobody has to say whose it is`() throws {
        let path = try scratch.write(
            lines: ["2026-11-30 18:00:00\tbob\thi", "2026-11-30 18:00:01\tbob\tthere?"], to: "irc.here.bob.weechatlog")
        #expect(try read(path, takesTalks: false).lost == ["1 \(RoomsOnly.reason)"])
        #expect(throws: ImportProblem.self) { try read(path, takesTalks: true) }
    }
}
