/// Moments as the reader's wall clock and calendar show them.
package struct LocalClock: Sendable {
    /// Seconds east of Greenwich at a moment.
    package typealias Offset = @Sendable (Timestamp) -> Int

    private let offset: Offset

    package init(offset: @escaping Offset) { self.offset = offset }

    /// Whole days since 1970 on the reader's calendar: equal for two moments of one day.
    package func day(_ time: Timestamp) -> Int {
        let seconds = local(time).seconds
        return Int(seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400)
    }

    /// Minutes since midnight.
    package func minute(_ time: Timestamp) -> Int {
        (Int(local(time).seconds) - day(time) * 86_400) / 60
    }

    /// `HH:MM`.
    package func hourAndMinute(_ time: Timestamp) -> String {
        let minute = minute(time)
        let (hours, minutes) = (minute / 60, minute % 60)
        return (hours < 10 ? "0\(hours)" : "\(hours)") + (minutes < 10 ? ":0\(minutes)" : ":\(minutes)")
    }

    /// `Tuesday 3 October 2026`.
    ///
    /// - Parameter left: the year that is left out, as everybody knows it.
    package func dayTitle(_ time: Timestamp, butYear left: Int? = nil) -> String {
        let (year, month, day) = local(time).civilDate
        let weekday = ((self.day(time) + 4) % 7 + 7) % 7
        return "\(Self.weekdays[weekday]) \(day) \(Self.months[month - 1])" + (year == left ? "" : " \(year)")
    }

    package func year(_ time: Timestamp) -> Int { Int(local(time).civilDate.year) }

    /// `3 Oct`.
    package func shortDay(_ time: Timestamp) -> String {
        let (_, month, day) = local(time).civilDate
        return "\(day) \(Self.months[month - 1].prefix(3))"
    }

    package func offsetSeconds(at time: Timestamp) -> Int { offset(time) }

    /// The moment whose date and time in UTC are what the reader's clock shows.
    package func local(_ time: Timestamp) -> Timestamp { time.advanced(bySeconds: Int64(offset(time))) }

    private static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
}
