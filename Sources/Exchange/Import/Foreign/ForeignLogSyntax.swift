import Protocol

/// The way in which a program writes its logs: a line of text for each thing that happens.
protocol ForeignLogSyntax {
    /// The format that these logs are.
    static var format: ImportFormat { get }
    /// Whose logs they are, with an `'s`.
    static var program: String { get }
    /// The place in which they tell the days of their lines.
    static var days: LogDays { get }

    /// The room, or the nick of the other, after which the program called the file; nil where its name does not tell.
    static func conversationName(in path: String) -> String?

    /// The day of which the whole file is; nil where its name does not tell.
    static func day(in path: String) -> CalendarDay?

    /// Takes a line apart; nil where no time stands before it and it is none that tells the date.
    static func parse(_ line: Bytes) -> ForeignLogLine?
}

extension ForeignLogSyntax {
    static func day(in path: String) -> CalendarDay? { nil }

    /// True where at least half of the lines at the beginning of a file are of this kind.
    static func recognizes(_ beginning: [UInt8]) -> Bool {
        let lines = beginning.split(separator: ASCII.lineFeed).prefix(50)
        let known = lines.count { parse($0.last == ASCII.carriageReturn ? $0.dropLast() : $0) != nil }
        return known > 0 && known * 2 >= lines.count
    }
}

/// The place in which a log tells the days of its lines.
enum LogDays {
    /// Before each line.
    case onLines
    /// On lines of their own, each for those behind it.
    case betweenLines
    /// In the name of the file, which is of one day.
    case inName
}

/// A line of a log, its time taken apart from what it tells.
enum ForeignLogLine: Hashable {
    case stamped(Stamp, ForeignLine)
    /// A line that tells the date of those behind it.
    case date(WallClockTime, DateLine)

    /// The time that stands before a line.
    enum Stamp: Hashable {
        /// The seconds since midnight.
        case second(Int)
        case wallClock(WallClockTime)
        case moment(Timestamp)
    }

    /// On which occasion the date is told.
    enum DateLine: Hashable {
        case opened, changed, closed
    }
}
