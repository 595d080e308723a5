import Chat
import Protocol
import TestSupport
import Testing

@testable import Storage

/// What a search finds, on every engine, with an index and without.
@Suite struct SearchContract {
    let folder = Scratch()
    let a = Conversation.channel("#a")
    let b = Conversation.channel("#b")
    let mine = Conversation.between("me", "ada")
    let theirs = Conversation.between("ada", "bob")

    /// How a log is searched, and of which engine it is.
    struct SearchMode: Sendable, CustomTestStringConvertible {
        enum Way: String, CaseIterable {
            /// By the log itself.
            case writer
            /// Beside the writer, before the index has seen anything.
            case unindexed
            /// With an index that has seen the first half.
            case half
            case indexed
        }

        let fixture: EngineFixture
        let way: Way
        var testDescription: String { "\(fixture.testDescription), \(way)" }

        static let allCases = EngineFixture.all.flatMap { fixture in
            Way.allCases.map { SearchMode(fixture: fixture, way: $0) }
        }
    }

    private func search(_ mode: SearchMode, _ events: [Event]) throws -> any LogReading {
        let log = try mode.fixture.open(folder)
        let half = mode.way == .half ? events.count / 2 : events.count
        try log.append(Array(events[..<half]))
        switch mode.way {
        case .indexed, .half: try index(mode)
        case .writer, .unindexed: break
        }
        try log.append(Array(events[half...]))
        return mode.way == .writer ? log : try mode.fixture.reader(of: log, in: folder)
    }

    /// Does all the work on the index that is to be done, if the engine has one.
    private func index(_ mode: SearchMode) throws {
        guard var work = try mode.fixture.make(folder).openSearchIndexUpdate() else { return }
        while case .more = try work.step() {}
        try work.close()
    }

    private func event(
        _ number: Int64, _ text: String, in conversation: Conversation, by nick: String = "ada",
        account: String? = nil, kind: Event.Kind = .message
    ) -> Event {
        var event = Event.of(number, kind, in: conversation, text: text)
        event.source = "\(nick)!u@h"
        event.account = account
        return event
    }

    @Test(arguments: SearchMode.allCases)
    func `What others say elsewhere does not hide what one may read, however many rooms one is in`(_ way: SearchMode)
        throws
    {
        let channels = (0..<6).map { Conversation.channel("#mine\($0)") }
        let own = zip(1..., channels).map { event($0, "needle", in: $1) }
        let others = (Int64(7)...3000).map { event($0, "needle", in: b) }
        let log = try search(way, own + others)
        for text in ["needle", nil] {
            let page = try log.search(
                SearchQuery(in: channels.map { .conversation($0) }, text: text, limit: 4, timeBudget: 60_000))
            #expect(page.events.map(\.number) == [6, 5, 4, 3])
            let rest = try log.search(
                SearchQuery(in: channels.map { .conversation($0) }, text: text, below: 3, limit: 9, timeBudget: 60_000))
            #expect(rest.events.map(\.number) == [2, 1] && !rest.hasMore)
        }
    }

    private var talk: [Event] {
        [
            event(1, "That was fast", in: a, by: "Jackie"),
            event(2, "Fasting is hard", in: a, by: "bill"),
            event(3, "how fast can it be?", in: b, by: "jackie"),
            event(4, "fast, to me alone", in: mine),
            event(5, "fast, to bob alone", in: theirs),
            event(6, "これは日本語です", in: a, by: "yuki", account: "Yukiko"),
            event(7, "Crème brûlée, vite", in: a, kind: .notice),
            event(8, "fast", in: a, kind: .topic),
            event(9, "slow and FAST", in: a, by: "bill"),
        ]
    }

    private func found(_ log: any LogReading, _ query: SearchQuery) throws -> [Int64] {
        try log.search(query).events.map(\.number.rawValue)
    }

    private func query(_ text: String?, _ change: (inout SearchQuery) -> Void = { _ in }) -> SearchQuery {
        var query = SearchQuery(
            in: [.conversation(a), .conversation(b), .directs(of: "me")], text: text, limit: 50, timeBudget: 60_000)
        change(&query)
        return query
    }

    @Test(arguments: SearchMode.allCases)
    func `Words are found where the asker may read, the newest first, and nowhere else`(_ way: SearchMode) throws {
        let log = try search(way, talk)
        #expect(try found(log, query("fast")) == [9, 4, 3, 1])
        #expect(try found(log, query("fast") { $0.scopes = [.conversation(a)] }) == [9, 1])
        #expect(try found(log, query("fast") { $0.scopes = [.conversation(theirs)] }) == [5])
        #expect(try found(log, query("fast") { $0.scopes = [.directs(of: "bob")] }) == [5])
        #expect(try found(log, query("fast") { $0.scopes = [.conversation(.channel("#none"))] }) == [])
        #expect(try found(log, query("fast") { $0.scopes = [] }) == [])
        #expect(try found(log, query("nothing")) == [])
    }

    @Test(arguments: SearchMode.allCases)
    func `From a join on, from somebody, in a span of time`(_ way: SearchMode) throws {
        let log = try search(way, talk)
        #expect(
            try found(log, query("fast") { $0.scopes = [.conversation(a, floor: 2), .conversation(b)] }) == [9, 3])
        #expect(try found(log, query("fast") { $0.from = "jackie" }) == [3, 1])
        #expect(try found(log, query(nil) { $0.from = "yukiko" }) == [6])
        #expect(try found(log, query(nil) { $0.from = "bill" }) == [9, 2])
        let (two, four) = (Timestamp(milliseconds: 2000), Timestamp(milliseconds: 4000))
        #expect(try found(log, query("fast") { $0.after = two }) == [9, 4, 3])
        #expect(try found(log, query("fast") { $0.before = four }) == [4, 3, 1])
        #expect(try found(log, query(nil) { ($0.after, $0.before) = (two, four) }) == [4, 3, 2])
    }

    @Test(arguments: SearchMode.allCases)
    func `Case, accents and unspaced scripts`(_ way: SearchMode) throws {
        let log = try search(way, talk)
        #expect(try found(log, query("日本")) == [6])
        #expect(try found(log, query("CREME brulee")) == [7])
        #expect(try found(log, query("\"slow and\"")) == [9])
        #expect(try found(log, query("\"and slow\"")) == [])
    }

    @Test(
        arguments: SearchMode.allCases,
        [
            "fast OR nothing", "NOT fast", "fast*", "words:fast", "\"fast", "NEAR(fast was)", "fast AND", "(fast",
            "^fast",
            "fast -slow", "'; DROP TABLE events; --", "\u{91}r23", "fast \" OR \"", "{fast}", "\u{0}",
        ])
    func `Nothing that is typed is an operator`(_ way: SearchMode, _ typed: String) throws {
        let log = try search(way, talk)
        let expected = talk.filter { event in
            event.kind != .topic && event.conversations != [theirs]
                && SearchPattern(typed).matches(SearchTokenizer.words(of: event.text))
        }
        #expect(try found(log, query(typed)) == expected.map(\.number.rawValue).reversed())
    }

    @Test(arguments: SearchMode.allCases)
    func `Page after page, each is found once`(_ way: SearchMode) throws {
        // Over the border between two parts of the index.
        let first = SearchShard.width - 150
        let log = try search(way, (first..<first + 300).map { event($0, $0 % 2 == 0 ? "even" : "odd", in: a) })
        var all: [Int64] = []
        var below: EventNumber?
        while true {
            let page = try log.search(
                query("even") {
                    $0.limit = 7
                    $0.below = below
                })
            all += page.events.map(\.number.rawValue)
            guard page.hasMore else { break }
            #expect(page.events.count == 7)
            below = page.reached
        }
        #expect(all == (first..<first + 300).filter { $0 % 2 == 0 }.reversed())
    }

    @Test(arguments: SearchMode.allCases)
    func `Page after page by time, each of a millisecond is found`(_ way: SearchMode) throws {
        let log = try search(
            way,
            (Int64(1)...90).map { number in
                var event = event(number, "word", in: a)
                event.time = Timestamp(milliseconds: 21...70 ~= number ? 21 : number)
                return event
            })
        var found: Set<Int64> = []
        var before = Timestamp(milliseconds: 1000)
        while true {
            let page = try log.page(query("word") { ($0.limit, $0.before) = (7, before) })
            let count = found.count
            found.formUnion(page.events.map(\.number.rawValue))
            guard let last = page.events.last, found.count > count else { break }
            // What is asked for by it is not later than that.
            before = last.time.advanced(byMilliseconds: -1)
        }
        #expect(found == Set(1...90))
    }

    @Test(arguments: SearchMode.allCases)
    func `Out of its time budget, it answers with what it has`(_ way: SearchMode) throws {
        let log = try search(way, (1...2000).map { event($0, "word", in: b) })
        let page = try log.search(query("word") { ($0.scopes, $0.timeBudget) = ([.conversation(a, floor: 1)], -1) })
        #expect(page.events == [])
        #expect(page.hasMore)
        #expect(try log.search(query("word") { $0.timeBudget = -1 }).hasMore)
    }
}
