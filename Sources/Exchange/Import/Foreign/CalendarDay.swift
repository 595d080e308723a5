import Protocol

/// A day, as a calendar on the wall shows it, of the years 1 to 9999 or a little beyond.
struct CalendarDay: Hashable, Comparable {
    /// The days since 1970-01-01.
    let number: Int64

    /// Nil where there is no such day.
    init?(year: Int, month: Int, day: Int) {
        func padded(_ value: Int, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(width - digits.count, 0)) + digits
        }
        let text = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T00:00:00Z"
        guard let midnight = Timestamp(iso8601: text) else { return nil }
        number = midnight.seconds / 86_400
    }

    private init(number: Int64) { self.number = number }

    /// The day so many days later. No log has as many lines as would bring it to the edge of its number.
    func advanced(by days: Int64) -> CalendarDay { CalendarDay(number: number &+ days) }

    static func < (a: CalendarDay, b: CalendarDay) -> Bool { a.number < b.number }
}
