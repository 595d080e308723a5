import Chat
import Protocol
import Storage
import TestSupport
import Testing

@testable import Exchange

/// What an export hands over, and what it leaves out.
@Suite struct HistoryExportTests {
    private let history: HistoryExample

    init() throws { history = try HistoryExample() }

    private func numbers(_ filter: ExportFilter, in conversation: Conversation? = nil) throws -> [Int64] {
        try history.events(filter, in: conversation).map(\.number.rawValue)
    }

    @Test func `Without a wish it is everything, in order, and what was redacted is blank`() throws {
        var expected = HistoryExample.events
        expected[4].blank()
        #expect(try history.events(ExportFilter()) == expected)
    }

    @Test func `A room is what happened in it, and tells of no other`() throws {
        for name in ["#den", "#DEN"] {
            #expect(try numbers(ExportFilter(rooms: [name])) == [1, 10, 11, 12, 17, 18, 19])
        }
        let quit = try #require(try history.events(ExportFilter(rooms: ["#hall"])).last)
        #expect(quit.conversations == [HistoryExample.hall])
        let both = try history.events(ExportFilter(rooms: ["#hall", "#den"]))
        #expect(both.map(\.number.rawValue) == [1, 10, 11, 12, 15, 17, 18, 19])
        #expect(both.last?.conversations == [HistoryExample.den, HistoryExample.hall])
    }

    @Test func `An account is what it did and its talks, and not those of whoever had the name before`() throws {
        #expect(try numbers(ExportFilter(account: "ADA")) == [11, 13, 14, 18])
        #expect(try numbers(ExportFilter(rooms: ["#den"], account: "ada")) == [11, 18])
        #expect(try numbers(ExportFilter(account: "ada"), in: HistoryExample.talk) == [13, 14])
        #expect(try numbers(ExportFilter(account: "ada"), in: HistoryExample.hall) == [])
    }

    @Test func `An account is also what others did to it, and nothing that they did to somebody else`() throws {
        func msgid(_ number: Int64) -> String { EventNumber(rawValue: number).msgid }
        func act(_ number: Int64, _ kind: Event.Kind, _ subject: String) -> Event {
            HistoryExample.event(
                number, kind, by: "bob", account: "bob", in: [HistoryExample.den], target: "#den", subject: subject)
        }
        try history.log.append([
            act(20, .kick, "ADA"), act(21, .kick, "eve"), act(22, .redaction, msgid(11)),
            act(23, .redaction, msgid(12)), act(24, .redaction, msgid(9999)), act(25, .redaction, "no id"),
            // A nick is no kick, and what stood under the name before is not the account's.
            act(26, .nick, "ada"), act(27, .redaction, msgid(2)),
        ])
        #expect(try numbers(ExportFilter(account: "ada")) == [11, 13, 14, 18, 20, 22])
        #expect(try numbers(ExportFilter(account: "ada"), in: HistoryExample.den) == [11, 18, 20, 22])
    }

    @Test(arguments: [true, false])
    func `What is said meanwhile is not seen, and a walk that a reader holds up holds up no log`(isHeld: Bool) throws {
        let scratch = Scratch()
        let engine = SQLiteEngine(folder: scratch.path, durability: .os)
        let log = try engine.openLog()
        let reader = try #require(try engine.openReader())
        try log.append((1...600).map { HistoryExample.event($0, by: "ada", in: [HistoryExample.den], target: "#den") })
        for conversation in [nil, HistoryExample.den] {
            let last = try #require(try log.events(.none ... .highest, .backward, limit: 1).first).number
            var (numbers, seen): ([Int64], EventNumber?) = ([], nil)
            func take(_ event: Event) throws {
                numbers.append(event.number.rawValue)
                guard numbers.count == 1 else { return }
                let later = HistoryExample.event(
                    last.next.rawValue, by: "ada", in: [HistoryExample.den], target: "#den")
                try log.append([later])
                seen = try reader.events(.none ... .highest, .backward, limit: 1).first?.number
            }
            try HistoryExport.reading(reader, ExportFilter(), isHeld: isHeld) { export throws(ImportProblem) in
                let sink: HistoryExport.Sink = { event, _ throws(ImportProblem) in
                    do { try take(event) } catch { throw ImportProblem("\(error)", remedy: "") }
                }
                if let conversation { try export.events(in: conversation, sink) } else { try export.events(sink) }
            }
            #expect(numbers == Array(1...last.rawValue))
            #expect(seen == (isHeld ? last : last.next))
        }
        reader.close()
        try log.close()
    }

    @Test(
        arguments: [
            (nil, 10, [1, 2]), (nil, 11, [1, 2, 10]), (16, nil, [16, 17, 18, 19]), (11, 13, [11, 12]), (3, 10, []),
            (12, 12, []), (13, 12, []), (20, nil, []), (nil, 1, []),
            (1, 20, [1, 2, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]),
        ] as [(Int64?, Int64?, [Int64])])
    func `A span begins with its first moment and ends before its last`(since: Int64?, until: Int64?, all: [Int64])
        throws
    {
        let filter = ExportFilter(since: since.map(HistoryExample.second), until: until.map(HistoryExample.second))
        #expect(try numbers(filter) == all)
        let ofDen: Set<Int64> = [1, 10, 11, 12, 17, 18, 19]
        #expect(try numbers(filter, in: HistoryExample.den) == all.filter(ofDen.contains))
    }

    @Test func `The edges of time are times like others`() throws {
        #expect(try numbers(ExportFilter(since: .earliest, until: .latest)).count == HistoryExample.events.count)
        #expect(try numbers(ExportFilter(since: .latest)) == [])
        #expect(try numbers(ExportFilter(until: .earliest)) == [])
    }

    @Test func `Each conversation by itself is a room, and for an account its talks`() throws {
        func conversations(_ filter: ExportFilter) throws -> [Conversation] {
            var found: [Conversation] = []
            try HistoryExport.reading(history.log, filter) { export throws(ImportProblem) in
                found = try export.conversations()
            }
            return found
        }
        #expect(try conversations(ExportFilter()) == [HistoryExample.den, HistoryExample.hall])
        #expect(
            try conversations(ExportFilter(account: "ada"))
                == [HistoryExample.den, HistoryExample.hall, HistoryExample.talk])
        #expect(try conversations(ExportFilter(rooms: ["#hall"], account: "ada")) == [HistoryExample.hall])
    }

    @Test func `More than one portion is handed over once, and how far it is only rises`() throws {
        let log = try MemoryEngine().openLog()
        let beginning: Int64 = 1 << 51
        let events = (0..<2000 as Range<Int64>).map { index in
            HistoryExample.event(
                beginning + index, by: "ada", in: [index % 3 == 0 ? HistoryExample.hall : HistoryExample.den],
                target: "#den")
        }
        try log.append(events)
        for rooms in [[], ["#den"]] {
            var (numbers, parts): ([Int64], [Double]) = ([], [])
            try HistoryExport.reading(log, ExportFilter(rooms: rooms)) { export throws(ImportProblem) in
                try export.events { event, part in
                    numbers.append(event.number.rawValue)
                    parts.append(part)
                }
            }
            let expected = events.map(\.number.rawValue).filter { rooms.isEmpty || ($0 - beginning) % 3 != 0 }
            #expect(numbers == expected)
            #expect(parts == parts.sorted() && parts.first! < 0.01 && (0.99...1).contains(parts.last!))
        }
    }

    @Test func `As many rooms as come in one portion are all there`() throws {
        for count in [511, 512, 513, 1024] {
            let log = try MemoryEngine().openLog()
            let rooms = (1...count).map { Conversation.channel(Casemapping.ascii.fold("#\($0)")) }
            try log.append(
                [HistoryExample.event(1, .quit, by: "ada", in: rooms + [HistoryExample.talk], target: "")])
            try HistoryExport.reading(log, ExportFilter()) { export throws(ImportProblem) in
                #expect(try export.conversations() == rooms.sorted { $0.precedes($1) })
            }
        }
    }

    @Test func `What is not there is said, with what is`() throws {
        #expect(throws: ImportProblem("there is no account nobody", remedy: "name one that grillo account list shows"))
        {
            try history.events(ExportFilter(account: "nobody"))
        }
        #expect(
            throws: ImportProblem(
                "there is no room #none in the history", remedy: "name one that there is, such as '#den'")
        ) { try history.events(ExportFilter(rooms: ["#none"])) }
        let none = ImportProblem("there is no room #a in the history", remedy: "there is none at all yet")
        #expect(throws: none) {
            try HistoryExport.reading(MemoryEngine().openLog(), ExportFilter(rooms: ["#a"])) { _ in }
        }
    }

    @Test func `What stops the taker stops the walk`() throws {
        let problem = ImportProblem("full", remedy: "none")
        var count = 0
        #expect(throws: problem) {
            try HistoryExport.reading(history.log, ExportFilter()) { export throws(ImportProblem) in
                try export.events { _, _ throws(ImportProblem) in
                    count += 1
                    if count == 3 { throw problem }
                }
            }
        }
        #expect(count == 3)
    }
}
