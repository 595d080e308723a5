import Chat
import Protocol
import Storage
import TestSupport
import Testing

/// What becomes of what is taken out of a log, on every engine.
@Suite struct DeletionContract {
    let folder = Scratch()
    let a = Conversation.channel("#a")
    let b = Conversation.channel("#b")

    private func said(_ number: Int64, _ text: String = "secret") -> Event {
        var event = Event.of(number, in: a, text: text)
        event.tags = [Tag("+x", "secret")]
        event.subject = "secret"
        return event
    }

    @Test(arguments: EngineFixture.all)
    func `A blank event keeps its number, time and place`(_ engine: EngineFixture) throws {
        let log = try engine.open(folder)
        try log.append([said(1), said(2), said(3)])
        try log.blank([2, 99])
        var expected = Event.of(2, in: a, text: "")
        #expect(try log.find(2) == expected)
        #expect(try log.scan(a, limit: 9)[1] == PlacedEvent(sequence: 2, event: expected))
        expected.blank()
        #expect(expected.isBlank)
        #expect(
            try engine.reader(of: log, in: folder).page(HistoryRequest(.latest(after: nil), in: a, limit: 2)).events
                .map(\.number) == [1, 3])
        try log.append([said(4)])
        #expect(try log.sequences(in: a) == [1, 2, 3, 4])
    }

    @Test(arguments: EngineFixture.all)
    func `What happened stays when what was said about it goes`(_ engine: EngineFixture) throws {
        let log = try engine.open(folder)
        var kick = Event.of(1, .kick, in: a, text: "for shouting")
        kick.subject = "bob"
        try log.append([kick])
        try log.blank([1])
        #expect(try log.find(1)?.subject == "bob")
        #expect(try log.find(1)?.text == [])
        let page = try engine.reader(of: log, in: folder).page(HistoryRequest(.latest(after: nil), in: a, limit: 2))
        #expect(page.events.count == 1)
    }

    @Test(arguments: EngineFixture.all)
    func `A redaction blanks what it names when it is stored`(_ engine: EngineFixture) throws {
        let log = try engine.open(folder)
        var redaction = Event.of(3, .redaction, in: a, text: "spam")
        redaction.subject = EventNumber(rawValue: 1).msgid
        var lost = Event.of(4, .redaction, in: a)
        lost.subject = "no msgid"
        try log.append([said(1), said(2)])
        try log.append([redaction, lost])
        #expect(try log.find(1)?.isBlank == true)
        #expect(try log.find(2) == said(2))
        #expect(try log.find(3) == redaction)
    }

    @Test(arguments: EngineFixture.all)
    func `The oldest of a conversation go, and places are never given twice`(_ engine: EngineFixture) throws {
        let log = try engine.open(folder)
        try log.append((1...9).map { .of($0, in: a) })
        #expect(try log.drop(a, through: 4, limit: 3) == 3)
        #expect(try log.sequences(in: a) == [4, 5, 6, 7, 8, 9])
        #expect(try log.extent(of: a) == 4..<10)
        #expect(try log.find(3) == nil)
        #expect(try log.place(3, in: a) == nil)
        #expect(try log.drop(a, through: 4, limit: 3) == 1)
        #expect(try log.drop(a, through: 4, limit: 3) == 0)
        #expect(try log.drop(a, through: .max, limit: 99) == 5)
        #expect(try log.extent(of: a) == 10..<10)
        #expect(try log.drop(.channel("#none"), through: 4, limit: 3) == 0)
        try log.append([.of(10, in: a)])
        #expect(try log.sequences(in: a) == [10])
    }

    @Test(arguments: EngineFixture.all)
    func `An event goes when the last conversation forgets it`(_ engine: EngineFixture) throws {
        let log = try engine.open(folder)
        try log.append([.of(1, in: a), .of(2, .quit, in: a, b), .of(3, in: b), .of(4, in: a)])
        #expect(try log.drop(a, through: 2, limit: 9) == 2)
        #expect(try log.find(2) != nil)
        #expect(try log.numbers(in: b) == [2, 3])
        #expect(try log.drop(b, through: 1, limit: 9) == 1)
        #expect(try log.find(2) == nil)
        #expect(try log.events(.none...99, .forward, limit: 9).map(\.number) == [3, 4])
    }

    @Test(arguments: EngineFixture.all)
    func `The oldest of all go, wherever they are`(_ engine: EngineFixture) throws {
        let log = try engine.open(folder)
        try log.append([.of(1, in: a), .of(2, .quit, in: a, b), .of(3, in: b), .of(4, in: a), .of(5, .quit)])
        #expect(try log.drop(through: 4, limit: 2) == 2)
        #expect(try log.numbers(in: a) == [4])
        #expect(try log.sequences(in: b) == [2])
        #expect(try log.drop(through: 4, limit: 99) == 2)
        #expect(try log.extent(of: a) == 4..<4)
        #expect(try log.extent(of: b) == 3..<3)
        #expect(try log.drop(through: .init(rawValue: .max), limit: 99) == 1)
        #expect(try log.events(.none...99, .forward, limit: 9) == [])
        #expect(log.end.number == 5)
        try log.append([.of(6, in: a, b)])
        #expect(try log.sequences(in: a) == [4])
        #expect(try log.sequences(in: b) == [3])
    }

    @Test(arguments: EngineFixture.durable)
    func `A log of which nothing is left still knows its end and its places`(_ engine: EngineFixture) throws {
        let log = try engine.open(folder)
        try log.append((1...5).map { .of($0, in: a) })
        let end = log.end
        _ = try log.drop(a, through: 5, limit: 9)
        try log.close()
        let again = try engine.open(folder)
        #expect(again.end == end)
        #expect(throws: LogError.notAscending(5)) { try again.append([.of(5, in: a)]) }
        try again.append([.of(6, in: a, at: 1)])
        #expect(try again.sequences(in: a) == [6])
        #expect(again.end.time == end.time)
        try again.close()
        #expect(try engine.open(folder).end.number == 6)
    }

    @Test(arguments: EngineFixture.all)
    func `Less kept is less taken`(_ engine: EngineFixture) throws {
        let log = try engine.open(folder)
        try log.append((1...2000).map { .of($0, in: a, text: String(repeating: "x", count: 300)) })
        let before = try log.size()
        _ = try log.drop(through: 1500, limit: .max)
        #expect(try log.size() < before / 2)
    }
}
