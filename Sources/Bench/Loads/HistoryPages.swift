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

    package func run(at place: Place, _ progress: (Double) -> Void) throws(BenchError) -> Figures {
        let name = room ?? Room.name(0)
        // The reader first, and behind it one who speaks and those who listen.
        let reader = Session(room: name, capabilities: Self.capabilities)
        let others = (0..<max(1, busy)).map { _ in Session(room: name) }
        var crowd = try Crowd([reader] + others, at: place, ear: PageEar(sessions: 1 + others.count))
        try crowd.open()
        try crowd.settle(place.process)
        var talk = Talk([(session: 1, room: name)], window: 64, bytes: 100, others: others.count)
        if room == nil { try fill(&crowd, &talk) }
        let places = try crowd.places(in: name, pageSize: pageSize)
        var delays = Histogram<UInt64>(highestTrackableValue: 60_000_000_000, numberOfSignificantValueDigits: .three)
        var random = SplitMix(state: 1)
        var lines = 0
        let (start, before) = (Monotonic.now(), crowd.ear.tally.total)
        for number in 0..<pages {
            let moment = places[Int.random(in: 0..<places.count, using: &random)]
            let took = try crowd.ask("BEFORE \(name) timestamp=\(moment.iso8601) \(pageSize)") { crowd in
                if busy > 0 { talk.topUp(&crowd, deliveries: crowd.ear.tally.total) }
            }
            guard crowd.ear.lines > 0 else {
                throw .noHistory(crowd.target, words: "an empty page before \(moment.iso8601), where there are lines")
            }
            lines += crowd.ear.lines
            _ = delays.record(min(took, 60_000_000_000))
            progress(Double(number + 1) / Double(pages))
        }
        let rate = Double(crowd.ear.tally.total - before) * 1e9 / Double(Monotonic.now() - start)
        try finish(&crowd, talk)
        var figures = Figures(Self.name)
        figures.add("pages", "pages", pages)
        figures.add("lines_per_page", "lines a page", Double(lines) / Double(pages), precision: 1)
        figures.add("p50_us", "half within, us", Double(delays.valueAtPercentile(50)) / 1000)
        figures.add("p99_us", "99 % within, us", Double(delays.valueAtPercentile(99)) / 1000)
        figures.add("max_us", "all within, us", Double(delays.max) / 1000)
        if busy > 0 { figures.add("deliveries_per_second", "deliveries a second meanwhile", rate) }
        return figures
    }

    /// Says ten pages, unless there is one already.
    private func fill(_ crowd: inout Crowd<PageEar>, _ talk: inout Talk) throws(BenchError) {
        _ = try crowd.ask("LATEST \(Room.name(0)) * \(pageSize)")
        guard crowd.ear.lines < pageSize else { return }
        var patience = crowd.newPatience()
        while talk.messages < pageSize * 10 {
            talk.topUp(&crowd, deliveries: crowd.ear.tally.total)
            try crowd.turn(waiting: Patience.glance)
            guard patience.lasts(crowd.ear.tally.total) else {
                throw .stalled(crowd.target, got: crowd.ear.tally.total, expected: talk.expected)
            }
        }
        try finish(&crowd, talk)
    }

    /// Waits until all that was said has come to all.
    private func finish(_ crowd: inout Crowd<PageEar>, _ talk: Talk) throws(BenchError) {
        var patience = crowd.newPatience()
        while crowd.ear.tally.total < talk.expected {
            try crowd.turn(waiting: Patience.glance)
            guard patience.lasts(crowd.ear.tally.total) else {
                throw .stalled(crowd.target, got: crowd.ear.tally.total, expected: talk.expected)
            }
        }
        try crowd.settle()
        try crowd.ear.tally.check(talk.shares(of: crowd.sessions), crowd.target)
    }
}
