import Foundation
import Protocol

/// A time as a clock on the wall shows it: a day, and the seconds since its midnight.
struct WallClockTime: Hashable {
    var day: CalendarDay
    /// 0 to 86,399.
    var second: Int

    /// The seconds from 1970 on by this clock.
    var seconds: Int64 { day.number &* 86_400 &+ Int64(second) }
}

/// The times of a log that has them as a clock on the wall showed them, in the order of its lines.
///
/// When the clock was put back, the same times were shown twice, and only the order tells which is which: times that run back within such an
/// hour are of the second pass.
struct WallClock {
    private let timeZone: TimeZone
    /// The last time that was given.
    private var latest: Timestamp?
    /// The distances from UTC of the last day that was asked for: most lines are of the day of those before them.
    private var known: DayOffsets?

    init(in timeZone: TimeZone) {
        self.timeZone = timeZone
    }

    /// The moment at which the clock showed a time.
    ///
    /// - Returns: for a time that the clock was put past, the moment as if it had not been, and false.
    mutating func moment(of shown: WallClockTime) -> (time: Timestamp, isReal: Bool) {
        let moments = moments(of: shown)
        guard let first = moments.first, let last = moments.last else {
            return (Timestamp(seconds: shown.seconds &- offsets(of: shown.day).before), false)
        }
        let earlier = Timestamp(seconds: first)
        let ranBack = latest.map { earlier < $0 } ?? false
        return (ranBack ? Timestamp(seconds: last) : earlier, true)
    }

    /// Notes the moment of a line, against which the next ones are held.
    mutating func note(_ time: Timestamp) { latest = time }

    /// True where the clock showed a time twice, as it was put back.
    mutating func isShownTwice(_ shown: WallClockTime) -> Bool { moments(of: shown).count > 1 }

    /// The moments at which the clock showed a time, in their order, in seconds since 1970: one, or two, or none.
    private mutating func moments(of shown: WallClockTime) -> [Int64] {
        let offsets = offsets(of: shown.day)
        if offsets.before == offsets.after { return [shown.seconds &- offsets.before] }
        return [offsets.before, offsets.after].map { shown.seconds &- $0 }
            .filter { shown.seconds &- $0 == offset(at: $0) }
            .sorted()
    }

    /// The distance of a day's clock from UTC, in seconds, a day before and a day behind.
    private struct DayOffsets {
        var day: CalendarDay
        var before: Int64
        var after: Int64
    }

    private mutating func offsets(of day: CalendarDay) -> DayOffsets {
        if let known, known.day == day { return known }
        let noon = day.number &* 86_400 &+ 43_200
        let offsets = DayOffsets(
            day: day, before: offset(at: noon &- 129_600), after: offset(at: noon &+ 129_600))
        known = offsets
        return offsets
    }

    private func offset(at seconds: Int64) -> Int64 {
        Int64(timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
    }
}
