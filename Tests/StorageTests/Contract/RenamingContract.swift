import Chat
import Protocol
import TestSupport
import Testing

@testable import Storage

/// What a room remembers follows its name, on every engine.
@Suite struct RenamingContract {
    let folder = Scratch()
    let a = Conversation.channel("#a")
    let b = Conversation.channel("#b")
    let rename = LogEntry.change(.renameChannel("#a", to: "#b"))

    @Test(arguments: EngineFixture.all)
    func `A room keeps its places under its new name, and goes on there`(_ engine: EngineFixture) throws {
        var log = try engine.open(folder)
        let reader = try engine.reader(of: log, in: folder)
        try log.append([.of(1, in: a), .of(2, .quit, in: a, .channel("#c")), .of(3, in: a)])
        #expect(try reader.numbers(in: a) == [1, 2, 3])
        try log.append([rename, .event(.of(4, in: b)), .event(.of(5, in: a))])
        for log in [log, try engine.reader(of: log, in: folder)] as [any LogReading] {
            #expect(try log.numbers(in: b) == [1, 2, 3, 4])
            #expect(try log.sequences(in: b) == [1, 2, 3, 4])
            #expect(try log.numbers(in: a) == [5])
            #expect(try log.find(2)?.conversations == [b, .channel("#c")])
        }
        guard engine.isDurable else { return }
        try log.close()
        log = try engine.open(folder)
        try log.append([.of(6, in: b)])
        #expect(try log.sequences(in: b) == [1, 2, 3, 4, 5])
        try log.close()
        #expect(try engine.make(folder).verify { _ in } == [])
    }

    @Test(arguments: EngineFixture.all)
    func `What another room of that name remembered goes by the old one`(_ engine: EngineFixture) throws {
        let log = try engine.open(folder)
        try log.append([
            .event(.of(1, in: a)), .event(.of(2, in: b)), rename, .event(.of(3, in: a)), .event(.of(4, in: b)),
        ])
        #expect(try log.numbers(in: b) == [1, 4])
        #expect(try log.numbers(in: a) == [2, 3])
    }

    @Test(arguments: EngineFixture.all)
    func `How far it was read goes with it`(_ engine: EngineFixture) throws {
        let log = try engine.open(folder)
        let time = Timestamp(milliseconds: 7)
        try log.append([.change(.markRead(account: "ada", a, time)), rename])
        #expect(try log.registry().markers["ada"] == [b: time])
        #expect(try engine.reader(of: log, in: folder).registry().markers["ada"] == [b: time])
    }

    @Test(arguments: EngineFixture.all)
    func `A room that nobody remembers has nothing to take along`(_ engine: EngineFixture) throws {
        let log = try engine.open(folder)
        try log.append([rename, .event(.of(1, in: b))])
        #expect(try log.numbers(in: b) == [1])
    }

    @Test(arguments: EngineFixture.all)
    func `It is found by its new name when the index has caught up`(_ engine: EngineFixture) throws {
        let log = try engine.open(folder)
        try log.append([.of(1, in: a, text: "needle"), .of(2, in: b, text: "needle")])
        var work = try engine.make(folder).openSearchIndexUpdate()
        func catchUp() throws {
            while true {
                switch try work?.step() {
                case .more: continue
                case .clean(let parts): #expect(try log.clean(parts))
                case .done, nil: return
                }
            }
        }
        let reader = try engine.reader(of: log, in: folder)
        func find(_ channel: Conversation) throws -> [Int64] {
            try reader.search(SearchQuery(in: [.conversation(channel)], text: "needle", limit: 9))
                .events
                .map(\.number.rawValue)
        }
        try catchUp()
        #expect(try find(a) == [1])
        try log.append([rename])
        try catchUp()
        #expect(try find(b) == [1])
        #expect(try find(a) == [2])
        try work?.close()
        try log.close()
        #expect(try engine.make(folder).verify { _ in } == [])
    }
}
