import Chat
import Foundation
import Protocol
import TestSupport
import Testing

@testable import Exchange

/// Grillo's own JSON, read again.
@Suite struct GrilloHistorySourceTests {
    private let scratch = Scratch()
    private let header = #"{"grillo-history":1}"#

    private func items(_ path: String) throws -> [ImportedItem] {
        var items: [ImportedItem] = []
        try GrilloHistorySource(path: path).read { items.append($0) }
        return items
    }

    private func items(_ lines: [String], end: String = "\n") throws -> [ImportedItem] {
        try items(scratch.write(lines.joined(separator: "\n") + end, to: "in.jsonl"))
    }

    private func loss(_ line: Int, _ reason: String) -> ImportedItem { .loss(ImportLoss(line: line, reason: reason)) }

    /// A line with a message, whose members are changed.
    private func line(_ changes: (inout Event) -> Void = { _ in }) -> String {
        var event = HistoryExample.event(1, by: "ada", in: [HistoryExample.den], target: "#den", text: "hello")
        changes(&event)
        var text: [UInt8] = []
        JSONValue.object([.init("event", event.json)]).serialize(into: &text)
        return text[...].text
    }

    @Test func `All that was exported comes back, without accounts and with its places`() throws {
        let path = scratch.file("out.jsonl")
        let lines = try HistoryExample().json(ExportFilter(), to: path)
        let beginning = Array(lines.joined().utf8.prefix(4096))
        #expect(GrilloHistorySource.recognizes(path: path, beginning: beginning))
        let expected = HistoryExample.events.enumerated().map { index, event in
            ImportedItem.record(
                ImportedRecord(
                    time: event.time, kind: event.kind, source: event.source, conversations: event.conversations,
                    target: event.target, side: event.account, subject: event.subject,
                    text: index == 4 ? [] : event.text, tags: event.tags,
                    msgid: event.number.msgid, line: index + 3))
        }
        #expect(try items(path) == expected)
        #expect(try items(path) == expected)
    }

    @Test func `What is no history of Grillo's is not taken for one`() throws {
        for text in ["", "{\"grillo", "{}", "2026-11-30 18:00:00\tada\thello", "SQLite format 3\0"] {
            #expect(!GrilloHistorySource.recognizes(path: "x", beginning: Array(text.utf8)))
        }
        let path = scratch.file("in.jsonl")
        let foreign = ImportProblem("\(path) is no history of Grillo's", remedy: "name a file that grillo export made")
        for lines in [["{}"], ["", header], [line()], [#"{"grillo-history":"1"}"#], ["\u{FEFF}" + header]] {
            #expect(throws: foreign, "\(lines)") { try items(lines) }
        }
        #expect(throws: ImportProblem.self) { try items([#"{"grillo-history":2}"#]) }
        #expect(throws: ImportProblem.self) { try items([], end: "") }
        #expect(throws: ImportProblem.self) { try items("/dev/zero") }
        #expect(throws: ImportProblem.self) { try items(scratch.path) }
        #expect(throws: ImportProblem.self) { try items("/none") }
    }

    @Test func `A file that was cut off is taken as far as it goes, and the rest is named`() throws {
        let whole = [header, line(), line { $0.number = EventNumber(rawValue: 2) }, #"{"end":2}"#]
        #expect(try items(whole).count == 2)
        #expect(try items(whole, end: "").count == 2)
        #expect(try items(Array(whole.dropLast())).suffix(1) == [loss(3, "the file was cut off here")])
        let torn = whole[..<2] + [String(whole[2].dropLast(9))]
        #expect(
            try items(Array(torn), end: "").suffix(2)
                == [loss(3, "no object of JSON"), loss(3, "the file was cut off here")])
        #expect(try items([header]) == [loss(1, "the file was cut off here")])
        #expect(try items([header, line(), #"{"end":2}"#]).last == loss(3, "1 of 2 events are there"))
        #expect(try items([header, #"{"end":-1}"#]).first == loss(2, "no number of events"))
    }

    @Test func `A line that is none is named, and the next one is taken`() throws {
        let found = try items([
            header, "", "junk", line(), #"{"event":{}}"#, #"{"later":1}"#, header, #"{"end":1}"#, line(), "junk",
        ])
        #expect(
            found.filter { if case .record = $0 { false } else { true } } == [
                loss(2, "no object of JSON"), loss(3, "no object of JSON"), loss(5, "'msgid' is missing"),
                loss(7, "another history begins here: import it as a file of its own"),
                loss(9, "behind the end of the history"), loss(10, "behind the end of the history"),
            ])
        #expect(found.count == 7)
    }

    @Test func `A line may be so long and no longer`() throws {
        func padded(_ count: Int) -> String { String(repeating: " ", count: count - line().utf8.count) + line() }
        let found = try items([
            header, padded(HistoryJSON.maxLine), padded(HistoryJSON.maxLine + 1), line(), #"{"end":3}"#,
        ])
        #expect(found.count == 4)
        #expect(found[1] == loss(3, "longer than 4 MiB") && found[3] == loss(5, "2 of 3 events are there"))
    }
}
