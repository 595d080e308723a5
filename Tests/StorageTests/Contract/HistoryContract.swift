import Chat
import Protocol
import Storage
import TestSupport
import Testing

/// What a page of history is, on every engine.
@Suite struct HistoryContract {
    let folder = Scratch()
    let a = Conversation.channel("#a")
    let b = Conversation.channel("#b")

    /// 3, 6, 9, …, 60 in `a`, each at its number in seconds; the others in `b`.
    private func filled(_ engine: EngineFixture) throws -> any LogReading {
        let log = try engine.open(folder)
        try log.append((1...60).map { .of($0, in: $0 % 3 == 0 ? a : b) })
        return try engine.reader(of: log, in: folder)
    }

    private func page(
        _ log: any LogReading, _ span: HistoryRequest.Span, limit: Int = 4, floor: EventNumber = .none,
        kinds: Set<Event.Kind>? = nil
    ) throws -> [Int64] {
        try log.page(HistoryRequest(span, in: a, limit: limit, floor: floor, kinds: kinds)).events.map(
            \.number.rawValue)
    }

    /// True if a page says that nothing lies behind it.
    private func isEnd(
        _ log: any LogReading, _ span: HistoryRequest.Span, limit: Int = 4, floor: EventNumber = .none,
        kinds: Set<Event.Kind>? = nil
    ) throws -> Bool {
        try log.page(HistoryRequest(span, in: a, limit: limit, floor: floor, kinds: kinds)).isEnd
    }

    private func at(_ seconds: Int64) -> HistoryRequest.Point { .time(Timestamp(milliseconds: seconds * 1000)) }

    @Test(arguments: EngineFixture.all)
    func `The latest are the last ones, and none at or before the bound`(_ engine: EngineFixture) throws {
        let log = try filled(engine)
        #expect(try page(log, .latest(after: nil)) == [51, 54, 57, 60])
        #expect(try page(log, .latest(after: .event(54))) == [57, 60])
        #expect(try page(log, .latest(after: .event(55))) == [57, 60])
        #expect(try page(log, .latest(after: at(54))) == [57, 60])
        #expect(try page(log, .latest(after: .event(60))) == [])
    }

    @Test(arguments: EngineFixture.all)
    func `Before and after leave the point out and stop at the ends`(_ engine: EngineFixture) throws {
        let log = try filled(engine)
        #expect(try page(log, .before(.event(30))) == [18, 21, 24, 27])
        #expect(try page(log, .before(at(31))) == [21, 24, 27, 30])
        #expect(try page(log, .before(.event(9))) == [3, 6])
        #expect(try page(log, .before(.event(1))) == [])
        #expect(try page(log, .after(.event(30))) == [33, 36, 39, 42])
        #expect(try page(log, .after(at(29))) == [30, 33, 36, 39])
        #expect(try page(log, .after(.event(55))) == [57, 60])
        #expect(try page(log, .after(.event(60))) == [])
    }

    @Test(arguments: EngineFixture.all)
    func `Around holds the point and as many before it as after`(_ engine: EngineFixture) throws {
        let log = try filled(engine)
        #expect(try page(log, .around(.event(30)), limit: 5) == [24, 27, 30, 33, 36])
        #expect(try page(log, .around(.event(30)), limit: 1) == [30])
        #expect(try page(log, .around(at(31)), limit: 4) == [27, 30, 33, 36])
        #expect(try page(log, .around(.event(3)), limit: 4) == [3, 6])
    }

    @Test(arguments: EngineFixture.all)
    func `Between counts from the first point towards the second, without either`(_ engine: EngineFixture) throws {
        let log = try filled(engine)
        #expect(try page(log, .between(.event(30), .event(60))) == [33, 36, 39, 42])
        #expect(try page(log, .between(.event(60), .event(30))) == [48, 51, 54, 57])
        #expect(try page(log, .between(.event(30), at(37))) == [33, 36])
        #expect(try page(log, .between(at(37), .event(30))) == [33, 36])
        #expect(try page(log, .between(.event(30), .event(30))) == [])
        #expect(try page(log, .between(.event(30), .event(33))) == [])
    }

    @Test(arguments: EngineFixture.all)
    func `Who may read from an event on sees nothing before it`(_ engine: EngineFixture) throws {
        let log = try filled(engine)
        #expect(try page(log, .latest(after: nil), limit: 99, floor: 50) == [51, 54, 57, 60])
        #expect(try page(log, .latest(after: nil), limit: 99, floor: 51) == [51, 54, 57, 60])
        #expect(try page(log, .before(.event(54)), floor: 51) == [51])
        #expect(try page(log, .before(.event(51)), floor: 51) == [])
        #expect(try page(log, .after(.event(3)), limit: 2, floor: 51) == [51, 54])
        #expect(try page(log, .around(.event(9)), floor: 51) == [51, 54])
        #expect(try page(log, .between(.event(60), .event(3)), limit: 99, floor: 51) == [51, 54, 57])
        #expect(try page(log, .latest(after: nil), floor: 61) == [])
    }

    @Test(arguments: EngineFixture.all)
    func `Kinds that are not wanted are passed over, and the page is still full`(_ engine: EngineFixture) throws {
        let log = try engine.open(folder)
        try log.append((1...3000).map { .of($0, $0 % 500 == 0 ? .notice : .join, in: a) })
        let reader = try engine.reader(of: log, in: folder)
        let said = HistoryRequest.messageKinds
        #expect(try page(reader, .latest(after: nil), kinds: said) == [1500, 2000, 2500, 3000])
        #expect(try page(reader, .after(.event(500)), limit: 2, kinds: said) == [1000, 1500])
        #expect(try page(reader, .before(.event(1000)), kinds: said) == [500])
        #expect(try page(reader, .latest(after: nil), limit: 2, kinds: [.join]) == [2998, 2999])
    }

    @Test(arguments: EngineFixture.all)
    func `A page says that it is the end where nothing lies behind it in its direction`(_ engine: EngineFixture) throws
    {
        let log = try filled(engine)
        let known: [(span: HistoryRequest.Span, limit: Int, isEnd: Bool)] = [
            (.before(.event(9)), 4, true), (.before(.event(15)), 4, true), (.before(.event(1)), 4, true),
            (.before(.event(16)), 4, false), (.before(at(30)), 4, false), (.after(.event(48)), 4, true),
            (.after(at(50)), 4, true), (.after(.event(45)), 4, false), (.latest(after: .event(48)), 4, true),
            (.latest(after: nil), 20, true), (.latest(after: nil), 19, false),
            (.between(.event(48), .event(61)), 4, true), (.between(.event(60), .event(30)), 4, false),
            (.between(.event(30), .event(30)), 4, true), (.around(.event(30)), 60, true),
            (.around(.event(30)), 4, false), (.around(.event(3)), 20, false),
        ]
        for (span, limit, isKnown) in known {
            #expect(try isEnd(log, span, limit: limit) == isKnown, "\(span), \(limit)")
        }
        #expect(try isEnd(log, .before(.event(60)), floor: 48))
        #expect(try !isEnd(log, .before(.event(60)), floor: 45))
    }

    @Test(arguments: EngineFixture.all)
    func `Where a page gave up looking for what is wanted, it does not say that it is the end`(
        _ engine: EngineFixture
    ) throws {
        let log = try engine.open(folder)
        try log.append((1...66_000).map { .of($0, $0 == 1 ? .message : .join, in: a) })
        let reader = try engine.reader(of: log, in: folder)
        let latest = try reader.page(HistoryRequest(.latest(after: nil), in: a, limit: 9, kinds: [.message]))
        #expect(latest == HistoryPage(events: [], isEnd: false))
        #expect(try isEnd(reader, .before(.event(9)), kinds: [.message]))
    }

    @Test(arguments: EngineFixture.all)
    func `A conversation that nobody knows has an empty page`(_ engine: EngineFixture) throws {
        let log = try filled(engine)
        let request = HistoryRequest(.around(.event(7)), in: .channel("#none"), limit: 9)
        #expect(try log.page(request) == HistoryPage(events: [], isEnd: true))
        #expect(try page(log, .latest(after: nil), limit: 0) == [])
    }

    @Test(arguments: EngineFixture.all)
    func `A page behind what was dropped begins where the log begins`(_ engine: EngineFixture) throws {
        let log = try engine.open(folder)
        try log.append((1...60).map { .of($0, in: a) })
        _ = try log.drop(a, through: 50, limit: .max)
        let reader = try engine.reader(of: log, in: folder)
        #expect(try page(reader, .after(.event(3)), limit: 2) == [51, 52])
        #expect(try page(reader, .before(.event(53))) == [51, 52])
        #expect(try page(reader, .before(.event(20))) == [])
        _ = try log.drop(a, through: 60, limit: .max)
        #expect(try page(reader, .latest(after: nil)) == [])
    }

    @Test(arguments: EngineFixture.all)
    func `Every page is what picking from a list gives`(_ engine: EngineFixture) throws {
        let log = try engine.open(folder)
        var random = SeededGenerator(seed: 7)
        var time: Int64 = 100
        // Many events share a millisecond.
        let events = (1...400).map { number in
            time += Int64.random(in: 0...2, using: &random) / 2
            let kind: Event.Kind = Bool.random(using: &random) ? .message : .join
            return Event.of(Int64(number * 2), kind, in: Bool.random(using: &random) ? a : b, at: time)
        }
        try log.append(events)
        let reader = try engine.reader(of: log, in: folder)
        let kept = events.filter { $0.conversations == [a] }
        for _ in 0..<2000 {
            func point() -> HistoryRequest.Point {
                Bool.random(using: &random)
                    ? .event(EventNumber(rawValue: .random(in: 0...810, using: &random)))
                    : .time(Timestamp(milliseconds: .random(in: 95...(time + 5), using: &random)))
            }
            let spans: [HistoryRequest.Span] = [
                .latest(after: nil), .latest(after: point()), .before(point()), .after(point()), .around(point()),
                .between(point(), point()),
            ]
            let request = HistoryRequest(
                spans.randomElement(using: &random)!, in: a, limit: .random(in: 1...20, using: &random),
                floor: EventNumber(rawValue: Bool.random(using: &random) ? 0 : .random(in: 0...810, using: &random)),
                kinds: Bool.random(using: &random) ? HistoryRequest.messageKinds : nil)
            let (page, expected) = (try reader.page(request), request.picked(from: kept))
            #expect(page.events == expected, "\(request)")
            // A page that is the end has all that a longer one would have.
            var longer = request
            longer.limit += 800
            #expect(!page.isEnd || expected.count == longer.picked(from: kept).count, "\(request)")
            #expect(page.isEnd || page.events.count >= request.limit / 2, "\(request)")
        }
    }

    @Test(arguments: EngineFixture.all)
    func `Page after page by time, each event of a millisecond is found, both ways`(_ engine: EngineFixture) throws {
        let log = try engine.open(folder)
        // 300 of one millisecond, between others.
        try log.append((1...400).map { .of($0, in: a, at: 51...350 ~= $0 ? 51 : $0) })
        let reader = try engine.reader(of: log, in: folder)
        func pages(_ span: (Timestamp) -> HistoryRequest.Span, _ start: Int64, next: ([Event]) -> Timestamp) throws
            -> [Int64]
        {
            var found: [Int64] = []
            var point = Timestamp(milliseconds: start)
            while case let page = try reader.page(HistoryRequest(span(point), in: a, limit: 7)).events, !page.isEmpty {
                found += page.map(\.number.rawValue)
                point = next(page)
            }
            return found.sorted()
        }
        #expect(try pages({ .before(.time($0)) }, 1000, next: { $0[0].time }) == Array(1...400))
        #expect(try pages({ .after(.time($0)) }, 0, next: { $0[$0.count - 1].time }) == Array(1...400))
        let end = HistoryRequest.Point.time(Timestamp(milliseconds: 1000))
        #expect(try pages({ .between(.time($0), end) }, 0, next: { $0[$0.count - 1].time }) == Array(1...400))
        // Who pages by msgid gets what he asked for.
        #expect(try page(reader, .before(.event(300)), limit: 7).count == 7)
    }

    @Test(arguments: [EngineFixture.memory])
    func `A page exceeds its limit by no more than its surplus`(_ engine: EngineFixture) throws {
        let log = try engine.open(folder)
        try log.append((1...5000).map { .of($0, in: a, at: 51) })
        let end = HistoryRequest.Point.time(Timestamp(milliseconds: 52))
        #expect(try page(log, .before(end), limit: 10).count == 10 + log.surplus)
    }

    @Test(arguments: [EngineFixture.memory])
    func `The latest page of all is no more than twice as long as was asked for`(_ engine: EngineFixture) throws {
        let log = try engine.open(folder)
        try log.append((1...50).map { .of($0, in: a, at: $0 <= 30 ? 51 : $0 + 30) })
        #expect(try page(log, .latest(after: nil), limit: 20).count == 20)
        #expect(try page(log, .latest(after: nil), limit: 24).count == 48)
        #expect(try page(log, .latest(after: nil), limit: 25).count == 50)
        #expect(try page(log, .latest(after: .event(EventNumber(rawValue: 1))), limit: 24).count == 24)
    }

    // MARK: Targets

    @Test(arguments: EngineFixture.all)
    func `Page after page of targets, each conversation is found`(_ engine: EngineFixture) throws {
        let log = try engine.open(folder)
        let channels = (1...9).map { Conversation.channel("#\($0)") }
        // The middle five have one time.
        try log.append(zip(Int64(1)..., channels).map { .of($0, in: $1, at: 3...7 ~= $0 ? 3 : $0) })
        let reader = try engine.reader(of: log, in: folder)
        for (start, end) in [(0, 20), (20, 0)] as [(Int64, Int64)] {
            var found: [Conversation] = []
            var from = Timestamp(milliseconds: start)
            while true {
                let page = try reader.targets(
                    TargetsRequest(
                        channels: Dictionary(uniqueKeysWithValues: channels.map { ($0, .none) }), directsOf: nil,
                        from: from,
                        to: Timestamp(milliseconds: end), limit: 3))
                guard let last = start < end ? page.last : page.first else { break }
                found += page.map(\.conversation)
                from = last.latest
            }
            #expect(found.count == 9 && Set(found) == Set(channels))
        }
    }

    @Test(arguments: EngineFixture.all)
    func `Targets are the conversations with something said in the window, in its order`(_ engine: EngineFixture) throws
    {
        let log = try engine.open(folder)
        let (c, d) = (Conversation.channel("#c"), Conversation.channel("#d"))
        let (ada, bob) = (Conversation.between("ada", "me"), Conversation.between("me", "zoe"))
        let other = Conversation.between("ada", "bob")
        try log.append([
            .of(1, in: a), .of(2, in: b), .of(3, in: ada), .of(4, in: c), .of(5, in: other), .of(6, in: bob),
            .of(7, .join, in: a), .of(8, in: d),
        ])
        let reader = try engine.reader(of: log, in: folder)
        func targets(_ from: Int64, _ to: Int64, limit: Int = 9) throws -> [Conversation] {
            try reader.targets(
                TargetsRequest(
                    channels: [a: .none, b: .none, c: 5, .channel("#none"): .none], directsOf: "me",
                    from: Timestamp(milliseconds: from * 1000), to: Timestamp(milliseconds: to * 1000), limit: limit)
            ).map(\.conversation)
        }
        #expect(try targets(0, 9) == [a, b, ada, bob])
        #expect(try targets(1, 6) == [b, ada])
        #expect(try targets(9, 0, limit: 2) == [ada, bob])
        #expect(try targets(0, 9, limit: 2) == [a, b])
        #expect(try targets(8, 9) == [])
    }

    @Test(arguments: EngineFixture.all)
    func `Somebody's direct conversations are found from either side`(_ engine: EngineFixture) throws {
        let log = try engine.open(folder)
        let all: [Conversation] = [
            .between("me", "ada"), .between("zoe", "me"), .between("me", "me"), .between("a", "b"), .channel("me"),
        ]
        try log.append(zip(all, 1...).map { .of($1, in: $0) })
        #expect(Set(try engine.reader(of: log, in: folder).directConversations(of: "me")) == Set(all[0...2]))
        #expect(try engine.reader(of: log, in: folder).directConversations(of: "me").count == 3)
    }
}

extension HistoryRequest {
    /// The same by picking from a list.
    fileprivate func picked(from events: [Event]) -> [Event] {
        func isBefore(_ event: Event, _ point: Point) -> Bool {
            switch point {
            case .event(let number): event.number < number
            case .time(let time): event.time < time
            }
        }
        func isAfter(_ event: Event, _ point: Point) -> Bool {
            switch point {
            case .event(let number): event.number > number
            case .time(let time): event.time > time
            }
        }
        /// As many as the limit says, and what has the time of the last of them where that may be where the next page begins.
        func first(_ limit: Int, of all: [Event], _ points: Point?...) -> [Event] {
            guard limit > 0, all.count > limit else { return limit > 0 ? all : [] }
            let isByTime = points.contains { if case .event = $0 { false } else { true } }
            return all.prefix(limit) + all[limit...].prefix { isByTime && $0.time == all[limit - 1].time }
        }
        func last(_ limit: Int, of all: [Event], _ points: Point?...) -> [Event] {
            let isByTime = points.contains { if case .event = $0 { false } else { true } }
            let found = first(limit, of: all.reversed(), isByTime ? nil : .event(.none))
            // How one goes on from the latest of all is not known.
            let isOfAll = points == [nil]
            return found.prefix(isOfAll ? max(0, 2 * limit) : .max).reversed()
        }
        let all = events.filter { $0.number >= floor && (kinds?.contains($0.kind) ?? true) }
        switch span {
        case .latest(nil): return last(limit, of: all, nil)
        case .latest(let point?): return last(limit, of: all.filter { isAfter($0, point) }, point)
        case .before(let point): return last(limit, of: all.filter { isBefore($0, point) }, point)
        case .after(let point): return first(limit, of: all.filter { isAfter($0, point) }, point)
        case .around(let point):
            return last(limit / 2, of: all.filter { isBefore($0, point) }, point)
                + first(limit - limit / 2, of: all.filter { !isBefore($0, point) }, point)
        case .between(let from, let to):
            let up = all.filter { isAfter($0, from) && isBefore($0, to) }
            let down = all.filter { isAfter($0, to) && isBefore($0, from) }
            return up.isEmpty ? last(limit, of: down, from, to) : first(limit, of: up, from, to)
        }
    }
}
