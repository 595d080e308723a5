import Chat
import Dispatch
import Protocol
import TestSupport
import Testing

@testable import Storage

/// What is asked of the log while it is busy with somebody else's question.
@Suite struct LogReadQueueTests {
    private let folder = Scratch()
    private let queue: LogReadQueue
    private let log: SQLiteEventLog
    private let begin = DispatchSemaphore(value: 0)

    init() throws {
        let path = folder.file("log.sqlite")
        log = try SQLiteEventLog(path: path, durability: .os)
        try log.append((1...2000).map { .event(.of($0, in: .channel("#a"), text: "word \($0)")) })
        queue = LogReadQueue(log: try SQLiteLogReader(path: path))
    }

    /// Keeps the log busy until `begin` is signalled.
    private func occupy() {
        queue.ask(.quick, of: LogReadContext(source: "first"), portion: { [begin] _ in begin.wait() }, then: { _ in })
    }

    private func search(_ name: String, of context: LogReadContext, then: @escaping @Sendable (String) -> Void) {
        let query = SearchQuery(in: [.conversation(.channel("#a"))], text: "no such", limit: 9)
        // A portion of no time at all: as many as there can be.
        let state = LockedBox(IncrementalSearch(query, portion: 0))
        queue.ask(
            .long, of: context,
            portion: { log throws(LogError) in try state.change { search throws(LogError) in try search.step(on: log) }
            },
            then: { _ in then(name) })
    }

    @Test func `A page is served before forty searches that were asked earlier`() throws {
        let order = LockedBox<[String]>([])
        let note: @Sendable (String) -> Void = { name in try? order.change { $0.append(name) } }
        occupy()
        for number in 0..<40 { search("search \(number)", of: LogReadContext(source: "many"), then: note) }
        queue.ask(
            .quick, of: LogReadContext(source: "few"),
            portion: { log throws(LogError) in
                try log.page(HistoryRequest(.latest(after: nil), in: .channel("#a"), limit: 5))
            }, then: { result in note("page of \((try? result.get())?.events.count ?? 0)") })
        begin.signal()
        queue.close()
        #expect(order.value.first == "page of 5")
        #expect(order.value.dropFirst() == (0..<40).map { "search \($0)" }[...])
        try log.close()
    }

    @Test func `A page is served between the portions of one search`() throws {
        let order = LockedBox<[String]>([])
        let portions = LockedBox(0)
        let queue = queue
        queue.ask(
            .long, of: LogReadContext(source: "a"),
            portion: { _ throws(LogError) -> Bool? in
                try portions.change { $0 += 1 }
                guard portions.value == 1 else { return true }
                queue.ask(
                    .quick, of: LogReadContext(source: "b"), portion: { _ in 1 },
                    then: { _ in try? order.change { $0.append("page") } })
                return nil
            }, then: { _ in try? order.change { $0.append("search") } })
        queue.close()
        #expect(order.value == ["page", "search"])
        try log.close()
    }

    @Test func `A search ends with the portion in hand when its asker goes, and is not answered`() throws {
        let portions = LockedBox(0)
        let order = LockedBox<[String]>([])
        let context = LogReadContext(source: "a")
        queue.ask(
            .long, of: context,
            portion: { _ throws(LogError) -> Bool? in
                try portions.change { $0 += 1 }
                if portions.value == 3 { context.cancel() }
                return nil
            }, then: { _ in try? order.change { $0.append("gone") } })
        search("stays", of: LogReadContext(source: "a"), then: { name in try? order.change { $0.append(name) } })
        queue.close()
        #expect(portions.value == 3)
        #expect(order.value == ["stays"])
        try log.close()
    }

    @Test(arguments: [1, 9, 700, 5000])
    func `A search in portions finds what it finds in one`(_ limit: Int) throws {
        let query = SearchQuery(in: [.conversation(.channel("#a"))], text: "word", limit: limit, timeBudget: 1_000_000)
        var search = IncrementalSearch(query, portion: 0)
        var page: SearchPage?
        var count = 0
        while page == nil {
            page = try search.step(on: log)
            count += 1
        }
        #expect(try page == log.page(query))
        #expect(limit < 500 || count > 1)
        try log.close()
    }

    @Test func `A search in portions ends when its time budget does`() throws {
        var search = IncrementalSearch(
            SearchQuery(in: [.conversation(.channel("#a"))], text: "no such", limit: 9, timeBudget: 3), portion: 0)
        var count = 1
        while try search.step(on: log) == nil { count += 1 }
        #expect(count <= 3)
        try log.close()
    }

    @Test(arguments: [1, 2, 9]) func `Targets in portions are those in one`(_ limit: Int) throws {
        try log.append(
            (1...6).map { .event(.of(3000 + $0, in: .channel("#r\($0 % 4)"), text: "x")) })
        let channels = ["#a", "#r0", "#r1", "#r2", "#r3", "#none"].map { (Conversation.channel($0), EventNumber.none) }
        for (from, to) in [(Int64(0), Int64.max), (Int64.max, 0)] {
            let request = TargetsRequest(
                channels: Dictionary(uniqueKeysWithValues: channels), directsOf: "ada",
                from: Timestamp(milliseconds: from),
                to: Timestamp(milliseconds: to), limit: limit)
            var course = IncrementalTargets(request)
            var targets: [HistoryTarget]?
            while targets == nil { targets = try course.step(on: log, milliseconds: -1) }
            #expect(try targets == log.targets(request))
            #expect(targets?.count == min(limit, 5))
        }
        try log.close()
    }
}
