/// A moment of the years 1 to 9999, in milliseconds since 1970 in UTC, without leap seconds. The `time` tag is its text.
/// <https://ircv3.net/specs/extensions/server-time.html>
///
/// Every value can be written as text and read back, and all arithmetic is total: what would leave the range stays at its
/// edge. The difference of two moments is below 2^49 milliseconds, so it may be added to and scaled without a check.
package struct Timestamp: Hashable, Comparable, Sendable {
    /// The milliseconds since 1970, within ``range``.
    package let milliseconds: Int64

    /// The milliseconds from 0001-01-01T00:00:00.000Z through 9999-12-31T23:59:59.999Z.
    package static let range: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999

    package static let earliest = Timestamp(milliseconds: range.lowerBound)
    package static let latest = Timestamp(milliseconds: range.upperBound)

    /// The moment nearest to a number of milliseconds since 1970.
    package init(milliseconds: Int64) {
        self.milliseconds = min(max(milliseconds, Self.range.lowerBound), Self.range.upperBound)
    }

    /// The moment nearest to a number of seconds since 1970.
    package init(seconds: Int64) {
        let (milliseconds, overflows) = seconds.multipliedReportingOverflow(by: 1000)
        self.init(milliseconds: overflows ? (seconds < 0 ? .min : .max) : milliseconds)
    }

    /// The moment at exactly so many milliseconds since 1970; nil where that is outside of ``range``.
    package init?(exactly milliseconds: Int64) {
        guard Self.range.contains(milliseconds) else { return nil }
        self.milliseconds = milliseconds
    }

    /// The whole seconds since 1970, rounded towards the past.
    package var seconds: Int64 { milliseconds.flooredQuotient(by: 1000) }

    package static func < (a: Timestamp, b: Timestamp) -> Bool { a.milliseconds < b.milliseconds }

    /// The moment so many milliseconds later, or earlier where they are negative; the edge of ``range`` where that is outside.
    package func advanced(byMilliseconds difference: Int64) -> Timestamp {
        let (sum, overflows) = milliseconds.addingReportingOverflow(difference)
        return Timestamp(milliseconds: overflows ? (difference < 0 ? .min : .max) : sum)
    }

    /// The moment so many seconds later, or earlier where they are negative; the edge of ``range`` where that is outside.
    package func advanced(bySeconds seconds: Int64) -> Timestamp {
        let (difference, overflows) = seconds.multipliedReportingOverflow(by: 1000)
        return advanced(byMilliseconds: overflows ? (seconds < 0 ? .min : .max) : difference)
    }

    /// The milliseconds from an earlier moment to this one; negative where the other is the later one.
    package func milliseconds(since earlier: Timestamp) -> Int64 { milliseconds - earlier.milliseconds }

    /// The whole seconds from an earlier moment to this one, rounded towards zero.
    package func seconds(since earlier: Timestamp) -> Int64 { milliseconds(since: earlier) / 1000 }
}

extension Timestamp {
    /// `YYYY-MM-DDThh:mm:ss.sssZ`.
    package var iso8601: String {
        let (year, month, day) = civilDate
        let time = Int(milliseconds.flooredRemainder(by: 86_400_000))
        return String(unsafeUninitializedCapacity: 24) { buffer in
            var place = 0
            func put(_ value: Int, digits: Int) {
                var rest = value
                for offset in stride(from: digits - 1, through: 0, by: -1) {
                    buffer[place + offset] = UInt8(ascii: "0") + UInt8(rest % 10)
                    rest /= 10
                }
                place += digits
            }
            func mark(_ character: Unicode.Scalar) {
                buffer[place] = UInt8(ascii: character)
                place += 1
            }
            put(year, digits: 4)
            mark("-")
            put(month, digits: 2)
            mark("-")
            put(day, digits: 2)
            mark("T")
            put(time / 3_600_000, digits: 2)
            mark(":")
            put(time / 60_000 % 60, digits: 2)
            mark(":")
            put(time / 1000 % 60, digits: 2)
            mark(".")
            put(time % 1000, digits: 3)
            mark("Z")
            return place
        }
    }

    /// Reads ``iso8601``, with any number of decimals of a second or none. Nil for anything else, such as 30 February or the
    /// year 0.
    ///
    /// A leap second can only be the last second of a month since 1972, and is read as the second behind it.
    /// <https://www.itu.int/rec/R-REC-TF.460-6-200202-I/en>
    package init?(iso8601 text: String) {
        var rest = Substring(text)
        func number(_ digits: Int) -> Int? {
            let part = rest.prefix(digits)
            guard part.utf8.count == digits, part.utf8.allSatisfy(\.isASCIIDigit) else { return nil }
            rest = rest.dropFirst(digits)
            return Int(part)
        }
        func mark(_ character: Character) -> Bool {
            guard rest.first == character else { return false }
            rest.removeFirst()
            return true
        }
        guard let year = number(4), mark("-"), let month = number(2), mark("-"), let day = number(2), mark("T"),
            let hour = number(2), mark(":"), let minute = number(2), mark(":"), let second = number(2)
        else { return nil }
        var fraction = 0
        if mark(".") {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard !digits.isEmpty, let value = Int((digits + "000").prefix(3)) else { return nil }
            fraction = value
            rest = rest.dropFirst(digits.count)
        }
        guard mark("Z"), rest.isEmpty, year >= 1, (1...12).contains(month), hour < 24, minute < 60, second <= 60 else {
            return nil
        }
        let lastDay = Self.lastDay(of: month, in: year)
        let mayBeLeapSecond = year >= 1972 && day == lastDay && hour == 23 && minute == 59
        guard (1...lastDay).contains(day), second < 60 || mayBeLeapSecond else { return nil }
        let time = Int64(hour * 3600 + minute * 60 + second) * 1000 + Int64(fraction)
        self.init(milliseconds: Self.days(year: year, month: month, day: day) * 86_400_000 + time)
    }

    /// The date in UTC. <https://howardhinnant.github.io/date_algorithms.html> has the reasoning.
    package var civilDate: (year: Int, month: Int, day: Int) {
        let shifted = milliseconds.flooredQuotient(by: 86_400_000) + 719_468
        let era = shifted.flooredQuotient(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (Int(year), Int(month), Int(dayOfYear - (153 * marchMonth + 2) / 5 + 1))
    }

    private static func lastDay(of month: Int, in year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// The days from 1970 to a date.
    private static func days(year: Int, month: Int, day: Int) -> Int64 {
        let marchYear = Int64(month <= 2 ? year - 1 : year)
        let era = marchYear.flooredQuotient(by: 400)
        let yearOfEra = marchYear - era * 400
        let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}

/// For numbers as small as a ``Timestamp`` holds them.
extension Int64 {
    fileprivate func flooredQuotient(by divisor: Int64) -> Int64 {
        self >= 0 ? self / divisor : (self - divisor + 1) / divisor
    }

    fileprivate func flooredRemainder(by divisor: Int64) -> Int64 {
        self - flooredQuotient(by: divisor) * divisor
    }
}
