/// Gives the times of a log that have no day theirs: the last one that was told, and the next where the clock runs back over midnight.
struct LogCalendar {
    /// The seconds by which a clock may run back without being past midnight: it may have been put right.
    static let leeway = 600

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
        let isPastMidnight = spansDays && Self.runsBack(from: second, to: shown) && !clock.isShownTwice(time)
        second = shown
        guard isPastMidnight else { return (time, false) }
        let tomorrow = today.advanced(by: 1)
        day = tomorrow
        return (WallClockTime(day: tomorrow, second: shown), true)
    }

    /// True where a clock runs back further than it is put right by.
    static func runsBack(from before: Int, to second: Int) -> Bool { before - second > leeway }
}
