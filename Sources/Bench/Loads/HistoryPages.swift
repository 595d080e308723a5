import Basics
import Glibc
import Histogram
import Protocol
import Transport

/// How long a page of history takes, at lines all over a room's past; also while the room is spoken in as fast as it goes.
/// <https://ircv3.net/specs/extensions/chathistory>
package struct HistoryPages: Load {
    package static let name = "history"

    /// Nil for a room of the load's own, in which ten pages are said first if there are fewer.
    package var room: String?
    package var pages: Int
    package var pageSize: Int
    /// Sessions that keep the room busy meanwhile; 0 for none.
    package var busy: Int

    package init(room: String?, pages: Int, pageSize: Int, busy: Int) throws(BenchError) {
        if let room, !Room.isName(room) {
            throw .outOfBounds("--room '\(room)' is no room's name: say one such as --room '#lobby'")
        }
        try Self.check("pages", pages, 1...1_000_000)
        try Self.check("page-size", pageSize, 1...1000)
        try Self.check("busy", busy, 0...10_000)
        (self.room, self.pages, self.pageSize, self.busy) = (room, pages, pageSize, busy)
    }

    private static let capabilities = "batch draft/chathistory message-tags server-time"

    package func run(at place: LoadTarget, _ progress: (Double) -> Void) throws(BenchError) -> LoadReport {
        let name = room ?? Room.name(0)
        // The reader first, and behind it one who speaks and those who listen.
        let reader = LoadSession(room: name, capabilities: Self.capabilities)
        let others = (0..<max(1, busy)).map { _ in LoadSession(room: name) }
        var pool = try SessionPool([reader] + others, at: place, observer: PageObserver(sessions: 1 + others.count))
        try pool.open()
        try pool.waitUntilIdle(place.process)
        var generator = MessageGenerator([(session: 1, room: name)], window: 64, bytes: 100, others: others.count)
        if room == nil { try fill(&pool, &generator) }
        let places = try pool.places(in: name, pageSize: pageSize)
        var delays = Histogram<UInt64>(highestTrackableValue: 60_000_000_000, numberOfSignificantValueDigits: .three)
        var random = SplitMix64(seed: 1)
        var lines = 0
        let (start, before) = (MonotonicClock.now(), pool.observer.counter.total)
        for number in 0..<pages {
            let moment = places[Int.random(in: 0..<places.count, using: &random)]
            let took = try pool.ask("BEFORE \(name) timestamp=\(moment.iso8601) \(pageSize)") { pool in
                if busy > 0 { generator.fillWindow(&pool, deliveries: pool.observer.counter.total) }
            }
            guard pool.observer.lines > 0 else {
                throw .noHistory(pool.target, words: "an empty page before \(moment.iso8601), where there are lines")
            }
            lines += pool.observer.lines
            _ = delays.record(min(took, 60_000_000_000))
            progress(Double(number + 1) / Double(pages))
        }
        let rate = Double(pool.observer.counter.total - before) * 1e9 / Double(MonotonicClock.now() - start)
        try finish(&pool, generator)
        var report = LoadReport(Self.name)
        report.add("pages", "pages", pages)
        report.add("lines_per_page", "lines a page", Double(lines) / Double(pages), precision: 1)
        report.add("p50_us", "half within, us", Double(delays.valueAtPercentile(50)) / 1000)
        report.add("p99_us", "99 % within, us", Double(delays.valueAtPercentile(99)) / 1000)
        report.add("max_us", "all within, us", Double(delays.max) / 1000)
        if busy > 0 { report.add("deliveries_per_second", "deliveries a second meanwhile", rate) }
        return report
    }

    /// Says ten pages, unless there is one already.
    private func fill(_ pool: inout SessionPool<PageObserver>, _ generator: inout MessageGenerator) throws(BenchError) {
        _ = try pool.ask("LATEST \(Room.name(0)) * \(pageSize)")
        guard pool.observer.lines < pageSize else { return }
        var stallTimer = pool.newStallTimer()
        while generator.messages < pageSize * 10 {
            generator.fillWindow(&pool, deliveries: pool.observer.counter.total)
            try pool.turn(waiting: StallTimer.pollTimeout)
            guard stallTimer.mayWait(pool.observer.counter.total) else {
                throw .stalled(pool.target, got: pool.observer.counter.total, expected: generator.expected)
            }
        }
        try finish(&pool, generator)
    }

    /// Waits until all that was said has come to all.
    private func finish(_ pool: inout SessionPool<PageObserver>, _ generator: MessageGenerator) throws(BenchError) {
        var stallTimer = pool.newStallTimer()
        while pool.observer.counter.total < generator.expected {
            try pool.turn(waiting: StallTimer.pollTimeout)
            guard stallTimer.mayWait(pool.observer.counter.total) else {
                throw .stalled(pool.target, got: pool.observer.counter.total, expected: generator.expected)
            }
        }
        try pool.waitUntilIdle()
        try pool.observer.counter.check(generator.shares(of: pool.sessions), pool.target)
    }
}
