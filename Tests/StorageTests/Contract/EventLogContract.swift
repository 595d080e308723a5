import Chat
import Protocol
import Storage
import TestSupport
import Testing

/// What every engine holds to. A further engine is one more element of `EngineFixture.all`.
@Suite struct EventLogContract {
    let folder = Scratch()
    let a = Conversation.channel("#a")
    let b = Conversation.channel("#b")

    @Test(arguments: EngineFixture.all)
    func `An empty log ends before the first number`(_ engine: EngineFixture) throws {
        let log = try engine.open(folder)
        #expect(log.end == .empty)
        #expect(try log.find(1) == nil)
        #expect(try log.scan(a, limit: 10) == [])
        #expect(try log.conversations(after: nil, limit: 10) == [])
    }

    @Test(arguments: EngineFixture.all)
    func `Events come back in order, from either end, within bounds`(_ engine: EngineFixture) throws {
        let log = try engine.open(folder)
        let events = (1...9).map { Event.of($0, in: a) }
        try log.append(Array(events[..<4]))
        try log.append(Array(events[4...]))
        #expect(try log.scan(a, limit: 100).map(\.event) == events)
        #expect(try log.scan(a, .backward, limit: 100).map(\.event) == events.reversed())
        #expect(try log.scan(a, .forward, limit: 2).map(\.sequence) == [1, 2])
        #expect(try log.scan(a, .backward, limit: 2).map(\.sequence) == [9, 8])
        #expect(try log.scan(a, 3...5, .forward, limit: 100).map(\.sequence) == [3, 4, 5])
        #expect(try log.scan(a, 3...5, .backward, limit: 2).map(\.sequence) == [5, 4])
        #expect(try log.scan(a, 8...99, .forward, limit: 100).map(\.sequence) == [8, 9])
        #expect(try log.scan(a, 10...99, .backward, limit: 100) == [])
        #expect(try log.scan(a, limit: 0) == [])
        #expect(log.end == LogEnd(number: 9, time: Timestamp(milliseconds: 9000)))
    }

    @Test(arguments: EngineFixture.all)
    func `A probe changes nothing, and fails where the log is closed`(_ engine: EngineFixture) throws {
        let log = try engine.open(folder)
        try log.probe()
        #expect(log.end == .empty)
        try log.append([.of(1, in: a), .of(2, in: a)])
        let end = log.end
        try log.probe()
        #expect(log.end == end)
        try log.append([.of(3, in: a)])
        #expect(try log.numbers(in: a) == [1, 2, 3])
        try log.close()
        #expect(throws: LogError.self) { try log.probe() }
        guard engine.isDurable else { return }
        let again = try engine.open(folder)
        #expect(again.end.number == 3)
        #expect(try again.numbers(in: a) == [1, 2, 3])
        try again.close()
    }

    @Test(arguments: EngineFixture.all)
    func `Each conversation counts its own places without a gap, though numbers have gaps`(_ engine: EngineFixture)
        throws
    {
        let log = try engine.open(folder)
        try log.append([.of(2, in: a), .of(5, in: b), .of(6, in: a)])
        try log.append([.of(20, in: b), .of(21, in: a)])
        #expect(try log.numbers(in: a) == [2, 6, 21])
        #expect(try log.sequences(in: a) == [1, 2, 3])
        #expect(try log.numbers(in: b) == [5, 20])
        #expect(try log.sequences(in: b) == [1, 2])
    }

    @Test(arguments: EngineFixture.all)
    func `A quit has many places and one number`(_ engine: EngineFixture) throws {
        let log = try engine.open(folder)
        let channels = (0..<200).map { Conversation.channel("#room\($0)") }
        var quit = Event.of(2, .quit, text: "bye")
        quit.conversations = channels
        try log.append([.of(1, in: channels[7]), quit])
        #expect(try log.find(2) == quit)
        for (index, channel) in channels.enumerated() {
            #expect(
                try log.scan(channel, .backward, limit: 1) == [PlacedEvent(sequence: index == 7 ? 2 : 1, event: quit)])
        }
    }

    @Test(arguments: EngineFixture.all)
    func `An event that nobody remembers still has its number`(_ engine: EngineFixture) throws {
        let log = try engine.open(folder)
        try log.append([.of(1, .quit)])
        #expect(try log.find(1)?.conversations == [])
        #expect(log.end.number == 1)
    }

    @Test(arguments: EngineFixture.all)
    func `Time never runs back`(_ engine: EngineFixture) throws {
        let log = try engine.open(folder)
        try log.append([.of(1, in: a, at: 500), .of(2, in: a, at: 300)])
        try log.append([.of(3, in: b, at: 100), .of(4, in: a, at: 501)])
        #expect(try log.scan(a, limit: 10).map(\.event.time.milliseconds) == [500, 500, 501])
        #expect(try log.find(3)?.time.milliseconds == 500)
        #expect(log.end.time.milliseconds == 501)
    }

    @Test(arguments: EngineFixture.all)
    func `Bytes come back as they were`(_ engine: EngineFixture) throws {
        let log = try engine.open(folder)
        let all = Event(
            number: 1, time: Timestamp(milliseconds: 1), kind: .topic, source: "zoë!z@host", account: "zoë",
            conversations: [a, .direct(Casemapping.ascii.fold("ada"), Casemapping.ascii.fold("日本"))], target: "#A",
            subject: "", text: [0xFF, 0x00, 0xC3, 0x28, 0x0A, 0x80], tags: [Tag("+draft/reply", "a;b \n\\"), Tag("+x")])
        var least = Event.of(2, in: a, text: "")
        least.source = ""
        least.target = ""
        try log.append([all, least])
        #expect(try log.find(1) == all)
        #expect(try log.find(1)?.subject == "")
        #expect(try log.find(2) == least)
        #expect(try log.find(2)?.account == nil)
    }

    @Test(arguments: EngineFixture.all)
    func `Every kind comes back`(_ engine: EngineFixture) throws {
        let log = try engine.open(folder)
        for (index, kind) in Event.Kind.allCases.enumerated() { try log.append([.of(Int64(index + 1), kind, in: a)]) }
        #expect(try log.scan(a, limit: 100).map(\.event.kind) == Event.Kind.allCases)
    }

    @Test(arguments: EngineFixture.all)
    func `Conversations are told apart by bytes`(_ engine: EngineFixture) throws {
        let log = try engine.open(folder)
        let composed = Conversation.channel("#caf\u{E9}")
        let decomposed = Conversation.channel("#cafe\u{301}")
        let broken = Conversation.channel(Casemapping.ascii.fold([0x23, 0xFF]))
        try log.append([.of(1, in: composed), .of(2, in: decomposed), .of(3, in: broken)])
        #expect(try log.numbers(in: composed) == [1])
        #expect(try log.numbers(in: decomposed) == [2])
        #expect(try log.numbers(in: broken) == [3])
        #expect(try log.conversations(after: nil, limit: 10).contains(broken))
    }

    @Test(arguments: EngineFixture.all)
    func `Conversations are listed page by page, rooms first`(_ engine: EngineFixture) throws {
        let log = try engine.open(folder)
        let ada = Casemapping.ascii.fold("ada")
        let bob = Casemapping.ascii.fold("bob")
        let cid = Casemapping.ascii.fold("cid")
        let expected: [Conversation] = [a, .channel("#aa"), b, .direct(ada, bob), .direct(ada, cid), .direct(bob, cid)]
        try log.append(zip([3, 5, 0, 2, 4, 1], 1...).map { .of($1, in: expected[$0]) })
        #expect(try log.conversations(after: nil, limit: 100) == expected)
        var found: [Conversation] = []
        while case let page = try log.conversations(after: found.last, limit: 4), !page.isEmpty { found += page }
        #expect(found == expected)
    }

    @Test(arguments: EngineFixture.all)
    func `A number that does not rise is refused with its whole group`(_ engine: EngineFixture) throws {
        let log = try engine.open(folder)
        try log.append([.of(5, in: a)])
        for (group, bad) in [([5], 5), ([4], 4), ([6, 7, 7], 7), ([6, 9, 8], 8), ([0], 0)] as [([Int64], Int64)] {
            #expect(throws: LogError.notAscending(EventNumber(rawValue: bad))) {
                try log.append(group.map { .of($0, in: a, b) })
            }
        }
        #expect(log.end.number == 5)
        try log.append([.of(6, in: a, b)])
        #expect(try log.numbers(in: a) == [5, 6])
        #expect(try log.sequences(in: b) == [1])
    }

    @Test(arguments: EngineFixture.all)
    func `An empty group does nothing`(_ engine: EngineFixture) throws {
        let log = try engine.open(folder)
        try log.append([])
        #expect(log.end == .empty)
    }

    @Test(arguments: EngineFixture.all)
    func `Ten thousand events are each there once`(_ engine: EngineFixture) throws {
        let log = try engine.open(folder)
        for start in stride(from: Int64(1), through: 10_000, by: 100) {
            try log.append((start..<start + 100).map { .of($0, in: $0 % 3 == 0 ? b : a, text: "line \($0)") })
        }
        #expect(try log.numbers(in: a) == (1...10_000).filter { $0 % 3 != 0 })
        #expect(try log.sequences(in: a) == Array(1...6667))
        #expect(try log.find(7777)?.text == Bytes("line 7777"))
        #expect(try log.scan(b, 1000...1001, .backward, limit: 9).map(\.event.number) == [3003, 3000])
    }

    @Test(arguments: EngineFixture.durable)
    func `Opened again, it ends where it ended and goes on there`(_ engine: EngineFixture) throws {
        let log = try engine.open(folder)
        try log.append([.of(1, in: a, at: 70), .of(3, .quit, in: a, b, at: 60)])
        let end = log.end
        try log.close()
        let again = try engine.open(folder)
        #expect(again.end == end)
        try again.append([.of(4, in: b, at: 10)])
        #expect(try again.numbers(in: a) == [1, 3])
        #expect(try again.sequences(in: b) == [1, 2])
        #expect(again.end == LogEnd(number: 4, time: Timestamp(milliseconds: 70)))
    }

    @Test(arguments: EngineFixture.all)
    func `A closed log says so`(_ engine: EngineFixture) throws {
        let log = try engine.open(folder)
        try log.close()
        try log.close()
        #expect(throws: LogError.self) { try log.append([.of(1, in: a)]) }
        #expect(throws: LogError.self) { try log.find(1) }
    }
}
