import Chat
import Protocol
import Storage
import TestSupport
import Testing

@testable import Exchange

/// Several histories that become one.
@Suite struct HistoryImportTests {
    private let scratch = Scratch()
    private static let now = ImportedRecord.moment(1_000_000)
    private static let first = EventNumber(rawValue: 1 << 52)

    private struct Outcome {
        let report: ImportReport
        let events: [Event]
        let registry: Registry

        var texts: [String] { events.map(\.text.text) }
    }

    /// Imports sources into a log of their own, and reads that.
    private func imported(
        _ sources: [ArraySource], with kept: [LogEntry]? = nil, into name: String = "new"
    ) throws -> Outcome {
        let old = try kept.map { entries in
            let log = try SQLiteEngine(path: scratch.file("old.sqlite"), durability: .os).openLog()
            try log.append(entries)
            return log
        }
        let work = try HistoryImport(of: sources, with: old, stagedAt: scratch.file("staging"), at: Self.now)
        let engine = SQLiteEngine(path: scratch.file(name + ".sqlite"), durability: .os)
        try work.write(to: engine, above: Self.first)
        work.close()
        try old?.close()
        let log = try engine.openLog()
        defer { try? log.close() }
        return Outcome(
            report: work.report, events: try log.events(.none...EventNumber.highest, .forward, limit: .max),
            registry: try log.registry())
    }

    private func kept(
        _ number: Int64, _ text: String, by nick: String = "ada", at second: Int64, kind: Event.Kind = .message,
        subject: String? = nil, tags: [Protocol.Tag] = []
    ) -> LogEntry {
        .event(
            Event(
                number: EventNumber(rawValue: number), time: ImportedRecord.moment(second), kind: kind,
                source: "\(nick)!u@example.net", account: nick, conversations: [.channel(Casemapping.ascii.fold("#a"))],
                target: "#a", subject: subject, text: Bytes(text), tags: tags))
    }

    // MARK: One course of time

    @Test func `What several histories tell is in the order of time, and numbered anew`() throws {
        let outcome = try imported(
            [ArraySource([.said("b", at: 2), .said("d", at: 4)]), ArraySource([.said("a", at: 1)], of: .irssi)],
            with: [kept(7, "c", at: 3), kept(9, "e", at: 5)])
        #expect(outcome.texts == ["a", "b", "c", "d", "e"])
        #expect(outcome.events.map(\.number.rawValue) == (1...5).map { Self.first.rawValue + $0 })
        #expect(outcome.events.map(\.account) == [nil, nil, "ada", nil, "ada"])
        let tags = outcome.events.map { $0.tags.map { "\($0.key)=\($0.value)" } }
        #expect(
            tags == [["grillo.chat/imported=irssi"], ["grillo.chat/imported=weechat"], [], tags[1], []])
    }

    @Test func `A log that runs back in time is put in order, and one of one time stays in its own`() throws {
        let outcome = try imported([ArraySource([.said("c", at: 2), .said("a", at: 1), .said("b", at: 1)])])
        #expect(outcome.texts == ["a", "b", "c"])
    }

    @Test func `Whole seconds are told apart by milliseconds, and exact times stay`() throws {
        let lines = (0..<1002).map { ImportedRecord.said("\($0)", at: 1) }
        let outcome = try imported([ArraySource(lines + [.said("next", at: 2)])])
        let begin = ImportedRecord.moment(1)
        let offsets = outcome.events.map { $0.time.milliseconds(since: begin) }
        #expect(offsets == (0..<1000).map { Int64($0) } + [999, 999, 1000])
        let exact = try imported(
            [
                ArraySource(
                    [
                        .said("a", at: 1, milliseconds: 5), .said("b", at: 1, milliseconds: 5),
                        .said("c", at: 1, milliseconds: 6),
                    ], of: .grillo)
            ], into: "exact")
        #expect(exact.events.map { $0.time.milliseconds(since: begin) } == [5, 5, 6])
    }

    @Test func `What was imported is found by its words`() throws {
        _ = try imported([ArraySource([.said("a needle in it", at: 1), .said("hay", at: 2)])])
        let engine = SQLiteEngine(path: scratch.file("new.sqlite"), durability: .os)
        let reader = try #require(try engine.openReader())
        defer { reader.close() }
        let room = SearchQuery.Scope.conversation(.channel(Casemapping.ascii.fold("#a")))
        let page = try reader.search(SearchQuery(in: [room], text: "needle", limit: 10))
        #expect(page.events.map(\.time) == [ImportedRecord.moment(1)])
    }

    // MARK: What is told twice

    @Test func `The same file twice is one, and two equal lines in one second are two`() throws {
        let source = ArraySource([.said("hi", at: 1), .said("hi", at: 1), .said("hi", at: 2)])
        let outcome = try imported([source, source])
        #expect(outcome.texts == ["hi", "hi", "hi"])
        #expect(outcome.report.files.map(\.taken) == [3, 0] && outcome.report.files.map(\.doubles) == [0, 3])
    }

    @Test func `Of equal lines as many are taken as the history has that has most`() throws {
        let outcome = try imported(
            [ArraySource([.said("hi", at: 1)]), ArraySource([.said("hi", at: 1), .said("hi", at: 1)])],
            with: [kept(1, "hi", at: 1)])
        #expect(outcome.texts == ["hi", "hi"] && outcome.events.map(\.account) == ["ada", nil])
        #expect(outcome.report.files.map(\.taken) == [0, 1] && outcome.report.files.map(\.doubles) == [1, 1])
    }

    @Test(arguments: [
        ("another second", ImportedRecord.said("hi", at: 2)), ("another room", .said("hi", at: 1, in: "#b")),
        ("another nick", .said("hi", by: "bob", at: 1)), ("another kind", .said("hi", at: 1, kind: .notice)),
        ("an action", .said("\u{1}ACTION hi\u{1}", at: 1)),
    ]) func `A line that differs is another`(_ what: String, _ other: ImportedRecord) throws {
        let outcome = try imported([ArraySource([.said("hi", at: 1)]), ArraySource([other])])
        #expect(outcome.events.count == 2, "\(what)")
    }

    @Test func `Colours, case of the nick and a message of several lines are known again`() throws {
        let outcome = try imported(
            [
                ArraySource([.said("red", at: 1), .said("one", at: 2), .said("two", at: 2)])
            ],
            with: [kept(1, "\u{3}4red", by: "Ada", at: 1), kept(2, "one\ntwo", at: 2)])
        #expect(outcome.texts == ["\u{3}4red", "one\ntwo"])
    }

    @Test func `Beside a log of minutes, lines are the same within one, and redacted within one`() throws {
        // The moment that seconds are counted from is the 20th of its minute.
        let source = ArraySource([.said("hi", at: 40), .said("secret", at: 40), .said("hi", at: 100)], of: .irssi)
        let outcome = try imported(
            [source],
            with: [
                kept(1, "hi", at: 41), kept(2, "", by: "bob", at: 42), kept(3, "hi", at: 99), kept(4, "", at: 159),
            ])
        #expect(outcome.texts == ["secret", "hi", "", "hi", ""])
        #expect(outcome.report.files[0].doubles == 1 && outcome.report.files[0].lossCount == 1)
    }

    @Test func `A quit that the logs of several rooms tell is one event`() throws {
        let outcome = try imported([
            ArraySource([.said("bye", at: 1, kind: .quit, in: "#a")]),
            ArraySource([.said("bye", at: 1, kind: .quit, in: "#b")]),
            ArraySource([.said("bye", at: 1, kind: .quit, in: "#b")]),
        ])
        #expect(outcome.events.map(\.conversations.count) == [2])
        #expect(outcome.report.files.map(\.taken) == [1, 1, 0])
    }

    // MARK: What was redacted

    @Test func `What one history knows to be deleted does not come back through another`() throws {
        let outcome = try imported(
            [ArraySource([.said("secret", at: 1, line: 4), .said("other", at: 4, line: 5)])],
            with: [
                kept(1, "secret", at: 1), kept(2, "", at: 3, kind: .redaction, subject: EventNumber(rawValue: 1).msgid),
            ])
        #expect(outcome.texts == ["", "", "other"] && outcome.events[0].isBlank)
        let losses = outcome.report.files[0].losses
        #expect(losses.map(\.line) == [4] && losses[0].reason.contains("deleted"))
    }

    @Test func `A redacted line of a file stays so, with its redaction`() throws {
        let outcome = try imported([
            ArraySource(
                [
                    .said("", at: 1, msgid: "x"), .said("", at: 2, kind: .redaction, subject: "x"),
                    .said("", at: 3, kind: .redaction, subject: "gone", line: 9),
                ], of: .grillo)
        ])
        #expect(outcome.events.map(\.kind) == [.message, .redaction] && outcome.events[0].isBlank)
        #expect(outcome.events[0].tags == [] && outcome.events[1].subject == outcome.events[0].number.msgid)
        #expect(outcome.report.files[0].losses.map(\.line) == [9])
    }

    @Test func `A file that has what the log has cannot delete it there`() throws {
        let outcome = try imported(
            [
                ArraySource(
                    [.said("hi", at: 1, msgid: "x"), .said("", at: 2, kind: .redaction, subject: "x", line: 2)],
                    of: .grillo)
            ], with: [kept(1, "hi", at: 1)])
        #expect(outcome.texts == ["hi"] && outcome.report.files[0].losses.map(\.line) == [2])
    }

    @Test func `A file that has what another file has cannot delete it there`() throws {
        let outcome = try imported([
            ArraySource([.said("hi", at: 1, msgid: "a")], of: .ergo),
            ArraySource(
                [.said("hi", at: 1, msgid: "x"), .said("", at: 2, kind: .redaction, subject: "x", line: 2)], of: .grillo
            ),
        ])
        #expect(outcome.texts == ["hi"] && outcome.report.files[1].losses.map(\.line) == [2])
        let reversed = try imported(
            [
                ArraySource(
                    [.said("hi", at: 1, msgid: "x"), .said("", at: 2, kind: .redaction, subject: "x", line: 2)],
                    of: .grillo), ArraySource([.said("hi", at: 1, msgid: "a")], of: .ergo),
            ], into: "reversed")
        #expect(reversed.texts == ["hi"] && reversed.report.files[0].losses.map(\.line) == [2])
    }

    @Test(arguments: [false, true])
    func `What a later export knows to be deleted stays so beside an earlier one`(_ isLaterFirst: Bool) throws {
        let earlier = ArraySource(
            [.said("one\ntwo", at: 1, msgid: "x", line: 2), .said("two", at: 1, milliseconds: 5, msgid: "y", line: 3)],
            of: .grillo)
        let later = ArraySource(
            [
                .said("", at: 1, msgid: "x"), .said("two", at: 1, milliseconds: 5, msgid: "y"),
                .said("", at: 3, kind: .redaction, subject: "x"),
            ], of: .grillo)
        let outcome = try imported(isLaterFirst ? [later, earlier] : [earlier, later])
        #expect(outcome.texts == ["", "two", ""] && outcome.events[2].subject == outcome.events[0].number.msgid)
        let report = outcome.report.files[isLaterFirst ? 1 : 0]
        #expect(report.losses.map(\.line) == [2] && report.losses[0].reason.contains("deleted"))
    }

    @Test func `A talk that the server knows by its accounts covers what a log tells by the nicks`() throws {
        let names = ["ada", "bob", "bobby"].map { Casemapping.ascii.fold($0) }
        let blank = Event(
            number: EventNumber(rawValue: 1), time: ImportedRecord.moment(1), kind: .message,
            source: "bobby!u@example.net", account: "bob", conversations: [.direct(names[0], names[1])], target: "ada")
        var record = ImportedRecord.said("secret", by: "bobby", at: 2)
        record.conversations = [.direct(names[0], names[2])]
        record.target = "ada"
        let account = Account(name: "bob", registered: ImportedRecord.moment(0), credential: nil, settings: [:])
        let nick = NickReservation(nick: "bobby", account: names[1], since: ImportedRecord.moment(0))
        let outcome = try imported(
            [ArraySource([record])],
            with: [.change(.saveAccount(account)), .change(.reserveNick(nick)), .event(blank)])
        #expect(outcome.texts == [""] && outcome.report.files[0].lossCount == 1)
        let without = try imported([ArraySource([record])], into: "without")
        #expect(without.events.map(\.conversations) == [record.conversations])
    }

    @Test(arguments: [(1999, 1999), (2000, 0)])
    func `Beside a blank, more than anybody says in a minute counts as deleted`(_ count: Int, _ taken: Int) throws {
        let source = ArraySource((1...count).map { .said("line \($0)", at: 30, line: $0) })
        let outcome = try imported([source], with: [kept(1, "", at: 1)])
        #expect(outcome.report.taken == taken && outcome.events.count == taken + 1)
    }

    @Test func `A message that others have in part is taken whole`() throws {
        let outcome = try imported(
            [ArraySource([.said("a\nb", at: 1, msgid: "x")], of: .grillo)], with: [kept(1, "a", at: 1)])
        #expect(outcome.texts == ["a", "a\nb"])
    }

    @Test func `A log of minutes makes no other log coarse`() throws {
        let outcome = try imported(
            [ArraySource([.said("ok", at: 80)]), ArraySource([.said("ok", at: 40)], of: .irssi)],
            with: [kept(1, "ok", at: 45)])
        #expect(outcome.events.map(\.time) == [ImportedRecord.moment(45), ImportedRecord.moment(80)])
        #expect(outcome.report.files.map(\.taken) == [1, 0])
    }

    @Test func `Reactions to two messages are two, and the same reaction is one`() throws {
        func reaction(to msgid: String) -> ImportedRecord {
            .said(
                "", by: "bob", at: 2, kind: .tagMessage,
                tags: [Protocol.Tag("+draft/react", "x"), Protocol.Tag("+draft/reply", msgid)])
        }
        let outcome = try imported([
            ArraySource(
                [.said("p", at: 1, msgid: "p"), .said("q", at: 1, msgid: "q"), reaction(to: "p")], of: .grillo),
            ArraySource(
                [.said("p", at: 1, msgid: "1"), .said("q", at: 1, msgid: "2"), reaction(to: "1"), reaction(to: "2")],
                of: .grillo),
        ])
        let targets = outcome.events.compactMap { $0.tags.first { $0.key == "+draft/reply" }?.value }
        #expect(targets == outcome.events.prefix(2).map(\.number.msgid))
        #expect(outcome.report.files.map(\.taken) == [3, 1] && outcome.report.files.map(\.doubles) == [0, 3])
    }

    @Test func `What is told to be taken is written`() throws {
        func reaction(to msgid: String, at second: Int64, msgid own: String, line: Int) -> ImportedRecord {
            .said(
                "", at: second, kind: .tagMessage,
                tags: [Protocol.Tag("+draft/react", "x"), Protocol.Tag("+draft/reply", msgid)], msgid: own, line: line)
        }
        let outcome = try imported(
            [
                ArraySource(
                    [
                        .said("p", at: 5, milliseconds: 900, msgid: "p", line: 1),
                        // It stands before what it is about.
                        reaction(to: "p", at: 5, msgid: "early", line: 2),
                        reaction(to: "gone", at: 6, msgid: "lost", line: 3),
                        // It is about one that is lost itself.
                        reaction(to: "lost", at: 7, msgid: "last", line: 4),
                        reaction(to: "p", at: 8, msgid: "good", line: 5),
                    ], of: .grillo)
            ], with: [kept(1, "other", at: 6)])
        let report = outcome.report.files[0]
        #expect(report.losses.map(\.line) == [2, 3, 4] && report.taken == 2)
        #expect(outcome.events.count == 1 + report.taken)
    }

    // MARK: What refers to others

    @Test func `Replies and reactions mean the same messages as before`() throws {
        let old = EventNumber(rawValue: 5).msgid
        let outcome = try imported(
            [
                ArraySource(
                    [
                        .said("q", by: "bob", at: 2, msgid: "e1"),
                        .said("r", at: 3, tags: [Protocol.Tag("+draft/reply", "e1")]),
                        .said(
                            "", at: 4, kind: .tagMessage,
                            tags: [Protocol.Tag("+draft/react", "x"), Protocol.Tag("+draft/reply", "e1")]),
                        .said("s", at: 5, tags: [Protocol.Tag("+draft/reply", "e0")], line: 4),
                        .said(
                            "", at: 6, kind: .tagMessage,
                            tags: [Protocol.Tag("+draft/react", "y"), Protocol.Tag("+draft/reply", "e0")],
                            line: 5),
                    ], of: .ergo)
            ],
            with: [kept(5, "p", at: 1), kept(6, "t", at: 7, tags: [Protocol.Tag("+draft/reply", old)])])
        let replies = outcome.events.map { $0.tags.first { $0.key == "+draft/reply" }?.value }
        let (p, q) = (outcome.events[0].number.msgid, outcome.events[1].number.msgid)
        #expect(outcome.texts == ["p", "q", "r", "", "s", "t"])
        #expect(replies == [nil, nil, q, q, nil, p])
        #expect(outcome.report.files[0].losses.map(\.line) == [4, 5] && outcome.report.files[0].taken == 4)
    }

    @Test func `A reply to what another history tells, too, means that`() throws {
        let outcome = try imported(
            [
                ArraySource(
                    [.said("p", at: 1, msgid: "x"), .said("r", at: 2, tags: [Protocol.Tag("+draft/reply", "x")])],
                    of: .grillo)
            ], with: [kept(5, "p", at: 1)])
        #expect(outcome.texts == ["p", "r"])
        #expect(outcome.events[1].tags.first?.value == outcome.events[0].number.msgid)
    }

    // MARK: What the server knows

    @Test func `Accounts and rooms are carried over, and what names events names the same ones`() throws {
        let name = Casemapping.ascii.fold("ada")
        let account = Account(
            name: "ada", registered: ImportedRecord.moment(0), credential: nil,
            settings: ["always-on": "yes", "seen": "6 1700000000000"])
        let presence = Presence(
            nick: "ada", userName: "u", host: "h", realName: "r",
            channels: [
                .init(
                    name: "#a", ranks: "o", since: EventNumber(rawValue: 6),
                    closings: ClosingsAtJoin(ended: ClosedThrough(toAll: EventNumber(rawValue: 5)), current: []))
            ])
        let outcome = try imported(
            [ArraySource([.said("new", at: 1), .said("newer", at: 9)])],
            with: [
                .change(.saveAccount(account)), .change(.savePresence(name, presence)),
                .change(.note("closed #a", Array("5 now 0".utf8))), kept(5, "p", at: 2), kept(6, "q", at: 3),
                kept(8, "r", at: 4),
            ])
        let numbers = Dictionary(uniqueKeysWithValues: zip(outcome.texts, outcome.events.map(\.number.rawValue)))
        let (q, r) = (try #require(numbers["q"]), try #require(numbers["r"]))
        let channel = try #require(outcome.registry.presences[name]?.channels.first)
        #expect(channel.since.rawValue == q && channel.closings?.ended.toAll.rawValue == q - 1)
        #expect(channel.closings?.ended.toGuests == EventNumber.none)
        #expect(outcome.registry.accounts[name]?.settings["seen"] == "\(r - 1) 1700000000000")
        #expect(outcome.registry.notes["closed #a"].map { String(decoding: $0, as: UTF8.self) } == "\(q - 1) now 0")
    }

    @Test func `Of many losses the first are told, and all are counted`() throws {
        let records = (1...25).map { ImportedRecord.said("x", by: ":bad", at: 1, line: $0) }
        let work = try HistoryImport(of: [ArraySource(records)], stagedAt: scratch.file("staging"), at: Self.now)
        let file = work.report.files[0]
        var lines: [Int] = []
        try work.eachLoss(ofFile: 0) { loss in
            lines.append(loss.line)
            return loss.line < 24
        }
        #expect(lines == Array(1...24))
        #expect(file.lossCount == 25 && file.losses.map(\.line) == Array(1...ImportReport.File.mostLosses))
        #expect(file.taken == 0 && file.first == nil)
    }
}
