import Protocol

/// Taking a line of a log apart. Bytes are compared, and not characters: a space with an accent behind it is a space.
extension Bytes {
    /// The bytes behind these words; nil where they do not stand at the beginning.
    func removing(prefix words: String) -> Bytes? {
        starts(with: words.utf8) ? dropFirst(words.utf8.count) : nil
    }

    /// The bytes before these words; nil where they do not stand at the end.
    func removing(suffix words: String) -> Bytes? {
        let size = words.utf8.count
        return count >= size && suffix(size).elementsEqual(words.utf8) ? dropLast(size) : nil
    }

    /// The bytes before and behind these words, at the first place where they stand.
    func parts(around words: String) -> (before: Bytes, after: Bytes)? {
        let size = words.utf8.count
        guard let first = words.utf8.first, count >= size else { return nil }
        for place in startIndex...(endIndex - size) where self[place] == first {
            if self[place...].starts(with: words.utf8) { return (self[..<place], self[(place + size)...]) }
        }
        return nil
    }

    /// The same at the last place where they stand.
    func parts(aroundLast words: String) -> (before: Bytes, after: Bytes)? {
        let size = words.utf8.count
        guard let first = words.utf8.first, count >= size else { return nil }
        for place in (startIndex...(endIndex - size)).reversed() where self[place] == first {
            if self[place...].starts(with: words.utf8) { return (self[..<place], self[(place + size)...]) }
        }
        return nil
    }

    /// The bytes between these two; nil where they do not enclose them.
    func unwrapped(_ opening: String, _ closing: String) -> Bytes? {
        removing(prefix: opening)?.removing(suffix: closing)
    }

    /// The number that so many digits at the beginning make, and what stands behind them; nil where there are none such.
    func number(digits: Int) -> (value: Int, rest: Bytes)? {
        let digits = prefix(digits)
        guard !digits.isEmpty, digits.count <= 9, digits.allSatisfy(\.isASCIIDigit) else { return nil }
        return (digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }, dropFirst(digits.count))
    }

    /// The words of it, which spaces part.
    var words: [Bytes] { split(separator: ASCII.space) }
}

extension Bytes {
    /// Reads `YYYY-MM-DD` at the beginning.
    var leadingDay: (day: CalendarDay, rest: Bytes)? {
        guard count >= 10, let (year, a) = number(digits: 4), let b = a.removing(prefix: "-"),
            let (month, c) = b.number(digits: 2), let d = c.removing(prefix: "-"),
            let (day, rest) = d.number(digits: 2),
            let day = CalendarDay(year: year, month: month, day: day)
        else { return nil }
        return (day, rest)
    }

    /// Reads `hh:mm` or `hh:mm:ss` at the beginning, as the seconds since midnight.
    var leadingTime: (second: Int, rest: Bytes)? {
        guard count >= 5, let (hour, a) = number(digits: 2), let b = a.removing(prefix: ":"),
            let (minute, rest) = b.number(digits: 2), rest.startIndex - startIndex == 5, hour < 24, minute < 60
        else { return nil }
        let time = hour * 3600 + minute * 60
        guard let behind = rest.removing(prefix: ":") else { return (time, rest) }
        guard behind.prefix(2).count == 2, let (second, end) = behind.number(digits: 2), second < 60 else { return nil }
        return (time + second, end)
    }
}
