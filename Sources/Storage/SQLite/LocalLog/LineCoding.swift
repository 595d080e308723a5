import Basics
import Protocol

/// The keys of lines: they rise with the time, and in one millisecond with the order in which lines came.
enum LineNumber {
    /// A millisecond has room for so many lines; those that are more are put into the next ones.
    private static let width: Int64 = 1 << 15

    /// The keys of a moment. All moments before 1970 count as one.
    static func range(of time: Timestamp, milliseconds further: Int64 = 0) -> ClosedRange<Int64> {
        // The last moment has 48 bits.
        let first = (max(time.milliseconds, 0) + further) * width
        return first...(first + width - 1)
    }

    /// The milliseconds that are tried for a line whose own is full: two million lines of one moment are kept, and more are not.
    static let overflow: Range<Int64> = 0..<64
}

/// A ``LoggedLine`` as the columns of its row.
enum LineCoding {
    private static let news: Int64 = 1
    private static let mention: Int64 = 2
    private static let own: Int64 = 4
    /// Two bits above those of the others.
    private static let originShift: Int64 = 3

    /// The SQL that overwrites what was said with as many zeros: a shorter value would leave bytes of it behind.
    static let blanking = "text = zeroblob(length(text)), message = zeroblob(length(message)), content = 0"

    /// The column `flags`.
    static func flags(_ line: LoggedLine) -> Int64 {
        (line.isNews ? news : 0) | (line.isMention ? mention : 0) | (line.isOwn ? own : 0)
            | line.origin.rawValue << originShift
    }

    /// The column `content`: the same for all lines that could be doubles of each other.
    static func content(_ line: LoggedLine) -> Int64 {
        var bytes = withUnsafeBytes(of: line.time.seconds.littleEndian) { Array($0) }
        bytes += line.sender
        bytes.append(ASCII.nul)
        bytes += line.text.isEmpty ? line.message : line.text
        return Int64(bitPattern: FNV1a.hash64(bytes[...]))
    }

    /// Reads a row, whatever its columns hold.
    static func line(in row: SelectStatement<LoggedLineColumn>) -> LoggedLine {
        let flags = row.int64(.flags)
        return LoggedLine(
            time: row.time(.time), messageID: bytes(.msgid, in: row), sender: bytes(.sender, in: row),
            text: bytes(.text, in: row), message: bytes(.message, in: row), isNews: flags & news != 0,
            isMention: flags & mention != 0, isOwn: flags & own != 0,
            origin: LoggedLine.Origin(rawValue: flags >> originShift & 3) ?? .live)
    }

    /// The bytes of a column; none where they were overwritten, or are more than any line has.
    static func bytes(_ column: LoggedLineColumn, in row: SelectStatement<LoggedLineColumn>) -> Bytes {
        row.withBytes(column) { bytes in
            bytes.count > LoggedLine.longestPart || bytes.first == ASCII.nul ? [] : Bytes(bytes)
        }
    }

    /// The SQL that holds for a line that counts as unread, and that nobody took back.
    static let isNewsWithText = "flags & \(news) <> 0 AND content <> 0"

    /// The SQL that holds for a line that came live, and has no message id.
    static let isLiveWithoutID = "msgid IS NULL AND flags >> \(originShift) & 3 = \(LoggedLine.Origin.live.rawValue)"

    /// The SQL for the number of lines with each flag.
    static let unreadCounts = "total(flags & \(news) <> 0), total(flags & \(mention) <> 0)"
}
