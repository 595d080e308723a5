import Glibc

/// The moment of an event of the log, as the machine's own clock shows it.
package struct LogTime {
    private let parts: tm
    private let milliseconds: Int

    /// Now.
    package init() {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        var parts = tm()
        localtime_r(&now.tv_sec, &parts)
        self.init(parts, milliseconds: now.tv_nsec / 1_000_000)
    }

    /// - Parameters:
    ///   - parts: a local time with its offset from UTC.
    ///   - milliseconds: from 0 to 999.
    init(_ parts: tm, milliseconds: Int) {
        self.parts = parts
        self.milliseconds = milliseconds
    }

    /// `2026-01-31T12:00:00+0100`.
    package var plain: String { seconds + offset(separator: "") }

    /// `2026-01-31T12:00:00.042+01:00`. <https://www.rfc-editor.org/rfc/rfc3339>
    package var withMilliseconds: String { "\(seconds).\(Self.digits(milliseconds, 3))\(offset(separator: ":"))" }

    private var seconds: String {
        let date = [(Int(parts.tm_year) + 1900, 4), (Int(parts.tm_mon) + 1, 2), (Int(parts.tm_mday), 2)]
        let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec]
        return date.map(Self.digits).joined(separator: "-") + "T"
            + clock.map { Self.digits(Int($0), 2) }.joined(separator: ":")
    }

    private func offset(separator: String) -> String {
        let minutes = abs(parts.tm_gmtoff) / 60
        let sign = parts.tm_gmtoff < 0 ? "-" : "+"
        return sign + Self.digits(minutes / 60, 2) + separator + Self.digits(minutes % 60, 2)
    }

    private static func digits(_ number: Int, _ count: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(count - text.count, 0)) + text
    }
}
