import Protocol

/// Reads a time as people write it: `14:30`, `yesterday`, `yesterday 9:15`, `monday`, `3 oct`, `oct 3 2025 14:00`, `2026-10-03 14:30`, `2h ago`.
package enum TimePhrase {
    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    private static let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

    /// The moment that is meant, nothing where it cannot be told. It is never after `now`: `14:30` in the morning is yesterday's, `3 oct`
    /// in May last year's. A day without a time is its beginning.
    ///
    /// - Parameter utcOffsetSeconds: how far the person's clock is ahead of UTC.
    package static func parse(_ text: String, now: Timestamp, utcOffsetSeconds: Int) -> Timestamp? {
        var words = text.lowercased().split { $0 == " " || $0 == "," }.map(String.init)
        if words.count == 1, words[0].contains("-") { words = words[0].split(separator: "t").map(String.init) }
        guard !words.isEmpty, words.count <= 6 else { return nil }
        if let moment = ago(words, now) { return moment }
        let local = now.advanced(bySeconds: Int64(utcOffsetSeconds))
        let today = local.seconds - local.secondOfDay
        var clock: Int64?
        if let index = words.firstIndex(where: { $0.contains(":") }) {
            guard let time = time(words.remove(at: index)) else { return nil }
            clock = time
        }
        words.removeAll { ["at", "on", "last", "the", "of"].contains($0) }
        var start = today
        if !words.isEmpty {
            guard let day = day(words, local, today) else { return nil }
            start = day
        } else if clock == nil {
            return nil
        }
        var moment = start + (clock ?? 0)
        if words.isEmpty, moment > local.seconds { moment -= 86_400 }
        guard moment <= local.seconds, moment > -62_000_000_000 else { return nil }
        return Timestamp(seconds: moment).advanced(bySeconds: Int64(-utcOffsetSeconds))
    }

    /// `2h ago`, `10 min ago`, `3 days ago`, `90s`.
    private static func ago(_ words: [String], _ now: Timestamp) -> Timestamp? {
        guard words.last == "ago" else { return nil }
        let joined = words.dropLast().joined()
        let digits = joined.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int64(digits), count < 100_000 else { return nil }
        let unit = joined.dropFirst(digits.count)
        let seconds: Int64
        switch unit {
        case "s", "sec", "second", "seconds": seconds = 1
        case "m", "min", "mins", "minute", "minutes": seconds = 60
        case "h", "hour", "hours": seconds = 3600
        case "d", "day", "days": seconds = 86_400
        case "w", "week", "weeks": seconds = 604_800
        default: return nil
        }
        return now.advanced(bySeconds: -count * seconds)
    }

    /// `9:15`, `14:30`, `14:30:05`: seconds of the day.
    private static func time(_ word: String) -> Int64? {
        let parts = word.split(separator: ":", omittingEmptySubsequences: false).map { Int64($0) }
        guard (2...3).contains(parts.count), let hour = parts[0], let minute = parts[1],
            let second = parts.count == 3 ? parts[2] : 0, (0..<24).contains(hour), (0..<60).contains(minute),
            (0..<60).contains(second)
        else { return nil }
        return hour * 3600 + minute * 60 + second
    }

    /// The moment at which the day begins, in local seconds; nil if the words name no day.
    private static func day(_ words: [String], _ local: Timestamp, _ today: Int64) -> Int64? {
        if words.count == 1 {
            switch words[0] {
            case "today", "now": return today
            case "yesterday": return today - 86_400
            default: break
            }
            if let wanted = days.firstIndex(where: { words[0].count >= 3 && $0.hasPrefix(words[0]) }) {
                // 1 January 1970 was a Thursday, 3 from Monday.
                let weekday = Int(((today / 86_400 + 3) % 7 + 7) % 7)
                let back = (weekday - wanted + 7) % 7
                return today - Int64(back == 0 ? 7 : back) * 86_400
            }
            let parts = words[0].split(separator: "-").compactMap { Int($0) }
            if parts.count == 3 { return date(parts[0], parts[1], parts[2]) }
            return nil
        }
        guard words.count <= 3, let monthIndex = words.prefix(2).firstIndex(where: { month($0) != nil }),
            let month = month(words[monthIndex])
        else { return nil }
        let number = words[1 - monthIndex].prefix { $0.isASCII && $0.isNumber }
        guard let day = Int(number) else { return nil }
        if words.count == 3 {
            guard let year = Int(words[2]) else { return nil }
            return date(year, month, day)
        }
        // The last such day; 29 February may be some years back.
        let year = local.civilDate.year
        for year in stride(from: year, through: year - 8, by: -1) {
            if let start = date(year, month, day), start <= today { return start }
        }
        return nil
    }

    private static func month(_ word: String) -> Int? {
        guard word.count >= 3, let index = months.firstIndex(of: String(word.prefix(3))) else { return nil }
        return index + 1
    }

    private static func date(_ year: Int, _ month: Int, _ day: Int) -> Int64? {
        guard (1970...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return Timestamp(iso8601: "\(year)-\(two(month))-\(two(day))T00:00:00Z")?.seconds
    }
}

extension Timestamp {
    fileprivate var secondOfDay: Int64 { (seconds % 86_400 + 86_400) % 86_400 }
}
