/// Gives the times of a log that have no day theirs: the last one that was told, and the next where the clock runs back over midnight.
struct LogCalendar {
    /// The seconds by which a clock may run back without being past midnight: it may have been put right.
    static let leeway = 600
    /// The most seconds by which a clock is put back as summer time ends.
    private static let longestPutBack = 7200

    private let spansDays: Bool
    private var day: CalendarDay?
    private var second = 0

    /// - Parameters:
    ///   - day: of the first time; nil where it is not known.
    ///   - spansDays: false where all times are of that day.
    init(_ day: CalendarDay?, spansDays: Bool) {
        self.day = day
        self.spansDays = spansDays
    }

    /// The log tells the date.
    mutating func note(_ time: WallClockTime) {
        day = time.day
        second = time.second
    }

    /// The day of a time; nil where none was told before it.
    ///
    /// - Returns: the time with its day, and true where a midnight was passed of which the log does not tell.
    mutating func time(at shown: Int, clock: inout WallClock) -> (time: WallClockTime, isPastMidnight: Bool)? {
        guard let today = day else { return nil }
        let time = WallClockTime(day: today, second: shown)
        let back = spansDays ? RunBack(from: second, to: shown) : nil
        let isPastMidnight = back.map { Self.isPastMidnight($0, on: today, clock: &clock) } ?? false
        second = shown
        guard isPastMidnight else { return (time, false) }
        let tomorrow = today.advanced(by: 1)
        day = tomorrow
        return (WallClockTime(day: tomorrow, second: shown), true)
    }

    /// Two times of a log, one behind the other, of which the second is the earlier one by the clock.
    struct RunBack {
        /// In seconds since midnight.
        var before: Int
        var second: Int

        /// Nil where the clock does not run back further than it is put right by.
        init?(from before: Int, to second: Int) {
            guard before - second > leeway else { return nil }
            (self.before, self.second) = (before, second)
        }
    }

    /// True where the clock ran back over midnight; false where it was put back, as summer time ended.
    ///
    /// - Parameter day: of the later of the two times, if it was put back.
    static func isPastMidnight(_ back: RunBack, on day: CalendarDay, clock: inout WallClock) -> Bool {
        back.before - back.second > longestPutBack
            || !clock.isShownTwice(WallClockTime(day: day, second: back.second))
    }
}
