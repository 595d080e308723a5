import Protocol

/// The time before a line, as a person wants it: text with fields in it, a `%` and a letter each, as strftime has them. Only fields that are
/// as wide at any time are known, so that the text of the lines stands in one column.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/strftime.html>
package enum TimeFormat {
    /// Columns of the longest time.
    package static let maxColumns = 16

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Why a text is no format, to be read behind its name; nil for one that is.
    package static func problem(in format: String) -> String? {
        var rest = format.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard (" "..."~").contains(scalar) else { return "it must be of plain letters, digits and signs" }
            guard scalar == "%" else { continue }
            guard let field = rest.popFirst(), width(of: field) != nil else {
                return "after a % it takes H, I, M, S, p, d, m, y, Y, a, b or %, such as \"%H:%M:%S\""
            }
        }
        guard !format.isEmpty else { return "it must not be empty" }
        return columns(of: format) > maxColumns ? "it must be at most \(maxColumns) columns wide" : nil
    }

    /// Columns of any time in a format of plain characters; nil for hours and minutes.
    static func columns(of format: String?) -> Int {
        guard let format else { return 5 }
        var columns = 0
        var rest = format.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "%", let width = rest.first.flatMap(width(of:)) else {
                columns += 1
                continue
            }
            rest.removeFirst()
            columns += width
        }
        return columns
    }

    /// A moment in a format; nil for hours and minutes. What is no field stands as it is.
    static func text(_ time: Timestamp, _ format: String?, _ clock: LocalClock) -> String {
        guard let format else { return clock.hourAndMinute(time) }
        var text = String.UnicodeScalarView()
        var rest = format.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "%", let field = rest.first, width(of: field) != nil else {
                text.append(scalar)
                continue
            }
            rest.removeFirst()
            text.append(contentsOf: Self.text(of: field, time, clock).unicodeScalars)
        }
        return String(text)
    }

    /// Columns of a field; nil for one that is not known.
    private static func width(of field: Unicode.Scalar) -> Int? {
        switch field {
        case "H", "I", "M", "S", "p", "d", "m", "y": 2
        case "a", "b": 3
        case "Y": 4
        case "%": 1
        default: nil
        }
    }

    private static func text(of field: Unicode.Scalar, _ time: Timestamp, _ clock: LocalClock) -> String {
        let (year, month, day) = clock.local(time).civilDate
        let second = Int(clock.local(time).seconds) - clock.day(time) * 86_400
        let hour = second / 3600
        return switch field {
        case "H": digits(hour)
        case "I": digits(hour % 12 == 0 ? 12 : hour % 12)
        case "M": digits(second / 60 % 60)
        case "S": digits(second % 60)
        case "p": hour < 12 ? "AM" : "PM"
        case "d": digits(day)
        case "m": digits(month)
        case "y": digits(year % 100)
        case "Y": digits(year / 100) + digits(year % 100)
        case "a": weekdays[((clock.day(time) + 4) % 7 + 7) % 7]
        case "b": months[month - 1]
        default: "%"
        }
    }

    /// The last two digits of a number.
    private static func digits(_ number: Int) -> String {
        let number = number.magnitude % 100
        return number < 10 ? "0\(number)" : "\(number)"
    }
}
