import Glibc
import Protocol

/// A moment as a clock shows it where the server is.
struct LocalTime {
    private let parts: tm

    init(_ moment: Timestamp) {
        var seconds = time_t(moment.seconds)
        var parts = tm()
        localtime_r(&seconds, &parts)
        self.parts = parts
    }

    /// `hh:mm:ss`.
    var clock: String { [parts.tm_hour, parts.tm_min, parts.tm_sec].map(Self.two).joined(separator: ":") }

    /// `YYYY-MM-DD`.
    var date: String { "\(parts.tm_year + 1900)-\(Self.two(parts.tm_mon + 1))-\(Self.two(parts.tm_mday))" }

    private static func two(_ number: Int32) -> String { (number < 10 ? "0" : "") + String(number) }
}
