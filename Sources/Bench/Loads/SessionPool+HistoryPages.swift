import Protocol
import Transport

/// Asking for pages, which session 0 does.
extension SessionPool where Observer == PageObserver {
    /// Pages that are walked at most to find places.
    private static var maxPagesWalked: Int { 1000 }

    /// Asks for a page; the nanoseconds until its last line had come.
    ///
    /// - Parameter meanwhile: is done before each look at what has come.
    mutating func ask(
        _ request: String, _ meanwhile: (inout SessionPool<PageObserver>) -> Void = { _ in }
    ) throws(BenchError) -> UInt64 {
        observer.begin()
        let start = MonotonicClock.now()
        sendLine("CHATHISTORY \(request)", from: 0)
        var stallTimer = newStallTimer()
        while observer.ended == nil {
            meanwhile(&self)
            try turn(waiting: StallTimer.pollTimeout)
            if let words = observer.refusal { throw .noHistory(target, words: words) }
            guard stallTimer.mayWait(0) else { throw .stalled(target, got: 0, expected: 1) }
        }
        return (observer.ended ?? start) - start
    }

    /// The moments of a room's lines, the latest first, each with a page before it where there are so many.
    ///
    /// They are found by walking back through the room, a thousand pages at most. Moments of the clock would not do: what is
    /// said comes in bursts, and a random moment falls between two of them, to the same page again and again.
    mutating func places(in room: String, pageSize: Int) throws(BenchError) -> ArraySlice<Timestamp> {
        var found: [Timestamp] = []
        observer.wantsTimes = true
        for _ in 0..<Self.maxPagesWalked {
            let place = found.last.map { "BEFORE \(room) timestamp=\($0.iso8601)" } ?? "LATEST \(room) *"
            _ = try ask("\(place) \(pageSize)")
            found += observer.times.sorted(by: >).drop { moment in found.last.map { moment >= $0 } ?? false }
            guard observer.lines > 0 else { break }
        }
        observer.wantsTimes = false
        let withPage = found.dropLast(pageSize)
        let oldest = found.last
        let places = withPage.isEmpty ? found.prefix { $0 != oldest } : withPage
        guard !places.isEmpty else { throw .noHistory(target, words: "there is too little in \(room) to read back") }
        return places
    }
}
