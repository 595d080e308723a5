/// A moment, in milliseconds since 1970 in UTC, without leap seconds. The `time` tag is its text.
/// <https://ircv3.net/specs/extensions/server-time.html>
package struct Timestamp: Hashable, Comparable, Sendable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    package var seconds: Int64 { milliseconds.flooredQuotient(by: 1000) }

    package static func < (a: Timestamp, b: Timestamp) -> Bool { a.milliseconds < b.milliseconds }

    package func advanced(bySeconds seconds: Int64) -> Timestamp {
        Timestamp(milliseconds: milliseconds + seconds * 1000)
    }

    /// The seconds from an earlier moment to this one.
    package func seconds(since earlier: Timestamp) -> Int64 { (milliseconds - earlier.milliseconds) / 1000 }
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

    /// Reads ``iso8601``; any number of digits of a second, also none, are taken. Nothing for anything else, such as 30 February.
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
        guard mark("Z"), rest.isEmpty, hour < 24, minute < 60, second <= 60 else { return nil }
        let days = Timestamp.days(year: year, month: month, day: day)
        let time = Int64(hour * 3600 + minute * 60 + second) * 1000 + Int64(fraction)
        self.init(milliseconds: days * 86_400_000 + time)
        guard (1...12).contains(month), civilDate.day == day || second == 60 else { return nil }
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

    private static func days(year: Int, month: Int, day: Int) -> Int64 {
        let marchYear = Int64(month <= 2 ? year - 1 : year)
        let era = marchYear.flooredQuotient(by: 400)
        let yearOfEra = marchYear - era * 400
        let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}

extension Int64 {
    fileprivate func flooredQuotient(by divisor: Int64) -> Int64 {
        self >= 0 ? self / divisor : (self - divisor + 1) / divisor
    }

    fileprivate func flooredRemainder(by divisor: Int64) -> Int64 {
        self - flooredQuotient(by: divisor) * divisor
    }
}
