import Glibc
import Histogram
import Protocol
import Transport

/// How long a page of history takes, at moments all over a room's past; also while the room is spoken in as fast as it goes.
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
        var crowd = try Crowd([reader] + others, at: place, ear: PageEar())
        try crowd.open()
        try crowd.settle()
        var talk = Talk([(session: 1, room: name)], window: 64, bytes: 100, others: others.count)
        if room == nil { try fill(&crowd, &talk) }
        let (oldest, newest) = try span(&crowd, name, &talk)
        var delays = Histogram<UInt64>(highestTrackableValue: 60_000_000_000, numberOfSignificantValueDigits: .three)
        var random = SplitMix(state: 1)
        let (start, deliveries) = (Monotonic.now(), crowd.ear.deliveries)
        for number in 0..<pages {
            let moment = Timestamp(
                milliseconds: Int64.random(in: oldest.milliseconds...newest.milliseconds, using: &random))
            let took = try ask(
                "BEFORE \(name) timestamp=\(moment.iso8601) \(pageSize)", &crowd, &talk, isBusy: busy > 0)
            _ = delays.record(min(took, 60_000_000_000))
            progress(Double(number + 1) / Double(pages))
        }
        let elapsed = Double(Monotonic.now() - start) / 1e9
        var figures = Figures(Self.name)
        figures.add("pages", "pages", pages)
        figures.add("page_size", "lines a page, at most", pageSize)
        figures.add("p50_us", "half within, us", Double(delays.valueAtPercentile(50)) / 1000)
        figures.add("p99_us", "99 % within, us", Double(delays.valueAtPercentile(99)) / 1000)
        figures.add("max_us", "all within, us", Double(delays.max) / 1000)
        if busy > 0 {
            let rate = Double(crowd.ear.deliveries - deliveries) / elapsed
            figures.add("deliveries_per_second", "deliveries a second meanwhile", rate)
        }
        return figures
    }

    /// Asks for a page; the nanoseconds until its last line had come.
    private func ask(
        _ request: String, _ crowd: inout Crowd<PageEar>, _ talk: inout Talk, isBusy: Bool = false
    ) throws(BenchError) -> UInt64 {
        crowd.ear.begin()
        let start = Monotonic.now()
        crowd.say("CHATHISTORY \(request)", from: 0)
        var patience = Patience()
        while crowd.ear.ended == nil {
            if isBusy { talk.topUp(&crowd, deliveries: crowd.ear.deliveries) }
            try crowd.turn(waiting: Patience.glance)
            if let words = crowd.ear.refusal { throw .noHistory(crowd.target, words: words) }
            guard patience.lasts(0) else { throw .stalled(crowd.target, got: 0, expected: 1) }
        }
        return (crowd.ear.ended ?? start) - start
    }

    /// Between which moments there is something to be read.
    private func span(
        _ crowd: inout Crowd<PageEar>, _ name: String, _ talk: inout Talk
    ) throws(BenchError) -> (Timestamp, Timestamp) {
        _ = try ask("AFTER \(name) timestamp=1970-01-01T00:00:00.000Z 1", &crowd, &talk)
        let oldest = crowd.ear.time
        _ = try ask("LATEST \(name) * 1", &crowd, &talk)
        guard let oldest, let newest = crowd.ear.time, oldest <= newest else {
            throw .noHistory(crowd.target, words: "there is nothing in \(name)")
        }
        return (oldest, newest)
    }

    /// Says ten pages, unless there is one already.
    private func fill(_ crowd: inout Crowd<PageEar>, _ talk: inout Talk) throws(BenchError) {
        _ = try ask("LATEST \(Room.name(0)) * \(pageSize)", &crowd, &talk)
        guard crowd.ear.lines < pageSize else { return }
        var patience = Patience()
        while talk.messages < pageSize * 10 || crowd.ear.deliveries < talk.expected {
            if talk.messages < pageSize * 10 { talk.topUp(&crowd, deliveries: crowd.ear.deliveries) }
            try crowd.turn(waiting: Patience.glance)
            guard patience.lasts(crowd.ear.deliveries) else {
                throw .stalled(crowd.target, got: crowd.ear.deliveries, expected: talk.expected)
            }
        }
    }
}

/// Random numbers that are the same in every run.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
